"""Registers of sites: the list of them, uploading one, what it would change, and applying it."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from upton.engines.register.listing import MOST_BYTES
from upton.foundation.refusals import reason_against
from upton.foundation.requests import Request
from upton.organisation import access, operations, queries
from upton.organisation.forms.registers import COMPLETE, PART, SettingsForm, UploadForm
from upton.organisation.models import Register, RegisterState
from upton.organisation.queries import Reckoned
from upton.organisation.register_words import PROBLEMS as PROBLEM_WORDS
from upton.organisation.register_words import worst_first
from upton.organisation.views.sending import posted, say_refused, send, today
from upton.pages.downloads import as_csv
from upton.pages.fields import Form
from upton.pages.frame import tell
from upton.pages.uploads import bounded

PAGE = 50


@bounded(MOST_BYTES)
def registers(request: Request) -> HttpResponse:
    """The drafts, the registers that were applied, and the form that uploads one."""
    files = request.FILES if request.method == "POST" else None
    form = UploadForm(posted(request), files, initial={"as_of": today()})
    if form.is_valid():
        file = form.cleaned_data["file"]
        sent = send(
            request,
            form,
            operations.upload_register,
            content=file.read(),
            filename=file.name,
            **form.settings(),
        )
        if sent:
            return redirect("organisation:register", sent.made.pk)
    context = {
        "form": form,
        "drafts": queries.draft_registers(request.actor),
        "applied": queries.applied_registers(request.actor),
    }
    return render(request, "organisation/registers.jinja", context, status=422 if form.errors else 200)


def register(request: Request, register_id: int) -> HttpResponse:
    """One register: what it would change, or what it did."""
    one = queries.register_for(request.actor, register_id)
    return _page(request, one)


def _page(
    request: Request, one: Register, *, form: Form | None = None, settings: SettingsForm | None = None
) -> HttpResponse:
    if one.state is not RegisterState.DRAFT:
        context = {"register": queries.line_of_register(one), "outcome": one.outcome, "kinds": queries.kind_words()}
        return render(request, "organisation/register_done.jinja", context)
    reckoned = queries.reckon(one, today())
    counts = queries.plan_counts(reckoned)
    show = request.GET.get("show", "")
    show = show if any(count.show == show for count in counts) else queries.first_shown(counts)
    place = request.GET.get("from", "")
    start = int(place) if place.isascii() and place.isdigit() and len(place) < 6 else 0
    initial = {"as_of": one.as_of, "covers": COMPLETE if one.complete else PART}
    settings = settings or SettingsForm(initial=initial, version=one.version)
    bad = any(sent is not None and sent.is_bound and sent.errors for sent in (form, settings))
    context = {
        "register": queries.line_of_register(one),
        "reckoned": reckoned,
        "counts": counts,
        "current": next((count for count in counts if count.show == show), None),
        "shown": _shown(reckoned, show, start),
        "more": f"?show={show}&from={start + PAGE}" if _length(reckoned, show) > start + PAGE else None,
        "before": f"?show={show}&from={max(0, start - PAGE)}" if start else None,
        "pending": len(queries.pending(reckoned)),
        "form": form or Form(),
        "settings": settings,
        "against": _against(request, reckoned),
        "few": queries.covers_little(reckoned),
        "problem_words": PROBLEM_WORDS,
    }
    return render(request, "organisation/register.jinja", context, status=422 if bad else 200)


def _shown(reckoned: Reckoned, show: str, start: int) -> dict[str, Any]:
    """The lines of the list that is shown: entries, offices without a district, or what is wrong with lines."""
    if show == queries.PROBLEMS:
        return {"problems": worst_first(reckoned.listing.problems)[start : start + PAGE]}
    if show == queries.UNPLACED:
        return {"unplaced": reckoned.unplaced[start : start + PAGE]}
    entries = queries.entries_shown(reckoned, show)[start : start + PAGE]
    return {"entries": queries.plan_lines(reckoned, entries)}


def _length(reckoned: Reckoned, show: str) -> int:
    if show == queries.PROBLEMS:
        return len(reckoned.listing.problems)
    if show == queries.UNPLACED:
        return len(reckoned.unplaced)
    return len(queries.entries_shown(reckoned, show))


def _against(request: Request, reckoned: Reckoned) -> str | None:
    """Why this person can't apply the list as it stands, or None."""
    beyond = queries.beyond_reach(reckoned, request.actor.reach("sites.import"), today())
    return reason_against(access.require_register_here, request.actor, beyond=beyond) or reason_against(
        operations.require_day, reckoned
    )


def set_register(request: Request, register_id: int) -> HttpResponse:
    """Another day from which a draft holds, or other words about what it covers."""
    one = queries.register_for(request.actor, register_id)
    form = SettingsForm(request.POST)
    if form.is_valid() and send(
        request, form, operations.set_register, register=one, version=form.version, **form.settings()
    ):
        tell(request, "Held against what is recorded anew.")
        return redirect("organisation:register", one.pk)
    return _page(request, one, settings=form)


def apply_register(request: Request, register_id: int) -> HttpResponse:
    """Carry the draft out as it was shown."""
    one = queries.register_for(request.actor, register_id)
    form = Form(request.POST)
    if send(request, form, operations.apply_register, register=one, shown=request.POST.get("shown", "")):
        return redirect("organisation:register", one.pk)
    return _page(request, queries.register_for(request.actor, register_id), form=form)


def drop_register(request: Request, register_id: int) -> HttpResponse:
    """Put a draft aside."""
    return _do(request, register_id, restore=False)


def restore_register(request: Request, register_id: int) -> HttpResponse:
    """Take a dropped draft up again."""
    return _do(request, register_id, restore=True)


def _do(request: Request, register_id: int, *, restore: bool) -> HttpResponse:
    one = queries.register_for(request.actor, register_id)
    form = Form(request.POST)
    do = operations.restore_register if restore else operations.drop_register
    if not send(request, form, do, register=one):
        say_refused(request, form)
        return redirect("organisation:register", one.pk)
    if restore:
        return redirect("organisation:register", one.pk)
    tell(request, f"{one.filename} is dropped.", undo=reverse("organisation:restore_register", args=[one.pk]))
    return redirect("organisation:registers")


def register_download(request: Request, register_id: int) -> HttpResponse | StreamingHttpResponse:
    """The whole plan as CSV; its decisions can be filled in and given back on the command line."""
    one = queries.register_for(request.actor, register_id)
    if one.state is not RegisterState.DRAFT:
        return _page(request, one)
    return as_csv(f"plan-{one.pk}", queries.PLAN_HEADS, queries.plan_rows(queries.reckon(one, today())))
