"""The pages of evidence: scan it, give a receipt, see what somebody brought, open a document."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from upton.claimants import queries as claimants
from upton.claimants.operations import look_at
from upton.evidence import operations, queries, rules, scanning
from upton.evidence.forms import RETURNED, ScanForm
from upton.foundation import clock
from upton.foundation.once import once
from upton.foundation.refusals import Refused
from upton.foundation.requests import Request
from upton.organisation import queries as organisation
from upton.pages.fields import Form
from upton.pages.frame import REFUSED, tell
from upton.pages.uploads import bounded
from upton.policy import dated

LIMITS = [one.values for one in dated.entries("evidence_limits")]


def evidence_of(request: Request, claimant_id: int) -> HttpResponse:
    """What a claimant brought, the latest first."""
    actor, now = request.actor, clock.now()
    one = look_at(claimant_id, by=actor, now=now)
    context = {
        "claimant": one,
        "person": claimants.person_bar(one, clock.local_day(now)),
        "receipts": queries.receipts_of(actor, one, now=now),
        "may_take": actor.reach("evidence.take").covers(one.site_id),
        "topic": f"claimant:{one.pk}",
    }
    return render(request, "evidence/of_claimant.jinja", context)


@bounded(max(one["file_bytes"] for one in LIMITS), in_all=max(one["all_bytes"] for one in LIMITS))
def take(request: Request, claimant_id: int) -> HttpResponse:
    """Scan what somebody brought; the receipt comes next."""
    actor, now = request.actor, clock.now()
    one = look_at(claimant_id, by=actor, now=now)
    sent = request.method == "POST"
    form = ScanForm(
        request.POST if sent else None, request.FILES if sent else None, day=clock.local_day(now),
        initial={"originals": RETURNED},
    )  # fmt: skip
    if form.is_valid():
        asked = form.cleaned_data
        try:
            receipt = once(
                form.key,
                operations.take,
                claimant=one,
                kind=asked["kind"],
                scans=operations.examine(form.sent(), now=now),
                returned=asked["originals"] == RETURNED,
                by=actor,
                now=now,
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            undo = reverse("evidence:take_back", args=[receipt.pk])
            tell(request, f"What {one.addressed_as} brought is scanned.", undo=undo)
            return redirect("evidence:receipt", receipt.pk)
    context = {
        "claimant": one,
        "person": claimants.person_bar(one, clock.local_day(now)),
        "form": form,
        "again": sent,
        "no_scanner": not scanning.is_set() and actor.may("organisation.site"),
    }
    return render(request, "evidence/take.jinja", context, status=422 if form.errors else 200)


def receipt(request: Request, receipt_id: int) -> HttpResponse:
    """The receipt to print: everything they brought to the site on that day."""
    actor, now = request.actor, clock.now()
    one = queries.receipt_for(actor, receipt_id)
    lines = queries.of_that_day(actor, one, now=now)
    day = clock.local_day(one.taken_at)
    context = {
        "claimant": one.claimant,
        "receipt": one,
        "lines": lines,
        "day": day,
        "site": organisation.period_on(one.site_id, day),
        "may_take": actor.reach("evidence.take").covers(one.claimant.site_id),
    }
    return render(request, "evidence/receipt.jinja", context)


def take_back(request: Request, receipt_id: int) -> HttpResponse:
    """Take back a scan that was a slip."""
    one = queries.receipt_for(request.actor, receipt_id)
    try:
        once(Form(request.POST).key, operations.take_back, receipt=one, by=request.actor, now=clock.now())
    except Refused as refused:
        tell(request, refused.sentence, kind=REFUSED)
    else:
        tell(request, f"The scan is taken back: nothing of it is kept for {one.claimant.addressed_as}.")
    return redirect("evidence:of_claimant", one.claimant_id)


def download(request: Request, evidence_id: int) -> HttpResponse:
    """One document, to be saved and never shown within a page of the service; each look is a fact."""
    one = queries.document_for(request.actor, evidence_id)
    content = queries.content_of(one)
    try:
        if content is None:
            rules.require_there(one.receipt.taken_back_at)
        operations.open_document(evidence=one, by=request.actor, now=clock.now())
    except Refused as refused:
        tell(request, refused.sentence, kind=REFUSED)
        return redirect("evidence:of_claimant", one.receipt.claimant_id)
    answer = HttpResponse(content, content_type=one.content_type)
    answer["Content-Disposition"] = f'attachment; filename="{queries.saved_as(one)}"'
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "no-store"
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer
