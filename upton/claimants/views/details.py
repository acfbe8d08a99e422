"""The parts of a claimant's record, each changed on a page of its own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import redirect, render

from upton.claimants import operations, queries
from upton.claimants.forms import (
    BornForm,
    CoachForm,
    EmailForm,
    NameForm,
    NeedsForm,
    NumberForm,
    OtherNamesForm,
    PostForm,
    SafeContactForm,
    TelephonesForm,
)
from upton.claimants.models import Claimant
from upton.claimants.operations import OtherName
from upton.claimants.views.showing import page_of, posted, record_for, send, today
from upton.foundation.names import names_for
from upton.foundation.requests import Request
from upton.organisation import queries as organisation
from upton.pages.fields import Form
from upton.pages.frame import tell


def details(request: Request, claimant_id: int) -> HttpResponse:
    """Who a claimant is, how to reach them, what they need, who speaks for them: all of it, each with its page."""
    actor, day = request.actor, today()
    one = record_for(request, claimant_id)
    may_change = actor.reach("claimants.register").covers(one.site_id)
    site = names_for({"site": [one.site_id]}, actor)["site", one.site_id]
    context = {
        "claimant": one,
        "person": queries.person_bar(one, day),
        "cards": queries.cards_of(one, today=day, site=site, may_change=may_change),
        "representatives": queries.representatives_of(one, today=day),
        "household": queries.household_of(one, actor, today=day),
        "may_change": may_change,
        "may_give": actor.reach("claimants.coaches").covers(one.site_id),
        "may_restrict": actor.reach("claimants.restrict").covers(one.site_id),
        "restriction": queries.restriction_in_words(one),
        "merged": queries.merged_lately(one),
        "may_merge": actor.reach("claimants.merge").covers(one.site_id),
    }
    return render(request, "claimants/details.jinja", context)


def name(request: Request, claimant_id: int) -> HttpResponse:
    """The name and how to address them."""
    one = record_for(request, claimant_id)
    current = queries.current_name_of(one)
    initial = {
        "name": one.name,
        "known_as": one.known_as,
        "given": current.given if current else "",
        "family": current.family if current else "",
    }
    form = NameForm(posted(request), initial=initial, version=one.version)
    if form.is_valid():
        typed = dict(form.cleaned_data)
        typed["keep_previous"] = typed.pop("why") == "new"
    else:
        typed = {}
    sent = send(request, form, operations.change_name, claimant=one, **typed, version=form.version)
    if sent:
        return _done(request, one, "The name is changed.")
    return page_of(request, one, form, "Name", "Change name", sent)


def other_names(request: Request, claimant_id: int) -> HttpResponse:
    """Names before and beside the current one."""
    one = record_for(request, claimant_id)
    form = OtherNamesForm(posted(request), rows=queries.other_names_of(one), version=one.version)
    names = [OtherName(text, kind) for text, kind in form.names()] if form.is_valid() else []
    sent = send(request, form, operations.set_other_names, claimant=one, names=names, version=form.version)
    if sent:
        return _done(request, one, "The other names are recorded.")
    text = "A search finds them by these names too. Empty a row to delete it."
    return page_of(request, one, form, "Other names", "Record names", sent, text=text)


@dataclass(frozen=True, slots=True)
class Detail:
    """What stands in fields of the record and is changed as it stands: the form, what it does, and its words."""

    form: type[Form]
    do: Callable[..., Claimant]
    fields: tuple[str, ...]
    title: str
    submit: str
    done: str
    text: str = ""


DETAILS = {
    "born": Detail(
        BornForm, operations.correct_birth_date, ("born",),
        "Date of birth", "Correct date of birth", "The date of birth is corrected.",
    ),
    "number": Detail(
        NumberForm, operations.set_national_insurance_number, ("national_insurance_number",),
        "National Insurance number", "Record number", "The National Insurance number is recorded.",
    ),
    "email": Detail(
        EmailForm, operations.set_email, ("email",),
        "E-mail address", "Record e-mail address", "The e-mail address is recorded.",
    ),
    "post": Detail(
        PostForm, operations.set_post_address, ("post_to", "post_address", "post_postcode"),
        "Where post goes", "Record address for post", "Where post goes is recorded.",
        "Leave all of it empty to send post to where they live.",
    ),
}  # fmt: skip


def detail(request: Request, claimant_id: int, which: str) -> HttpResponse:
    """The date of birth, the National Insurance number, the e-mail address, or where post goes."""
    one, part = record_for(request, claimant_id), DETAILS[which]
    initial = {field: getattr(one, field) or "" for field in part.fields}
    form = part.form(posted(request), initial=initial, version=one.version)
    typed = form.cleaned_data if form.is_valid() else {}
    sent = send(request, form, part.do, claimant=one, **typed, version=form.version)
    if sent:
        return _done(request, one, part.done)
    return page_of(request, one, form, part.title, part.submit, sent, text=part.text)


def telephones(request: Request, claimant_id: int) -> HttpResponse:
    """The numbers on which they can be rung."""
    one = record_for(request, claimant_id)
    form = TelephonesForm(posted(request), rows=queries.telephones_of(one), version=one.version)
    numbers = form.numbers() if form.is_valid() else []
    sent = send(request, form, operations.set_telephones, claimant=one, numbers=numbers, version=form.version)
    if sent:
        return _done(request, one, "The telephone numbers are recorded.")
    template = "claimants/telephones.jinja"
    return page_of(request, one, form, "Telephones", "Record telephones", sent, template=template)


def safe_contact(request: Request, claimant_id: int) -> HttpResponse:
    """How to reach them safely."""
    one = record_for(request, claimant_id)
    initial = {"unsafe": one.unsafe, "safe_times": one.safe_times, "ask_for": one.ask_for}
    form = SafeContactForm(posted(request), initial=initial, version=one.version)
    typed = form.cleaned_data if form.is_valid() else {}
    sent = send(request, form, operations.set_safe_contact, claimant=one, **typed, version=form.version)
    if sent:
        return _done(request, one, "How to reach them safely is recorded.")
    doubtful = [one.number for one in queries.telephones_of(one) if not one.safe]
    return page_of(
        request, one, form, "How to reach them safely", "Record safe contact", sent,
        template="claimants/safe_contact.jinja", doubtful=doubtful,
    )  # fmt: skip


def needs(request: Request, claimant_id: int) -> HttpResponse:
    """Language, interpreter, and what they need to use the service."""
    one, day = record_for(request, claimant_id), today()
    initial = {"language": one.language, "interpreter": one.interpreter, "needs": one.access}
    form = NeedsForm(
        posted(request), initial=initial, version=one.version,
        languages=queries.language_choices(day), kept=one.access, day=day,
    )  # fmt: skip
    typed = form.cleaned_data if form.is_valid() else {}
    sent = send(request, form, operations.set_needs, claimant=one, **typed, version=form.version)
    if sent:
        return _done(request, one, "Language and needs are recorded.")
    return page_of(request, one, form, "Language and needs", "Record needs", sent)


def coach(request: Request, claimant_id: int) -> HttpResponse:
    """Who looks after them, with how many each coach has."""
    one, day = record_for(request, claimant_id), today()
    coaches = {str(line.id): f"{line.name} ({line.caseload})" for line in queries.coaches_at(one.site_id, day)}
    if one.coach is not None:
        coaches.setdefault(str(one.coach_id), one.coach.name)
    form = CoachForm(posted(request), initial={"coach": str(one.coach_id or "")}, coaches=coaches)
    chosen = form.cleaned_data["coach"] if form.is_valid() else ""
    given = organisation.colleague_with_id(int(chosen)) if chosen else None
    if send(request, form, operations.give_coach, claimant=one, coach=given):
        words = f"{given.name} looks after {one.addressed_as} now." if given else "Nobody looks after them now."
        return _done(request, one, words)
    text = "Beside each coach: how many people they look after."
    return page_of(request, one, form, "Own coach", "Give to coach", text=text)


def _done(request: Request, claimant: Claimant, words: str) -> HttpResponse:
    tell(request, words)
    return redirect("claimants:details", claimant.pk)
