"""How a colleague works: what stands, and a change with what it would do to what is booked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse

from upton.diary import access, operations, queries
from upton.diary.forms.types import FromDayForm
from upton.diary.forms.working import (
    LINES,
    OTHER,
    USUAL,
    PatternForm,
    boxes_of,
    days_of,
    like_first_week,
    like_monday,
    lines_of,
    usual_week,
)
from upton.diary.queries import KeptColleague
from upton.diary.rules import patterns
from upton.diary.rules.patterns import MOST_WEEKS, Cycle
from upton.diary.views.sending import allowed, look_first, on, page_of, posted, seen, send, today
from upton.foundation import clock
from upton.foundation.addresses import number_in
from upton.foundation.requests import Request
from upton.organisation import queries as organisation
from upton.pages.frame import tell

KEEP = "diary.keep"


def work(request: Request, colleague_id: int) -> HttpResponse:
    """How a colleague works now and from days to come, drawn and in words, and when they are away."""
    actor, now = request.actor, clock.now()
    kept = queries.colleague_with_diary(actor, colleague_id, right="diary.see", day=today())
    cycles = queries.cycles_from(colleague_id, today())
    reach = actor.reach(KEEP)
    context = {
        "colleague": kept.colleague,
        "patterns": _shown(cycles, kept),
        "away": queries.away_from(actor, now, colleague_ids=[colleague_id]),
        "may": reach.everywhere or bool(reach.sites.intersection(kept.sites)),
        "own": actor.id == colleague_id,
        "sites": kept.sites,
        "today": today(),
    }
    return render(request, "diary/work.jinja", context)


def change_work(request: Request, colleague_id: int) -> HttpResponse:
    """Another pattern from a day on: filled in easily, looked at with what it would do, then made."""
    kept = queries.colleague_with_diary(request.actor, colleague_id, right=KEEP, day=today())
    access.require_keep(request.actor, sites=kept.sites)
    if request.POST.get("fill"):
        return _form_page(request, kept, _filled(request, kept))
    form = _bound(request, kept) if request.method == "POST" else _opened(request, kept)
    if form.is_bound and form.is_valid() and _may_begin(form):
        given = {"starts_on": form.cleaned_data["starts_on"], "until": form.until(), "weeks": form.weeks}
        if not seen(request):
            return _look(request, kept, Cycle(given["starts_on"], form.until(), form.weeks, form.parts()))
        made = send(
            request, form, operations.set_pattern,
            colleague=kept.colleague, parts=form.parts(), version=form.version, **given,
        )  # fmt: skip
        if made:
            tell(request, f"How {kept.colleague.name} works is recorded from {on(given['starts_on'])}.")
            return redirect("diary:work", colleague_id)
    return _form_page(request, kept, form)


def end_work(request: Request, colleague_id: int) -> HttpResponse:
    """No pattern from a day on: the hours of the site hold again."""
    kept = queries.colleague_with_diary(request.actor, colleague_id, right=KEEP, day=today())
    access.require_keep(request.actor, sites=kept.sites)
    version = queries.pattern_version(colleague_id)
    form = FromDayForm(posted(request), initial={"starts_on": today()}, version=version)
    if form.is_valid() and allowed(form, patterns.require_days, form.cleaned_data["starts_on"], None, today=today()):
        day = form.cleaned_data["starts_on"]
        if not seen(request):
            return _look(request, kept, None, since=day)
        if send(request, form, operations.end_pattern, colleague=kept.colleague, starts_on=day, version=form.version):
            tell(request, f"{kept.colleague.name} works the hours of the site from {on(day)}.")
            return redirect("diary:work", colleague_id)
    back = reverse("diary:work", args=[colleague_id])
    return page_of(
        request, "diary/form.jinja", form, title=f"Work the hours of the site: {kept.colleague.name}",
        submit="Look what would change", back=back, trail=kept.colleague.name,
    )  # fmt: skip


def _may_begin(form: PatternForm) -> bool:
    return allowed(form, patterns.require_days, form.cleaned_data["starts_on"], form.until(), today=today())


def _look(request: Request, kept: KeptColleague, cycle: Cycle | None, since: date | None = None) -> HttpResponse:
    since = cycle.since if cycle else since or today()
    until = cycle.until if cycle else None
    outside = queries.bookings_outside(
        request.actor, kept.colleague.pk, cycle, since=since, until=until, now=clock.now()
    )
    return look_first(
        request,
        "diary/work_look.jinja",
        colleague=kept.colleague,
        patterns=_shown([cycle] if cycle else [], kept),
        since=since,
        last_day=until - timedelta(days=1) if until else None,
        outside=outside,
        back=reverse("diary:work", args=[kept.colleague.pk]),
    )


def _shown(cycles: Sequence[Cycle], kept: KeptColleague) -> list[dict[str, Any]]:
    """Patterns in words and as what is drawn of them."""
    words = queries.type_words() if cycles else {}
    sites = organisation.names_on(_sites_in(cycles, kept), today()) if cycles else {}
    return [
        {
            "since": one.since,
            "last_day": one.until - timedelta(days=1) if one.until else None,
            "weeks": one.weeks,
            "rows": queries.rows_of(one, words, sites),
            "drawn": queries.drawn_of(one),
        }
        for one in cycles
    ]


def _form_page(request: Request, kept: KeptColleague, form: PatternForm) -> HttpResponse:
    others = [
        p for p in organisation.posted(kept.sites[0], today(), weekday=False) if p.colleague_id != kept.colleague.pk
    ]
    return page_of(
        request,
        "diary/change_work.jinja",
        form,
        colleague=kept.colleague,
        days=[(name, day) for name, day in days_of(form.weeks)],
        usual={key: request.POST.get(f"usual_{key}", value) for key, value in USUAL.items()},
        others=[(str(p.colleague_id), p.name) for p in others],
        most_weeks=MOST_WEEKS,
        back=reverse("diary:work", args=[kept.colleague.pk]),
    )


def _opened(request: Request, kept: KeptColleague) -> PatternForm:
    cycles = queries.cycles_from(kept.colleague.pk, today())
    return _of(kept, cycles[0] if cycles else None, {"starts_on": today()})


def _of(kept: KeptColleague, cycle: Cycle | None, more: Mapping[str, Any], version: int | None = None) -> PatternForm:
    """An empty form, or one in which a pattern stands as it goes on from today."""
    cycle = patterns.rest_of(cycle, today()) if cycle and cycle.since < today() else cycle
    initial = (boxes_of(cycle) if cycle else {}) | dict(more)
    return PatternForm(
        initial=initial,
        version=queries.pattern_version(kept.colleague.pk) if version is None else version,
        weeks=cycle.weeks if cycle else 1,
        lines=lines_of(cycle) if cycle else LINES,
        **_choices(kept, [cycle] if cycle else []),
    )


def _bound(request: Request, kept: KeptColleague) -> PatternForm:
    weeks, lines = _size(request.POST)
    cycles = queries.cycles_from(kept.colleague.pk, today())
    return PatternForm(request.POST, weeks=weeks, lines=lines, **_choices(kept, cycles))


def _filled(request: Request, kept: KeptColleague) -> PatternForm:
    """The form with what a button on top fills in; nothing is recorded."""
    typed, (weeks, lines) = request.POST.dict(), _size(request.POST)
    fill, version = request.POST["fill"], number_in(typed.get("version", ""))
    if fill == "colleague":
        other = number_in(typed.get("other", "")) or 0
        cycle = queries.patterns_on([other], today()).get(other)
        known = any(p.colleague_id == other for p in organisation.posted(kept.sites[0], today(), weekday=False))
        more = {name: typed.get(name, "") for name in ("starts_on", "last_day")}
        return _of(kept, cycle if known else None, more, version)
    if fill == "usual":
        typed |= usual_week(typed, weeks)
    elif fill == "monday":
        typed |= like_monday(typed, weeks)
    elif fill == "week":
        typed |= like_first_week(typed, weeks)
    elif fill == "more":
        lines += 1
    cycles = queries.cycles_from(kept.colleague.pk, today())
    return PatternForm(initial=typed, version=version, weeks=weeks, lines=lines, **_choices(kept, cycles))


def _size(typed: QueryDict) -> tuple[int, int]:
    return number_in(typed.get("weeks", "")) or 1, number_in(typed.get("lines", "")) or LINES


def _choices(kept: KeptColleague, cycles: Sequence[Cycle]) -> dict[str, list[tuple[str, str]]]:
    """The sites of the colleague first, then those around them; and what a session can be for."""
    own = list(dict.fromkeys(_sites_in(cycles, kept)))
    period = organisation.period_on(kept.sites[0], today())
    near = organisation.site_ids_in(period.district_id, today()) if period and period.district_id else frozenset()
    names = organisation.names_on({*own, *near}, today())
    ordered = [*own, *sorted(near - set(own), key=lambda one: names.get(one, ""))]
    words = queries.type_words()
    several = {"+".join(p.purposes) for c in cycles for p in c.parts if len(p.purposes) > 1}
    kinds = [("", "Any appointment"), (OTHER, "Other work, no appointments"), *words.items()]
    kinds += [(one, " or ".join(words.get(code, code) for code in one.split("+"))) for one in sorted(several)]
    return {"sites": [(str(one), names[one]) for one in ordered if one in names], "purposes": kinds}


def _sites_in(cycles: Sequence[Cycle], kept: KeptColleague) -> list[int]:
    return [*kept.sites, *(part.site_id for cycle in cycles for part in cycle.parts)]
