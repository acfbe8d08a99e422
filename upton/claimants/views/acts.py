"""What happens to a whole record: somebody speaks for them, it is restricted or opened, they died."""

from __future__ import annotations

from collections.abc import Iterator

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from upton.claimants import operations, queries
from upton.claimants.forms import DeathForm, OpenForm, RepresentativeForm, RestrictForm
from upton.claimants.rules.opening import kinds_of_restriction
from upton.claimants.views.showing import page_of, posted, record_for, say_refused, send, today
from upton.foundation.addresses import number_in
from upton.foundation.requests import Request
from upton.pages.downloads import as_csv
from upton.pages.fields import Form
from upton.pages.frame import tell
from upton.pages.sorting import sort_column, sorted_by
from upton.pages.words import born, clock_time

NOBODY = "No record has this number or full name, and date of birth. Check both, or search for the person."

OPENED = {"when": "When", "who": "Who", "record": "Record", "reason": "Reason"}


def representative(request: Request, claimant_id: int) -> HttpResponse:
    """Let somebody speak for a claimant."""
    one = record_for(request, claimant_id)
    form = RepresentativeForm(posted(request), version=one.version, day=today())
    typed = form.cleaned_data if form.is_valid() else {}
    sent = send(request, form, operations.let_represent, claimant=one, **typed, version=form.version)
    if sent:
        tell(request, f"{typed['name']} may speak for {one.addressed_as}.")
        return redirect("claimants:details", one.pk)
    return page_of(request, one, form, "Somebody who speaks for them", "Record who speaks for them", sent)


def end_representative(request: Request, claimant_id: int, representative_id: int) -> HttpResponse:
    """Let somebody speak for a claimant no more."""
    one = record_for(request, claimant_id)
    row = queries.representative_for(one, representative_id)
    form = Form(request.POST)
    if send(request, form, operations.end_representing, representative=row):
        tell(request, f"{row.name} no longer speaks for {one.addressed_as}.")
    else:
        say_refused(request, form)
    return redirect("claimants:details", one.pk)


def death(request: Request, claimant_id: int) -> HttpResponse:
    """Record a death, or take one back that was recorded for the wrong person."""
    one = record_for(request, claimant_id)
    if one.died_on is not None:
        return _take_back(request, claimant_id)
    form = DeathForm(posted(request), version=one.version, day=today())
    typed = form.cleaned_data if form.is_valid() else {}
    sent = send(request, form, operations.record_death, claimant=one, **typed, version=form.version)
    if sent:
        tell(request, f"The death of {one.addressed_as} is recorded. Nothing is sent to them any more.")
        return redirect("desk:claimant", one.pk)
    effects = [
        "Every appointment to come is cancelled, and nothing is sent about it.",
        "No letter, text, e-mail or message goes out to them any more.",
        "Their record stays as it is. If it was another person, this is taken back in one act.",
    ]
    return page_of(request, one, form, "They have died", "Record death", sent, effects=effects)


def _take_back(request: Request, claimant_id: int) -> HttpResponse:
    one = record_for(request, claimant_id)
    form = Form(posted(request), version=one.version)
    sent = send(request, form, operations.take_back_death, claimant=one, version=form.version)
    if sent:
        tell(request, f"It is taken back: {one.addressed_as} has not died. Look whether their appointments are right.")
        return redirect("desk:claimant", one.pk)
    text = f"Their death on {born(one.died_on)} is recorded."
    effects = [
        "Messages and letters go out to them again.",
        "Appointments that were cancelled stay cancelled: book them again where they are needed.",
    ]
    return page_of(request, one, form, "It was another person", "Take back the death", sent, text=text, effects=effects)


def restriction(request: Request, claimant_id: int) -> HttpResponse:
    """Restrict a record, or lift the restriction."""
    one = record_for(request, claimant_id)
    if one.is_restricted:
        plain = Form(posted(request), version=one.version)
        sent = send(request, plain, operations.lift, claimant=one, version=plain.version)
        if sent:
            tell(request, f"The record of {one.addressed_as} opens like any other again.")
            return redirect("desk:claimant", one.pk)
        effects = ["Everybody whose right reaches their site sees the record from now on."]
        return page_of(request, one, plain, "Lift the restriction", "Lift restriction", sent, effects=effects)
    form = RestrictForm(posted(request), version=one.version, kinds=kinds_of_restriction(today()))
    typed = form.cleaned_data if form.is_valid() else {}
    sent = send(request, form, operations.restrict, claimant=one, **typed, version=form.version)
    if sent:
        tell(request, "The record is restricted. It opens only with a reason now, to you too.")
        return redirect("desk:start")
    effects = [
        "Nobody sees the record any more, you neither, unless they open it with a reason.",
        "Lists and diaries show “a claimant” in place of the name.",
        "Every opening and every look is recorded, and the managers see who opened it, when and why.",
    ]
    return page_of(request, one, form, "Restrict this record", "Restrict record", sent, effects=effects)


def open_record(request: Request) -> HttpResponse:
    """Open a record that one does not see, with a reason."""
    form = OpenForm(posted(request), day=today())
    if form.is_valid():
        typed = form.cleaned_data
        one = queries.hidden_record(typed["number"], born=typed["born"])
        if one is None:
            form.add_error("number", NOBODY)
        else:
            given = {"reason": typed["reason"], "why": typed["why"]}
            sent = send(request, form, operations.open_record, claimant=one, **given)
            if sent:
                tell(request, f"The record is open to you until {clock_time(sent.made.until)}. Each look is recorded.")
                return redirect("desk:claimant", one.pk)
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "claimants/open.jinja", {"form": form}, status=status)


def opened(request: Request) -> HttpResponse:
    """Records opened with a reason, for whoever answers for those who opened them."""
    after = number_in(request.GET.get("after", ""))
    order = sorted_by(request.GET, OPENED, usual="-when")
    lines = queries.openings(request.actor, sort=order.wish, after=after)
    context = {
        "lines": lines,
        "columns": [sort_column(label, code, order, request.GET) for code, label in OPENED.items()],
        "more": f"?sort={order.wish}&after={lines[-1].id}" if len(lines) == queries.OPENINGS_PAGE else None,
        "download": f"{reverse('claimants:opened_download')}?sort={order.wish}",
        "hints": queries.hints(request.actor) if after is None else [],
    }
    return render(request, "claimants/opened.jinja", context)


def opened_download(request: Request) -> StreamingHttpResponse:
    """Records opened with a reason, as CSV."""
    heads = ["When", "Until", "Who", "Record", "Reference", "Site", "Kind", "Reason", "Why"]
    rows = (
        [o.opened_at, o.until, o.by, o.name, o.reference, o.site, o.kind, o.reason, o.why]
        for o in _every_opening(request)
    )
    return as_csv("opened-records", heads, rows)


def _every_opening(request: Request) -> Iterator[queries.OpeningLine]:
    after: int | None = None
    order = sorted_by(request.GET, OPENED, usual="-when")
    while True:
        lines = queries.openings(request.actor, sort=order.wish, after=after)
        yield from lines
        if len(lines) < queries.OPENINGS_PAGE:
            return
        after = lines[-1].id
