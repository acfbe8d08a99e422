"""Every question about what is due."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Case, Count, IntegerField, Max, QuerySet, Value, When
from django.db.models.functions import Coalesce
from django.urls import reverse

from upton.duties import rules
from upton.duties.models import Duty
from upton.foundation.actors import Actor, ActorKind
from upton.foundation.clock import local_day
from upton.foundation.names import names_for
from upton.foundation.paging import columns_of, following, rank_of
from upton.foundation.prepared import ask
from upton.foundation.sorting import sort_key
from upton.foundation.working_days import working_days_between
from upton.organisation import queries as organisation
from upton.pages import words as said
from upton.policy import dated

PAGE = 50
URGENT = ("rests", "due_at", "-weight", "pk")
SORTS = {
    "when": URGENT,
    "what": ("kind_place", *URGENT),
    "from": ("owner_key", *URGENT),
    "site": ("site_key", *URGENT),
}
"""The orders of the lists of what is due; the most urgent first unless somebody asks otherwise."""
RESTS = Case(When(paused_at=None, then=Value(0)), default=Value(1), output_field=IntegerField())
"""1 for a duty whose clock is paused: those stand last."""

# It stands on every page.
WAITING = """
select (select count(*) from duties_duty where colleague_id = %(me)s and done_at is null)
    + (select count(*) from unnest(%(roles)s::text[], %(sites)s::bigint[]) as held (role, site)
       join duties_duty d on d.site_id = held.site and d.role = held.role
       where d.colleague_id is null and d.done_at is null)
"""


@dataclass(frozen=True, slots=True)
class DutyLine:
    """One thing due, in the words of its policy; `due` and `state` are ready for the duty list."""

    id: int
    what: str
    text: str
    reason: str
    due_at: datetime
    due: str
    state: str
    href: str
    owner: str
    paused: bool
    site: str


@dataclass(frozen=True, slots=True)
class Carried:
    """How much of one kind one owner, or one role, has not done."""

    what: str
    text: str
    owner: str
    count: int


NOT_CARRIED = ("see_claimant", "see_visitor", "close_day")


def due_from(
    actor: Actor, *, now: datetime, most: int = PAGE, after: int | None = None, sort: str = "when"
) -> Sequence[DutyLine]:
    """What waits for this colleague, most urgent first: by time due, then by weight; what is paused stands last.

    `after` is the id of the last duty of the page before, `sort` another order of `SORTS`.
    """
    return _lines(_page(Duty.objects.open().of(actor), after, most, sort, now), actor, now)


def due_at_sites(
    actor: Actor, *, now: datetime, most: int = PAGE, after: int | None = None, sort: str = "when"
) -> Sequence[DutyLine]:
    """What is due from anybody, as far as this colleague sees to it."""
    return _lines(_page(Duty.objects.open().visible_to(actor), after, most, sort, now), actor, now)


def count_due_from(actor: Actor) -> int:
    """How much waits for this colleague: as many as `DutyQuerySet.of` finds open."""
    if actor.kind is not ActorKind.COLLEAGUE or actor.id is None:
        return 0
    posts = [(role, site) for role, sites in actor.posts.items() for site in sites]
    values = {"me": actor.id, "roles": [role for role, _ in posts], "sites": [site for _, site in posts]}
    return int(ask(WAITING, values)[0][0])


def duty_for(actor: Actor, duty_id: int) -> Duty:
    """One duty that this colleague may see. Raises Duty.DoesNotExist."""
    return Duty.objects.visible_to(actor).select_related("colleague").get(pk=duty_id)


def line_of(duty: Duty, actor: Actor, *, now: datetime) -> DutyLine:
    """One duty as a line."""
    return _lines([duty], actor, now)[0]


def usual_due(what: str, *, site_id: int, now: datetime) -> datetime:
    """When something owed from now on is due at a site by its policy, in UTC."""
    day = local_day(now)
    days = dated.on("duties", day)[what].values["working_days"]
    return rules.due_at(now, days, organisation.nation_of(site_id, day))


def carried_over(site_id: int, *, until: datetime) -> Sequence[Carried]:
    """What is due at a site before a moment and not done, by kind and owner: what goes on the next day.

    Who waits to be seen is left out, and so is the signing of a day: those are not carried on.
    """
    rows = (
        Duty.objects.open()
        .filter(site_id=site_id, due_at__lt=until, paused_at=None)
        .exclude(what__in=NOT_CARRIED)
        .values_list("what", "colleague__name", "role")
        .annotate(count=Count("pk"), weight=Max("weight"))
        .order_by("-weight", "what", "-count")
    )
    words, roles = dated.words("duties"), dated.words("roles")
    return [
        Carried(
            what=what,
            text=words[what].replace("{claimant}", "a claimant").replace("{site}", "a site"),
            owner=name or roles.get(role, role),
            count=count,
        )
        for what, name, role, count, _ in rows
    ]


def is_owed(what: str, *, subject: tuple[str, int]) -> bool:
    """Whether somebody owes this about the subject now."""
    kind, subject_id = subject
    return Duty.objects.open().filter(what=what, subject_kind=kind, subject_id=subject_id).exists()


def past_due(what: str, *, before: datetime) -> Sequence[tuple[int, datetime]]:
    """The claimants to whom something was due before a moment and still is, with the moment since which it is owed."""
    rows = Duty.objects.open().filter(what=what, due_at__lt=before).order_by("pk")
    return [(one, owed) for one, owed in rows.values_list("claimant_id", "opened_at") if one is not None]


def close_of(day: date) -> datetime:
    """The moment at which a working day ends, in UTC: when what is to be done on that day is due."""
    return rules.close_of(day)


def topics_of(actor: Actor) -> list[str]:
    """The live topics that say that what waits for this colleague has changed."""
    own = [f"duties:{actor.id}"]
    return own + [f"duties:{site}:{role}" for role, sites in sorted(actor.posts.items()) for site in sorted(sites)]


def _page(duties: QuerySet[Duty], after: int | None, most: int, sort: str, now: datetime) -> list[Duty]:
    # The last one of the page before is looked up among all duties: it may be done or another's by now.
    among = _known(Duty.objects.all(), sort, now)
    rows = following(_known(duties, sort, now), columns_of(SORTS, sort), after=after, among=among)
    return list(rows.select_related("colleague")[:most])


def _known(duties: QuerySet[Duty], sort: str, now: datetime) -> QuerySet[Duty]:
    columns: dict[str, Callable[[], Any]] = {
        "rests": lambda: RESTS,
        "kind_place": lambda: rank_of("what", dated.words("duties")),
        "owner_key": lambda: Coalesce("colleague__sort_key", Case(*_called(), default=Value(""))),
        "site_key": lambda: organisation.site_key("site_id", local_day(now)),
    }
    return duties.annotate(**{name: columns[name]() for name in SORTS[sort.removeprefix("-")] if name in columns})


def _called() -> list[When]:
    return [When(role=code, then=Value(sort_key(words))) for code, words in dated.words("roles").items()]


def _lines(duties: Sequence[Duty], actor: Actor, now: datetime) -> list[DutyLine]:
    entries = {entry.code: entry.values for entry in dated.entries("duties")}
    names = names_for(
        {
            "claimant": [d.claimant_id for d in duties if d.claimant_id],
            "site": {d.site_id for d in duties},
        },
        actor,
    )
    nations = organisation.nations_of({d.site_id for d in duties}, local_day(now))
    return [_line(duty, entries[duty.what], names, nations.get(duty.site_id, "england"), now) for duty in duties]


def _line(duty: Duty, entry: Any, names: dict[tuple[str, int], str], nation: str, now: datetime) -> DutyLine:
    words = {
        "claimant": names.get(("claimant", duty.claimant_id or 0), "a claimant"),
        "site": names.get(("site", duty.site_id), "a site"),
    }
    subject = duty.claimant_id if entry.get("subject_from") == "claimant" else duty.subject_id
    due, state = _due(duty, nation, now)
    return DutyLine(
        id=duty.pk,
        what=duty.what,
        text=entry["name"].format(**words),
        reason=f"Paused: {duty.pause_reason}" if duty.paused_at else entry["reason"],
        due_at=duty.due_at,
        due=due,
        state=state,
        href=reverse(entry["address"], args=[subject] if entry.get("takes_subject", True) else []),
        owner=duty.colleague.name if duty.colleague else dated.words("roles").get(duty.role, duty.role),
        paused=duty.paused_at is not None,
        site=words["site"],
    )


def _due(duty: Duty, nation: str, now: datetime) -> tuple[str, str]:
    if duty.paused_at:
        return "paused", "soon"
    today, day = local_day(now), local_day(duty.due_at)
    if duty.due_at <= now:
        days = working_days_between(day, today, nation)
        minutes = int((now - duty.due_at).total_seconds() // 60)
        return said.due(-days) if days else f"{said.span(minutes)} late" if minutes else "due now", "late"
    if day == today:
        return said.due(0), "today"
    days = working_days_between(today, day, nation)
    return said.due(days) if days else f"due on {said.day(day)}", "soon"


def about_claimant(actor: Actor, claimant_id: int, *, now: datetime) -> Sequence[DutyLine]:
    """What anybody owes a claimant, as far as this colleague may see duties."""
    reach = actor.reach("claimants.see")
    rows = Duty.objects.open().filter(claimant_id=claimant_id)
    if not reach.everywhere:
        rows = rows.filter(site_id__in=reach.sites)
    return _lines(list(rows.select_related("colleague").order_by("due_at", "pk")[:PAGE]), actor, now)
