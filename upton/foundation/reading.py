"""Reading the facts back: sentences for a journal and for the browser of facts."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import translation

from upton.foundation.actors import Actor, ActorKind
from upton.foundation.chain import NATIONAL
from upton.foundation.clock import LOCAL, day_bounds, local_day
from upton.foundation.facts import Audience, Fact, from_body, kinds
from upton.foundation.models import FactRow
from upton.foundation.names import Hidden, History, called_on, hidden_from, histories_of, ids_of, names_for

PAGE = 50


@dataclass(frozen=True, slots=True)
class Said:
    """A fact as one may read it."""

    id: int
    at: datetime
    kind: str
    text: str
    by: str
    by_id: int | None
    site_id: int | None
    claimant_id: int | None
    number: int
    act_id: str
    caused_by: int | None
    fact: Fact | None = None


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which facts somebody looks for; what is None does not narrow. `after` is the last one of the page before."""

    site_id: int | None = None
    first: date | None = None
    last: date | None = None
    by_colleague: int | None = None
    kinds: Sequence[str] = ()
    after: int | None = None
    oldest_first: bool = False


def journal(
    claimant_id: int,
    actor: Actor,
    *,
    most: int = PAGE,
    before: int | None = None,
    only: Sequence[str] | None = None,
) -> Sequence[Said]:
    """What happened to a claimant, newest first, in the words of the reader's audience.

    Claimants read of themselves what is declared for them; colleagues everything, but restricted facts only where
    they may browse facts. What was stated under an id that became one with this belongs to it. `before` is the id of
    the last fact of the page before; `only` narrows to these kinds.
    """
    own = ids_of("claimant", claimant_id)
    rows = FactRow.objects.filter(claimant_id__in=own) if own[1:] else FactRow.objects.filter(claimant_id=claimant_id)
    if only is not None:
        rows = rows.filter(kind__in=list(only))
    if before is not None:
        rows = rows.filter(id__lt=before)
    # What is hidden is left out by the database, so that a page is full as long as there is more.
    if actor.kind is ActorKind.CLAIMANT:
        told = [code for code, kind in kinds().items() if kind.claimant is not None]
        rows = rows.filter(kind__in=told, body__isnull=False) if actor.id in own else rows.none()
        return list(_said(rows.order_by("-id")[:most], actor, Audience.CLAIMANT))
    restricted = [code for code, kind in kinds().items() if kind.audience is Audience.RESTRICTED]
    reach = actor.reach("facts.browse")
    if not reach.everywhere:
        rows = rows.filter(~Q(kind__in=restricted) | Q(chain__in=reach.sites))
    return list(_said(rows.order_by("-id")[:most], actor, Audience.STAFF))


def browse(wanted: Wanted, actor: Actor, *, most: int = PAGE) -> Sequence[Said]:
    """Who did what, where and when, newest first or oldest first, as far as the right to browse facts reaches."""
    # By id alone: in either direction this reads the key of each month and sorts nothing.
    rows = _wanted(wanted, actor).order_by("id" if wanted.oldest_first else "-id")
    return list(_said(rows[:most], actor, Audience.STAFF))


def everything(wanted: Wanted, actor: Actor, *, page: int = 2000) -> Iterator[Said]:
    """All that `browse` would show, page by page, for a download."""
    after = wanted.after
    while True:
        found = browse(dataclasses.replace(wanted, after=after), actor, most=page)
        yield from found
        if len(found) < page:
            return
        after = found[-1].id


def _wanted(wanted: Wanted, actor: Actor) -> QuerySet[FactRow]:
    reach = actor.reach("facts.browse")
    rows = FactRow.objects.all() if reach.everywhere else FactRow.objects.filter(chain__in=reach.sites)
    if wanted.site_id is not None:
        rows = rows.filter(chain=wanted.site_id)
    if wanted.first is not None:
        start = day_bounds(wanted.first)[0]
        rows = rows.filter(at__gte=start, month__gte=start.date().replace(day=1))
    if wanted.last is not None:
        end = day_bounds(wanted.last)[1]
        rows = rows.filter(at__lt=end, month__lte=end.date())
    if wanted.by_colleague is not None:
        rows = rows.filter(by_kind=ActorKind.COLLEAGUE.value, by_id=wanted.by_colleague)
    if wanted.kinds:
        rows = rows.filter(Q(kind__in=wanted.kinds))
    if wanted.after is not None:
        rows = rows.filter(id__gt=wanted.after) if wanted.oldest_first else rows.filter(id__lt=wanted.after)
    return rows


def _said(rows: Iterable[FactRow], actor: Actor, audience: Audience) -> Iterator[Said]:
    pairs = [(row, _fact(row)) for row in rows]
    names = names_for(_ids(pairs), actor)
    terms = {kind for _, stated in pairs if stated for kind in stated.terms.values()}
    histories = histories_of(terms)
    # What a claimant reads of themselves is no secret to them.
    hidden = hidden_from(actor, terms) if audience is Audience.STAFF else {}
    for row, stated in pairs:
        yield Said(
            id=row.id,
            at=row.at,
            kind=row.kind,
            text=_sentence(row, stated, names, histories, hidden, audience),
            by=_by(row, names),
            by_id=row.by_id,
            site_id=None if row.chain == NATIONAL else row.chain,
            claimant_id=row.claimant_id,
            number=row.number,
            act_id=str(row.act_id),
            caused_by=row.caused_by,
            fact=stated,
        )


def _fact(row: FactRow) -> Fact | None:
    if row.body is None:
        return None
    site = None if row.chain == NATIONAL else row.chain
    return from_body(row.kind, row.body, site_id=site, claimant_id=row.claimant_id)


def _ids(pairs: Sequence[tuple[FactRow, Fact | None]]) -> dict[str, set[int]]:
    wanted: dict[str, set[int]] = {"colleague": set(), "claimant": set(), "site": set()}
    for row, stated in pairs:
        if row.by_id is not None:
            wanted.setdefault(row.by_kind, set()).add(row.by_id)
        if row.claimant_id is not None:
            wanted["claimant"].add(row.claimant_id)
        if row.chain != NATIONAL:
            wanted["site"].add(row.chain)
        for field, kind in (stated.names if stated else {}).items():
            one = getattr(stated, field)
            if one is not None:
                wanted.setdefault(kind, set()).add(one)
    return wanted


def _sentence(
    row: FactRow,
    stated: Fact | None,
    names: Mapping[tuple[str, int], str],
    histories: Mapping[str, History],
    hidden: Mapping[str, Hidden],
    audience: Audience,
) -> str:
    if stated is None:
        return f"Something of an older kind happened ({row.kind})."
    template = stated.sentence(audience)
    words: dict[str, Any] = {
        field.name: _word(stated, field.name, getattr(stated, field.name)) for field in dataclasses.fields(stated)
    }
    for field, kind in stated.names.items():
        one = getattr(stated, field)
        words[field.removesuffix("_id")] = names.get((kind, one), "nobody") if one is not None else "nobody"
    for field, kind in stated.terms.items():
        may_read, instead = hidden.get(kind, (None, ""))
        known = may_read is None or may_read(stated)
        word = called_on(histories[kind], getattr(stated, field), local_day(row.at)) if known else instead
        word = translation.gettext(word) if word and audience is Audience.CLAIMANT else word
        words[field] = word if f"“{{{field}}}”" in template else in_sentence(word)
    words["by"] = _by(row, names)
    words["claimant"] = names.get(("claimant", row.claimant_id or 0), "a claimant")
    words["site"] = names.get(("site", row.chain), "the service")
    sentence = template.format(**words)
    return sentence[:1].upper() + sentence[1:]


def in_sentence(name: str) -> str:
    """A name as it stands inside a sentence: “work-search review”, but “CV workshop”."""
    first = name.partition(" ")[0]
    return name if any(sign.isupper() for sign in first[1:]) else name[:1].lower() + name[1:]


def _word(stated: Fact, name: str, value: Any) -> Any:
    if name in stated.words:
        return stated.words[name].get(value, value)
    if isinstance(value, datetime):
        local = value.astimezone(LOCAL)
        return f"{translation.gettext(local.strftime('%a'))} {local.day} {local.strftime('%b')}, {local:%H:%M}"
    if isinstance(value, date):
        return f"{value.day} {value.strftime('%b %Y')}"
    if value is None:
        return "none"
    return value


def _by(row: FactRow, names: Mapping[tuple[str, int], str]) -> str:
    if row.by_kind == ActorKind.SYSTEM:
        return "Upton"
    return names.get((row.by_kind, row.by_id or 0), f"a {row.by_kind}")
