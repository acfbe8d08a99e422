"""Some of the crowd lived again through the ordinary operations, and all that is kept of somebody, to be compared."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from upton.claimants import operations as claimants
from upton.claimants.models import Claimant, Household
from upton.claimants.operations import OtherName
from upton.demo.booking import how_of
from upton.demo.courses import Course
from upton.demo.crowd import Regular, caring_for, changes_of
from upton.demo.meetings import Group, Meeting
from upton.demo.people import Cast, Person, founder
from upton.demo.strangers import Stranger
from upton.demo.visiting import sent_to
from upton.diary import operations as diary
from upton.diary.models import Appointment, GroupSession, Series
from upton.duties.models import Duty
from upton.foundation.actors import Actor, ActorKind
from upton.foundation.clock import local_day
from upton.foundation.models import FactRow
from upton.reception import operations as reception
from upton.reception.models import Visit

NAMED_BY = {
    Claimant: "reference",
    Appointment: "during",
    Series: "starts_at",
    GroupSession: "during",
    Household: "since",
    Visit: "came_at",
}
"""What tells the rows of one person apart where their numbers differ."""
IN_FACTS = {
    "appointment_id": Appointment,
    "appointment_ids": Appointment,
    "series_id": Series,
    "household_id": Household,
    "group_id": GroupSession,
    "visit_id": Visit,
}
Act = tuple[datetime, Callable[[datetime], object]]


def party_of(one: Course) -> dict[str, int]:
    """Who came along."""
    return {"companions": one.companions, "children": one.children}


class Replay:
    """People of the crowd and all that they came for, done again at the same moments by the same colleagues."""

    def __init__(
        self, cast: Cast, people: Sequence[Regular], meetings: Sequence[Meeting], strangers: Sequence[Stranger]
    ) -> None:
        self.cast, self.people = cast, people
        came = [one for one in strangers if one.arrived_at]
        self.strangers = [one for one in came if any(one.regular is each for each in people)]
        self.came: dict[int, Visit] = {}
        self.meetings = [one for one in meetings if any(one.regular is each for each in people)]
        self.rows: dict[int, Claimant] = {}
        self.groups: dict[int, GroupSession] = {}
        self.held: dict[int, Appointment] = {}

    def play(self) -> dict[int, int]:
        """Do it all in the order of time; the key of each who was copied → that of the same one done again."""
        acts = [act for one in self.people for act in self._record(one)]
        groups = {id(one.group): one.group for one in self.meetings if one.group}.values()
        acts += [(one.made_at, self._making(one)) for one in groups]
        acts += [act for one in self.people for act in self._series(one)]
        acts += [act for one in self.meetings for act in self._life(one)]
        acts += [act for one in self.strangers for act in self._walking_in(one)]
        for moment, do in sorted(acts, key=lambda act: act[0]):
            do(moment)
        return {one.key: self.rows[one.key].pk for one in self.people}

    def _by(self, person: Person | None) -> Actor:
        return founder() if person is None else self.cast.by(person)

    def _record(self, one: Regular) -> Iterator[Act]:
        yield one.registered_at, lambda now: self._register(one, now)
        for change in changes_of(one, caring_for(self.cast, one.site)):
            by = self._by(change.by)
            if change.what == "other_names":
                names = [OtherName(one.previous)]
                yield change.at, self._changing(claimants.set_other_names, one, by, names=names)
            elif change.what == "needs":
                needs = {"language": one.language, "interpreter": one.interpreter, "needs": one.access}
                yield change.at, self._changing(claimants.set_needs, one, by, **needs)
            elif change.what == "coach":
                yield change.at, self._changing(claimants.give_coach, one, by, coach=one.coach.colleague)
            elif one.partner and one.reference < one.partner.reference:
                yield change.at, lambda now, by=by: self._join(one, by, now)

    def _register(self, one: Regular, now: datetime) -> None:
        signs = iter(one.reference.replace("-", ""))
        self.rows[one.key] = claimants.register(
            site=self.cast.sites[one.site],
            name=one.named.name,
            known_as=one.known_as,
            born=one.born,
            telephone=one.telephone,
            email=one.email,
            address=one.address,
            postcode=one.postcode,
            told_apart=None,
            choose=lambda _: next(signs),
            by=self._by(one.registered_by),
            now=now,
        )

    def _changing(self, change: Callable[..., object], one: Regular, by: Actor, **what: Any) -> Callable:
        return lambda now: change(claimant=self.rows[one.key], by=by, now=now, **what)

    def _join(self, one: Regular, by: Actor, now: datetime) -> None:
        both = {"claimant": self.rows[one.key], "partner": self.rows[one.partner.key]}
        claimants.join_partner(**both, joint=one.joint, since=local_day(now), by=by, now=now)

    def _making(self, group: Group) -> Callable[[datetime], None]:
        def make(now: datetime) -> None:
            self.groups[id(group)] = diary.make_group(
                colleague=group.coach.colleague,
                site=self.cast.sites[group.site],
                purpose=group.purpose,
                starts_at=group.starts_at,
                places=group.places,
                by=self._by(group.coach),
                now=now,
            )

        return make

    def _series(self, one: Regular) -> Iterator[Act]:
        own = [each for each in self.meetings if each.regular is one and each.series]
        if not own:
            return

        def start(now: datetime) -> None:
            series = diary.start_series(
                **self._asked(own[0]), every="fortnightly", times=[each.starts_at for each in own],
                by=self._by(None if one.taken_over else own[0].booked_by), now=now,
            )  # fmt: skip
            for each in own:
                self.held[id(each)] = series.appointments.get(during__startswith=each.starts_at)

        yield own[0].booked_at, start

    def _asked(self, one: Meeting) -> dict[str, Any]:
        return {
            "claimant": self.rows[one.regular.key],
            "colleague": one.coach.colleague,
            "site": self.cast.sites[one.site],
            "purpose": one.purpose,
            "interpreter": one.interpreter,
            "claimant_agreed": True,
        }

    def _life(self, one: Meeting) -> Iterator[Act]:
        coach, door = self._by(one.coach), self._by(one.checked_in_by)
        if not one.series:
            yield one.booked_at, lambda now: self._book(one, now)
        for moment, verb, by, more in (
            (one.cancelled_at, diary.cancel, door, {"reason": one.reason}),
            (one.missed_at, diary.mark_missed, coach, {}),
            (one.arrived_at, reception.check_in, door, party_of(one) | {"how": how_of(one)}),
            (one.unseen_at, diary.leave_unseen, door, {}),
            (one.seen_at, diary.see, coach, {}),
            (one.ended_at, diary.record_outcome, coach, {"outcome": one.outcome}),
        ):
            if moment is not None:
                yield moment, self._doing(verb, one, by, **more)
        for moment, verb, by, more in (
            (one.out_at, reception.step_out, door, {}),
            (one.back_at, reception.come_back, door, {}),
            (one.called_at, reception.call_in, coach, {"to": one.called_to}),
            (one.left_at, reception.leave, coach, {}),
        ):
            if moment is not None:
                yield moment, self._at_the_door(verb, lambda: self.held[id(one)].visits.get(), by, **more)

    def _at_the_door(self, verb: Callable[..., object], whose: Callable[[], Visit], by: Actor, **more: Any) -> Callable:
        return lambda now: verb(visit=whose(), by=by, now=now, **more)

    def _walking_in(self, one: Stranger) -> Iterator[Act]:
        front, seen_by = self._by(one.front), self._by(one.seen_by or one.front)
        to, role = sent_to(one)

        def come(now: datetime) -> None:
            self.came[id(one)] = reception.walk_in(
                site=self.cast.sites[one.site], claimant=self.rows[one.regular.key], name="", reason=one.reason,
                need=one.need, colleague=one.colleague.colleague if one.colleague else None, **party_of(one),
                by=front, now=now,
            )  # fmt: skip

        yield one.arrived_at, come
        for moment, verb, by, more in (
            (one.passed_at, reception.pass_on, front, {"colleague": to.colleague if to else None, "role": role}),
            (one.unseen_at, reception.leave_unseen, front, {}),
            (one.called_at, reception.call_in, seen_by, {"to": one.called_to}),
            (one.seen_at, reception.see, seen_by, {}),
            (one.left_at, reception.leave, seen_by, {}),
        ):
            if moment is not None:
                yield moment, self._at_the_door(verb, lambda: self.came[id(one)], by, **more)

    def _doing(self, verb: Callable[..., object], one: Meeting, by: Actor, **more: Any) -> Callable:
        def do(now: datetime) -> object:
            admits = more.get("how") == "tablet"
            who = Actor(ActorKind.CLAIMANT, self.rows[one.regular.key].pk) if admits else by
            return verb(appointment=self.held[id(one)], by=who, now=now, **more)

        return do

    def _book(self, one: Meeting, now: datetime) -> None:
        by = self._by(one.booked_by)
        if one.group is not None:
            group, claimant = self.groups[id(one.group)], self.rows[one.regular.key]
            self.held[id(one)] = diary.join_group(group=group, claimant=claimant, claimant_agreed=True, by=by, now=now)
        else:
            self.held[id(one)] = diary.book(**self._asked(one), starts_at=one.starts_at, by=by, now=now)


NUMBERED = {"GroupSession": ("taken",), "Visit": ("ticket",)}
"""What depends on others who came the same day, beside the number of a row."""


class Kept:
    """All that is kept of people in whatever table, and what was stated of them, as things stand now."""

    def __init__(self) -> None:
        self.names = {model: dict(model._base_manager.values_list("pk", name)) for model, name in NAMED_BY.items()}

    def of(self, claimant_id: int) -> dict[str, list[Any]]:
        """What is kept of one of them by table, with names in place of numbers; of what was owed only what still is."""
        appointments = list(Appointment.objects.filter(claimant=claimant_id))
        sessions = list(GroupSession.objects.filter(appointments__in=appointments).distinct())
        found = {
            "Claimant": self._rows(Claimant.objects.filter(pk=claimant_id)),
            "GroupSession": self._rows(sessions),
            "Household": self._rows(Household.objects.filter(members__claimant=claimant_id)),
            "Duty": self._rows(Duty.objects.open().filter(claimant_id=claimant_id)),
            "Fact": self._facts(claimant_id),
        }
        for model, ids in ((Claimant, [claimant_id]), (Appointment, appointments), (GroupSession, sessions)):
            for relation in model._meta.related_objects:
                name, rows = relation.related_model.__name__, relation.related_model._base_manager
                # The other places of a session are other people's.
                if (model, name) != (GroupSession, "Appointment"):
                    found.setdefault(name, []).extend(self._rows(rows.filter(**{f"{relation.field.name}__in": ids})))
        return {name: sorted(rows, key=repr) for name, rows in found.items()}

    def _rows(self, rows: Iterable[Any]) -> list[dict[str, Any]]:
        return [
            {
                field.attname: self._plain(row, field)
                for field in row._meta.concrete_fields
                if field.name not in ("id", *NUMBERED.get(type(row).__name__, ()))
            }
            for row in rows
        ]

    def _plain(self, row: Any, field: Any) -> Any:
        value = getattr(row, field.attname)
        if isinstance(row, Duty) and field.name in ("claimant_id", "subject_id"):
            about = {"appointment": Appointment, "visit": Visit}.get(row.subject_kind, Claimant)
            return self.names[Claimant if field.name == "claimant_id" else about][value]
        return self.names[field.related_model].get(value) if field.related_model in self.names else value

    def _facts(self, claimant_id: int) -> list[Any]:
        rows = list(FactRow.objects.filter(claimant_id=claimant_id))
        acts = FactRow.objects.filter(act_id__in=[row.act_id for row in rows]).values_list("act_id", flat=True)
        together = Counter(acts)
        header = ("at", "kind", "chain", "by_kind")
        return [
            (
                *(getattr(row, name) for name in header), self._by(row), row.caused_by is None, together[row.act_id],
                self._body(json.loads(row.body)),
            )
            for row in rows
        ]  # fmt: skip

    def _by(self, row: FactRow) -> object:
        return self.names[Claimant].get(row.by_id) if row.by_kind == ActorKind.CLAIMANT else row.by_id

    def _body(self, body: dict[str, Any]) -> dict[str, Any]:
        named = {}
        for key, value in body.items():
            names = self.names[IN_FACTS[key]] if key in IN_FACTS else {}
            named[key] = [names[one] for one in value] if key.endswith("_ids") else names.get(value, value)
        return named


def traits(
    people: Iterable[Regular], meetings: Iterable[Meeting], strangers: Iterable[Stranger]
) -> dict[str, set[str]]:
    """Reference → what is particular about somebody, and what became of what they came for."""
    found = {one.reference: _traits(one) for one in people}
    for one in meetings:
        if one.regular.reference in found:
            found[one.regular.reference] |= _became(one)
    for one in strangers:
        if one.regular is not None and one.regular.reference in found:
            found[one.regular.reference] |= _walked_in(one)
    return found


def _traits(one: Regular) -> set[str]:
    new = "taken over" if one.taken_over else "new"
    said = {
        "known as": one.known_as,
        "another name": one.previous,
        "access": one.access,
        f"telephone, {new}": one.telephone,
        f"interpreter, {new}": one.interpreter,
        f"partner, {new}": one.partner,
    }
    return {new, *(trait for trait, value in said.items() if value)}


def _became(one: Meeting) -> set[str]:
    where = "group" if one.group else "series" if one.series else one.purpose
    moments = {
        "cancelled": one.cancelled_at,
        "missed": one.missed_at,
        "held": one.ended_at,
        "waiting": one.arrived_at and not one.seen_at,
        "under way": one.seen_at and not one.ended_at,
        "ahead": not (one.cancelled_at or one.missed_at or one.arrived_at),
        "interpreted": one.interpreter,
        "left unseen": one.unseen_at,
        "at the tablet": one.tablet,
        "in company": one.arrived_at and (one.companions or one.children),
        "after their time": one.arrived_at and one.arrived_at > one.starts_at,
    }
    return {f"{where} {what}" for what, so in moments.items() if so}


def _walked_in(one: Stranger) -> set[str]:
    became = {
        "seen": one.left_at,
        "left unseen": one.unseen_at,
        "sent on": one.passed_at,
        "for their coach": one.colleague,
    }
    return {f"walked in, {what}" for what, so in became.items() if so}


def sample(crowd: Sequence[Regular], meetings: Sequence[Meeting], strangers: Sequence[Stranger]) -> list[Regular]:
    """As few of the crowd as show everything, each with their partner; of those who add as much, who came least."""
    every = traits(crowd, meetings, strangers)
    often = Counter(one.regular.reference for one in meetings)
    left = set().union(*every.values())
    chosen: dict[str, Regular] = {}
    while left:
        best = max(
            crowd, key=lambda one: (len(every[one.reference] & left) / (5 + often[one.reference]), one.reference)
        )
        for one in (best, best.partner):
            if one is not None:
                chosen[one.reference] = one
                left -= every[one.reference]
    return list(chosen.values())
