"""What a merge would move, what stands against it, and what differs: two records side by side (CLM-1)."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection

from upton.claimants.models import Claimant, ClaimantName, ClaimantTelephone, Merge, NameKind
from upton.claimants.models.relations import How, Two, obstacles, relations
from upton.claimants.queries.details import language_name, telephones_of
from upton.claimants.queries.needs import contact_of
from upton.claimants.rules import age_on
from upton.claimants.rules.contact import warnings
from upton.claimants.rules.merging import LABELS, NUMBER, NUMBERS, OTHER, PARTS, RESTRICTED, SURVIVOR, differing
from upton.foundation.actors import Actor
from upton.foundation.names import names_for
from upton.pages import words as said

COMPARED = (*dict.fromkeys(field for fields in PARTS.values() for field in fields),)


@dataclass(frozen=True, slots=True)
class Question:
    """A part of the record that differs, with what stands in each, and the question if nobody may leave it open."""

    code: str
    label: str
    options: Sequence[tuple[str, str]]
    asked: bool


@dataclass(frozen=True, slots=True)
class Preview:
    """What merging would do: how much moves, in words; what stands against it; what is to be chosen."""

    moves: Sequence[str]
    against: Sequence[str]
    cautions: Sequence[str]
    questions: Sequence[Question]
    rows: Sequence[Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class MergeLine:
    """A merge as pages show it: which record it was, when and by whom, and what an undo did."""

    id: int
    survivor_id: int
    other_id: int
    reference: str
    at: datetime
    by: str
    moves: Sequence[str]
    undone_at: datetime | None
    undone_by: str
    undone: Sequence[str]


def preview(survivor: Claimant, other: Claimant, *, now: datetime, today: date, sites: Mapping[int, str]) -> Preview:
    """What merging `other` into `survivor` would do, as both stand now. At most ten questions to the database."""
    known = differing(_values(survivor), _values(other))
    return Preview(
        moves=counted(counts(other.pk)),
        against=obstacles(Two(survivor, other, now)),
        cautions=_cautions(survivor, other, known),
        questions=[_question(code, survivor, other) for code in known],
        rows=side_by_side(survivor, other, today=today, sites=sites),
    )


def _cautions(survivor: Claimant, other: Claimant, known: Collection[str]) -> list[str]:
    found = [NUMBERS] if NUMBER in known else []
    return [*found, RESTRICTED] if survivor.is_restricted != other.is_restricted else found


def counts(claimant_id: int) -> dict[str, int]:
    """How many rows of each relation that is told stand under a claimant; one query."""
    told = [one for one in relations() if one.how is How.MOVES and one.words]
    parts = [
        f"select {place}, count(*) from {one.model._meta.db_table} where {one.column} = %s"  # noqa: S608 (declared)
        for place, one in enumerate(told)
    ]
    with connection.cursor() as cursor:
        cursor.execute(" union all ".join(parts), [claimant_id] * len(parts))
        found = dict(cursor.fetchall())
    return {one.label: found[place] for place, one in enumerate(told) if found[place]}


def counted(found: Mapping[str, int]) -> list[str]:
    """Numbers of rows by relation, in words: "12 appointments"."""
    return [said.count(found[one.label], *one.words) for one in relations() if one.words and found.get(one.label)]


def side_by_side(
    one: Claimant, other: Claimant, *, today: date, sites: Mapping[int, str]
) -> Sequence[Mapping[str, str]]:
    """What stands in two records under the same labels, for a page that marks what differs; nothing neither holds.

    They come with their names and telephones, as `two_for` asks for them.
    """
    left, right = (_shown(claimant, today, sites) for claimant in (one, other))
    known = [label for label in left if left[label] or right[label]]
    return [{"label": label, "left": left[label], "right": right[label]} for label in known]


def _shown(claimant: Claimant, today: date, sites: Mapping[int, str]) -> dict[str, str]:
    died = f", died {said.born(claimant.died_on)}" if claimant.died_on else ""
    return {
        "Full name": claimant.name,
        "How to address them": claimant.known_as,
        "Other names": ", ".join(one.name for one in claimant.names.all() if one.kind != NameKind.CURRENT),
        "Date of birth": f"{said.born(claimant.born)} ({age_on(claimant.born, claimant.died_on or today)}{died})",
        "National Insurance number": claimant.national_insurance_number or "",
        "Telephone": ", ".join(said.telephone(one.number) for one in telephones_of(claimant)),
        "E-mail": claimant.email,
        "Address": _lines(claimant.address, claimant.postcode),
        "Post goes to": _lines(claimant.post_to, claimant.post_address, claimant.post_postcode),
        "How not to reach them": ", ".join(warnings(contact_of(claimant))),
        "Language": language_name(claimant.language),
        "Jobcentre": sites.get(claimant.site_id, ""),
        "Own coach": claimant.coach.name if claimant.coach else "",
        "Reference": claimant.reference,
        "Registered": said.moment(claimant.registered_at),
    }


def _lines(*parts: str) -> str:
    return ", ".join(" ".join(part.split()) for part in parts if part)


def _values(claimant: Claimant) -> dict[str, Any]:
    return {field: getattr(claimant, field) for field in COMPARED}


def _question(code: str, survivor: Claimant, other: Claimant) -> Question:
    options = [(SURVIVOR, _in_words(code, survivor)), (OTHER, _in_words(code, other))]
    return Question(code, LABELS[code], options, asked=code == NUMBER)


def _in_words(code: str, claimant: Claimant) -> str:
    if code == "born":
        return said.born(claimant.born)
    if code == "language":
        return language_name(claimant.language) + (", with an interpreter" if claimant.interpreter else "")
    values = [str(getattr(claimant, field) or "") for field in PARTS[code] if field != "sort_key"]
    return _lines(*values)


def merge_for(actor: Actor, merge_id: int) -> Merge:
    """One merge of records that the actor may see. Raises Merge.DoesNotExist."""
    return Merge.objects.visible_to(actor).select_related("survivor", "other").get(pk=merge_id)


def merges_of(actor: Actor, claimant_id: int) -> Sequence[MergeLine]:
    """The records that were merged into a claimant's, the latest first; two queries, one where there are none."""
    rows = Merge.objects.visible_to(actor).standing().filter(other__merged_into=claimant_id).select_related("other")
    return merge_lines(list(rows.order_by("-at", "-pk")), actor)


def merge_lines(merges: Sequence[Merge], actor: Actor) -> list[MergeLine]:
    """Merges in words."""
    people = {who for one in merges for who in (one.by_id, one.undone_by_id) if who}
    names = names_for({"colleague": people}, actor) if people else {}
    return [_line(one, names) for one in merges]


def _line(one: Merge, names: Mapping[tuple[str, int], str]) -> MergeLine:
    return MergeLine(
        id=one.pk,
        survivor_id=one.survivor_id,
        other_id=one.other_id,
        reference=one.other.reference,
        at=one.at,
        by=names.get(("colleague", one.by_id or 0), "Upton"),
        moves=counted({label: len(ids) for label, ids in one.moved.items()}),
        undone_at=one.undone_at,
        undone_by=names.get(("colleague", one.undone_by_id or 0), "Upton"),
        undone=said_of_undoing(one),
    )


def said_of_undoing(merge: Merge) -> list[str]:
    """What an undo did, in sentences; nothing before."""
    if not merge.undone:
        return []
    back, stays, kept = counted(merge.undone["back"]), counted(merge.undone["stays"]), merge.undone["kept"]
    holder = f"record {merge.undone['reference']}"
    found = [f"What went back: {', '.join(back) or 'the details alone'}."]
    if stays:
        found.append(f"What was written after the merge stays with {holder}: {', '.join(stays)}. Look whose it is.")
    if kept:
        labels = ", ".join(_in_words_of(kept))
        found.append(f"Changed since the merge, and so left in {holder} as it stands: {labels}. Look if it is right.")
    if stricter := merge.undone.get("stricter"):
        labels = ", ".join(_in_words_of(stricter))
        found.append(f"Said since the merge, and so it holds in both: {labels}. Lift it where it does not belong.")
    return found


def _in_words_of(columns: Sequence[str]) -> list[str]:
    words = {field: LABELS[code] for code, fields in PARTS.items() for field in fields}
    more = {
        "unsafe": "How to reach them safely", "safe_times": "How to reach them safely", "ask_for": "Whom to ask for",
        "access": "What they need", "restricted_as": "Who may open the record", "coach_id": "Own coach",
        "died_on": "Death", "telephones": "Telephone numbers not to be used",
        f"{ClaimantTelephone._meta.label}.claimant_id": "Telephone numbers",
        f"{ClaimantName._meta.label}.claimant_id": "Other names",
    }  # fmt: skip
    return list(dict.fromkeys((words | more).get(one, one) for one in columns))
