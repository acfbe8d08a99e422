"""Pages of what is due: one's own list, the sites' list, and one duty."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from upton.duties import operations, queries
from upton.duties.access import require_change, require_take
from upton.duties.forms import HandOverForm, PauseForm
from upton.duties.models import Duty
from upton.duties.queries import DutyLine
from upton.foundation import clock
from upton.foundation.addresses import number_in
from upton.foundation.once import once
from upton.foundation.refusals import Refused, reason_against
from upton.foundation.requests import Request
from upton.organisation import queries as organisation
from upton.pages.downloads import as_csv
from upton.pages.fields import Form
from upton.pages.frame import tell
from upton.pages.sorting import sort_column, sorted_by

COLUMNS = {"what": "What", "when": "When", "from": "From", "site": "Site"}


def mine(request: Request) -> HttpResponse:
    """All that is due from me."""
    return _list(request, queries.due_from, "Due from me", "Nothing is due from you.", "duties:download")


def sites(request: Request) -> HttpResponse:
    """All that is due at the sites I answer for."""
    return _list(
        request, queries.due_at_sites, "Due at my sites", "Nothing is due at your sites.", "duties:sites_download"
    )


def _list(request: Request, ask: Callable[..., object], title: str, empty: str, download: str) -> HttpResponse:
    order = sorted_by(request.GET, queries.SORTS, usual="when")
    after = number_in(request.GET.get("after", ""))
    lines = list(ask(request.actor, now=clock.now(), after=after, sort=order.wish))  # type: ignore[call-overload]
    context = {
        "title": title,
        "lines": lines,
        "empty": empty,
        "columns": [sort_column(label, code, order, request.GET) for code, label in COLUMNS.items()],
        "download": f"{reverse(download)}?sort={order.wish}",
        "more": f"?sort={order.wish}&after={lines[-1].id}" if len(lines) == queries.PAGE else None,
        "topic": ",".join(queries.topics_of(request.actor)),
        "sees_sites": request.actor.may("duties.see_all"),
    }
    return render(request, "duties/list.jinja", context)


def download(request: Request, *, whose: str) -> StreamingHttpResponse:
    """All that is due from me, or at the sites I answer for, as CSV."""
    ask = queries.due_at_sites if whose == "sites" else queries.due_from
    rows = ([o.text, o.reason, o.due_at, o.due, o.owner, o.site] for o in _every(ask, request))
    return as_csv("due", ["What", "Why", "Due at", "In words", "From", "Site"], rows)


def _every(ask: Callable[..., Sequence[DutyLine]], request: Request) -> Iterator[DutyLine]:
    after: int | None = None
    order = sorted_by(request.GET, queries.SORTS, usual="when")
    while True:
        lines = ask(request.actor, now=clock.now(), after=after, sort=order.wish)
        yield from lines
        if len(lines) < queries.PAGE:
            return
        after = lines[-1].id


def duty(request: Request, duty_id: int) -> HttpResponse:
    """One duty: whose, when, and what can be done with it."""
    return _page(request, queries.duty_for(request.actor, duty_id))


def _page(
    request: Request, one: Duty, *, hand: HandOverForm | None = None, wait: PauseForm | None = None
) -> HttpResponse:
    actor, now = request.actor, clock.now()
    context = {
        "duty": one,
        "line": queries.line_of(one, actor, now=now),
        "hand": hand or HandOverForm(people=_people(one)),
        "wait": wait or PauseForm(),
        "may_change": one.done_at is None and reason_against(require_change, actor, one) is None,
        "may_take": one.done_at is None
        and one.colleague_id is None
        and reason_against(require_take, actor, one) is None,
    }
    return render(request, "duties/duty.jinja", context, status=422 if hand or wait else 200)


def _people(one: Duty) -> list[tuple[str, str]]:
    today = clock.local_day(clock.now())
    return [(str(p.colleague_id), p.name) for p in organisation.posted(one.site_id, today, weekday=False)]


def hand_over(request: Request, duty_id: int) -> HttpResponse:
    """Give a duty to another colleague."""
    one = queries.duty_for(request.actor, duty_id)
    form = HandOverForm(request.POST, people=_people(one))
    if form.is_valid():
        to = organisation.colleague_with_id(int(form.cleaned_data["colleague"]))
        try:
            once(form.key, operations.hand_over, duty=one, to=to, by=request.actor, now=clock.now())
        except Refused as refused:
            form.refuse(refused)
        else:
            tell(request, f"Handed over to {to.name}.")
            return redirect("duties:mine")
    return _page(request, one, hand=form)


def pause(request: Request, duty_id: int) -> HttpResponse:
    """Stop the clock, with the reason."""
    one = queries.duty_for(request.actor, duty_id)
    form = PauseForm(request.POST)
    if form.is_valid():
        try:
            once(
                form.key,
                operations.pause,
                duty=one,
                reason=form.cleaned_data["reason"],
                by=request.actor,
                now=clock.now(),
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            tell(request, "The clock is paused.")
            return redirect("duties:duty", one.pk)
    return _page(request, one, wait=form)


def resume(request: Request, duty_id: int) -> HttpResponse:
    """Let the clock run again."""
    one = queries.duty_for(request.actor, duty_id)
    once(Form(request.POST).key, operations.resume, duty=one, by=request.actor, now=clock.now())
    tell(request, "The clock runs again.")
    return redirect("duties:duty", one.pk)


def take(request: Request, duty_id: int) -> HttpResponse:
    """Take a duty on that waits for one's role."""
    one = queries.duty_for(request.actor, duty_id)
    once(Form(request.POST).key, operations.take, duty=one, by=request.actor, now=clock.now())
    tell(request, "This is yours now.")
    return redirect("duties:duty", one.pk)
