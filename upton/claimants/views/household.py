"""The household: a partner, dependants, a joint claim, a separation."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from upton.claimants import operations, queries
from upton.claimants.forms import DependantForm, PartnerForm, SeparationForm
from upton.claimants.models import Claimant
from upton.claimants.views.showing import page_of, posted, record_for, say_refused, send, today
from upton.foundation.requests import Request
from upton.pages.fields import Form
from upton.pages.frame import tell
from upton.pages.words import telephone


def partner(request: Request, claimant_id: int) -> HttpResponse:
    """Let two claimants live together."""
    one = record_for(request, claimant_id)
    form = PartnerForm(posted(request), version=one.version)
    sent, other = None, None
    if form.is_valid():
        typed = form.cleaned_data
        other = queries.claimant_with_reference(request.actor, typed["reference"])
        if other is None:
            form.add_error(
                "reference", "You see no record with this reference. Check it, or register the partner first."
            )
        else:
            given = {"joint": typed["joint"], "since": typed["since"]}
            sent = send(
                request, form, operations.join_partner, claimant=one, partner=other, **given, version=form.version
            )
            if sent:
                return _done(request, one, f"{one.addressed_as} and {other.addressed_as} live together.")
    text = "Both are claimants: each has a record of their own."
    return page_of(request, one, form, "Partner", "Record partner", sent, text=text)


def joint(request: Request, claimant_id: int) -> HttpResponse:
    """Let partners claim jointly, or each alone."""
    one = record_for(request, claimant_id)
    household = queries.household_of(one, request.actor, today=today())
    form = Form(request.POST)
    turned = not (household and household.joint)
    if send(request, form, operations.set_joint, claimant=one, joint=turned):
        tell(request, "They claim jointly." if turned else "Each claims alone.")
    else:
        say_refused(request, form)
    return redirect("claimants:details", one.pk)


def dependant(request: Request, claimant_id: int) -> HttpResponse:
    """Somebody who depends on a claimant."""
    one = record_for(request, claimant_id)
    form = DependantForm(posted(request), version=one.version)
    typed = form.cleaned_data if form.is_valid() else {}
    sent = send(request, form, operations.add_dependant, claimant=one, **typed, version=form.version)
    if sent:
        return _done(request, one, "The dependant is recorded.")
    return page_of(request, one, form, "Dependant", "Record dependant", sent)


def dependant_left(request: Request, claimant_id: int, member_id: int) -> HttpResponse:
    """A dependant no longer lives in the household."""
    one = record_for(request, claimant_id)
    member = queries.dependant_for(one, member_id)
    form = Form(request.POST)
    if send(request, form, operations.let_dependant_leave, claimant=one, member=member):
        tell(request, "They no longer live in the household.")
    else:
        say_refused(request, form)
    return redirect("claimants:details", one.pk)


def separation(request: Request, claimant_id: int) -> HttpResponse:
    """A separation, with what it closes shown before it is made."""
    one = record_for(request, claimant_id)
    other = queries.partner_of(one)
    if other is None:
        tell(request, f"{one.addressed_as} lives with no partner.", kind="warn")
        return redirect("claimants:details", one.pk)
    household = queries.household_of(one, request.actor, today=today())
    dependants = bool(household and household.dependants)
    form = SeparationForm(posted(request), version=one.version, dependants=dependants)
    keeps = form.cleaned_data.get("keeps", True) if form.is_valid() else True
    sent = send(request, form, operations.separate, claimant=one, keeps_dependants=keeps, version=form.version)
    if sent:
        tell(request, "The separation is recorded. Ask them now how to reach them safely.")
        return redirect(reverse("claimants:safe_contact", args=[one.pk]))
    return page_of(
        request, one, form, "They separated", "Record separation", sent, kind="warn", effects=_closes(one, other)
    )


def _closes(one: Claimant, other: Claimant) -> list[str]:
    shared = queries.shared_between(one, other)
    found = [
        "From this moment nothing of either is shown on the other's page. Tell neither anything about the other.",
        *(
            f"{telephone(number)} is on both records: it is unsafe for both until confirmed."
            for number in shared.numbers
        ),
    ]
    if shared.email:
        found.append("Both have the same e-mail address: nothing is sent to it until one confirms it.")
    if shared.post:
        found.append("Post goes to the same address: nothing is posted until each says where it is safe.")
    if len(found) > 1:
        found.append("Whoever looks after them is to ask each, alone, how to reach them safely.")
    return found


def _done(request: Request, claimant: Claimant, words: str) -> HttpResponse:
    tell(request, words)
    return redirect("claimants:details", claimant.pk)
