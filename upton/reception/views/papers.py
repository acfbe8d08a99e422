"""Papers given at the desk: proof of attendance, travel refunds with their slips, and the refunds of a day."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from upton.foundation import clock
from upton.foundation.clock import LOCAL
from upton.foundation.once import once
from upton.foundation.refusals import Refused, reason_against
from upton.foundation.requests import Request
from upton.foundation.sorting import sort_key
from upton.organisation import queries as organisation
from upton.pages.downloads import as_csv
from upton.pages.frame import tell
from upton.pages.sorting import Column, arranged
from upton.reception import operations, queries
from upton.reception.forms.papers import DayFilter, RefundForm
from upton.reception.queries import RefundLine
from upton.reception.rules import require_undoable
from upton.reception.rules.papers import pounds
from upton.reception.views.doing import do, page_status


def give_proof(request: Request, visit_id: int) -> HttpResponse:
    """Give somebody a letter that they were here; it is printed next."""
    one = queries.visit_for(request.actor, visit_id)
    proof = do(request, operations.give_proof, "The letter is ready to print.", visit=one)
    if proof is None:
        return redirect("reception:visit", visit_id)
    return redirect("reception:proof", proof.pk)


def proof(request: Request, proof_id: int) -> HttpResponse:
    """The letter to print."""
    one = queries.proof_for(request.actor, proof_id)
    line, now = queries.line_of(one.visit, request.actor), clock.now()
    known = one.visit.claimant if queries.is_named(line) else None
    context = {
        "proof": one,
        "line": line,
        "name": known.name if known else line.name,
        "site": organisation.period_on(one.visit.site_id, one.visit.day),
        "may_take_back": one.taken_back_at is None and reason_against(require_undoable, one.given_at, now=now) is None,
    }
    return render(request, "reception/proof.jinja", context)


def take_proof_back(request: Request, proof_id: int) -> HttpResponse:
    """Take a letter back that was a slip."""
    one = queries.proof_for(request.actor, proof_id)
    do(request, operations.take_proof_back, "The letter is taken back. Tear up what was printed.", proof=one)
    return redirect("reception:visit", one.visit_id)


def refund(request: Request, visit_id: int) -> HttpResponse:
    """Work out what somebody gets back for the way, and pay it."""
    actor, now = request.actor, clock.now()
    one = queries.visit_for(actor, visit_id)
    line, today = queries.line_of(one, actor), clock.local_day(now)
    form = RefundForm(request.POST if request.method == "POST" else None, day=today)
    if form.is_valid():
        asked = form.cleaned_data
        try:
            made = once(
                form.key, operations.refund_travel, visit=one, how=asked["how"], miles=asked["miles"],
                paid=asked["paid"], seen="seen" in asked["seen"], by=actor, now=now,
            )  # fmt: skip
        except Refused as refused:
            form.refuse(refused)
        else:
            undo = reverse("reception:take_refund_back", args=[made.pk])
            tell(request, f"{pounds(made.amount_pence)} is paid back to {line.name}.", undo=undo)
            return redirect("reception:refund_slip", made.pk)
    context = {"form": form, "line": line, "given": queries.refund_of(one), "pounds": pounds}
    return render(request, "reception/refund.jinja", context, status=page_status(form))


def refund_slip(request: Request, refund_id: int) -> HttpResponse:
    """The slip to print, and how the amount was worked out."""
    one = queries.refund_for(request.actor, refund_id)
    visit, now = one.visit, clock.now()
    context = {
        "refund": one,
        "line": queries.line_of(visit, request.actor),
        "worked": queries.worked_out(one),
        "site": organisation.period_on(visit.site_id, visit.day),
        "pounds": pounds,
        "may_take_back": one.taken_back_at is None
        and reason_against(require_undoable, one.given_at, now=now) is None
        and request.actor.reach("reception.check_in").covers(visit.site_id),
    }
    return render(request, "reception/refund_slip.jinja", context)


def take_refund_back(request: Request, refund_id: int) -> HttpResponse:
    """Take a refund back that was a slip."""
    one = queries.refund_for(request.actor, refund_id)
    words = f"The refund of {pounds(one.amount_pence)} is taken back. Take the slip and the money back too."
    do(request, operations.take_refund_back, words, refund=one)
    return redirect("reception:visit", one.visit_id)


REFUNDS: Mapping[str, Column[RefundLine]] = {
    "who": Column("Who", lambda one: sort_key(one.name)),
    "time": Column("Time", lambda one: (one.given_at, one.id)),
    "how": Column("How they came", lambda one: one.how),
    "miles": Column("Miles", lambda one: float(one.miles or 0), numeric=True),
    "paid": Column("Paid back", lambda one: one.pence, numeric=True),
    "by": Column("By", lambda one: sort_key(one.by)),
}


def refunds(request: Request) -> HttpResponse:
    """The refunds of a day at the site where one works, with their total."""
    form, day = _asked(request)
    every = queries.refunds_on(request.actor, site_id=request.actor.here, day=day)
    lines, columns, order = arranged(every, REFUNDS, request.GET, usual="time")
    context = {
        "form": form,
        "day": day,
        "lines": lines,
        "columns": columns,
        "total": pounds(sum(one.pence for one in lines)),
        "pounds": pounds,
        "download": reverse("reception:refunds_download") + f"?day={day.isoformat()}&sort={order.wish}",
    }
    return render(request, "reception/refunds.jinja", context, status=422 if form.errors else 200)


def refunds_download(request: Request) -> HttpResponse | StreamingHttpResponse:
    """The refunds of a day as CSV, for the accounts."""
    try:
        day = date.fromisoformat(request.GET.get("day", ""))
    except ValueError:
        day = clock.local_day(clock.now())
    every = queries.refunds_on(request.actor, site_id=request.actor.here, day=day)
    lines, _, _ = arranged(every, REFUNDS, request.GET, usual="time")
    rows: list[list[object]] = [
        [
            f"{one.given_at.astimezone(LOCAL):%H:%M}",
            one.reference,
            one.name,
            one.how,
            one.miles,
            f"{one.pence / 100:.2f}",
            one.by,
        ]
        for one in lines
    ]
    rows.append(["Total", "", "", "", "", f"{sum(one.pence for one in lines) / 100:.2f}", ""])
    heads = ["Given at", "Reference", "Name", "How they came", "Miles", "Pounds", "By"]
    return as_csv(f"travel-refunds-{day.isoformat()}", heads, rows)


def _asked(request: Request) -> tuple[DayFilter, date]:
    today = clock.local_day(clock.now())
    form = DayFilter(request.GET if "day" in request.GET else None, initial={"day": today})
    asked = form.cleaned_data.get("day") if form.is_valid() else None
    return form, asked or today
