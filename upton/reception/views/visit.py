"""The page of a visit: who came and why, how long they wait, and everything that can be done now, each in one press."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from upton.claimants import queries as claimants
from upton.foundation import clock
from upton.foundation.once import once
from upton.foundation.refusals import Refused
from upton.foundation.requests import Request
from upton.organisation import queries as organisation
from upton.organisation.models import Colleague
from upton.pages.fields import Form
from upton.pages.frame import REFUSED, WARN, tell
from upton.policy import dated
from upton.reception import operations, queries
from upton.reception.forms.waiting import CallForm, PassOnForm
from upton.reception.models import Visit
from upton.reception.views.at_hand import papers_of
from upton.reception.views.doing import DESK, back, called, do, page_status


@dataclass(frozen=True, slots=True)
class Done:
    """An act at the desk: its operation, what is said once it is done, and the act that takes it back."""

    operation: Any
    sentence: str
    undo: str = ""


ACTS = {
    "undo_call": Done(operations.undo_call, "The call of {name} is taken back: they wait."),
    "step_out": Done(operations.step_out, "{name} has gone out for a moment; their place is kept.", "come_back"),
    "come_back": Done(operations.come_back, "{name} is back.", "step_out"),
    "see": Done(operations.see, "You are with {name}.", "undo_see"),
    "undo_see": Done(operations.undo_see, "{name} was not seen after all: they wait."),
    "leave": Done(operations.leave, "{name} has left.", "undo_leave"),
    "undo_leave": Done(operations.undo_leave, "{name} has not left after all."),
    "leave_unseen": Done(operations.leave_unseen, "{name} left without being seen.", "undo_leave_unseen"),
    "undo_leave_unseen": Done(operations.undo_leave_unseen, "{name} is still here: they wait."),
    "withdraw": Done(operations.withdraw, "It is taken back that {name} came."),
}
"""The acts that need nothing but the press of a button, by their addresses."""


def visit(request: Request, visit_id: int) -> HttpResponse:
    """Somebody who came."""
    return _page(request, queries.visit_for(request.actor, visit_id))


def act(request: Request, visit_id: int, verb: str) -> HttpResponse:
    """Do one of the acts that need nothing but the press of a button."""
    one = queries.visit_for(request.actor, visit_id)
    line, done = queries.line_of(one, request.actor), ACTS[verb]
    undo = (f"reception:{done.undo}", [visit_id]) if done.undo else None
    made = do(request, done.operation, done.sentence.format(name=called(line)), undo=undo, visit=one)
    if verb == "see" and made is not None and line.opens and line.claimant_id:
        return redirect("desk:claimant", line.claimant_id)
    return back(request, visit_id)


def call_in(request: Request, visit_id: int) -> HttpResponse:
    """Call somebody in, to the desk or room that is named, else to the one of one's last call."""
    one = queries.visit_for(request.actor, visit_id)
    line = queries.line_of(one, request.actor)
    data = request.POST.copy()
    data.setdefault("to", request.session.get(DESK, ""))
    if "to" not in request.POST and DESK not in request.session:
        tell(request, "Say once to which desk or room you call. It is kept for your next calls.", kind=WARN)
        return redirect("reception:visit", visit_id)
    form = CallForm(data)
    if not form.is_valid():
        return _page(request, one, call=form)
    to = form.cleaned_data["to"]
    try:
        once(form.key, operations.call_in, visit=one, to=to, by=request.actor, now=clock.now())
    except Refused as refused:
        tell(request, refused.sentence, kind=REFUSED)
        return back(request, visit_id)
    request.session[DESK] = to
    where = f" to {to}" if to else ""
    tell(request, f"{called(line)} is called in{where}.", undo=reverse("reception:undo_call", args=[visit_id]))
    return back(request, visit_id)


def pass_on(request: Request, visit_id: int) -> HttpResponse:
    """Send somebody who waits without an appointment on to somebody else."""
    one = queries.visit_for(request.actor, visit_id)
    form = PassOnForm(request.POST, people=_whom(request, one))
    if not form.is_valid():
        return _page(request, one, send=form)
    return _send_on(request, one, form.cleaned_data["whom"], form)


def pass_back(request: Request, visit_id: int, whom: str) -> HttpResponse:
    """Let them wait again for whom they waited before: a colleague by number, or a role."""
    one = queries.visit_for(request.actor, visit_id)
    if whom not in {code for code, _ in _whom(request, one)} | {_waits_for(one)}:
        tell(request, "They can't be sent there now. Choose to whom they go.", kind=REFUSED)
        return redirect("reception:visit", visit_id)
    return _send_on(request, one, whom, Form(request.POST))


def _send_on(request: Request, one: Visit, whom: str, form: Form) -> HttpResponse:
    before = _waits_for(one)
    told: dict[str, Any] = {"colleague": _colleague(whom), "role": "" if whom.isdigit() else whom}
    made = do(
        request,
        operations.pass_on,
        f"{called(queries.line_of(one, request.actor))} now waits for {_in_words(whom)}.",
        undo=("reception:pass_back", [one.pk, before]),
        key=form.key,
        visit=one,
        **told,
    )
    return redirect("reception:floor") if made is not None else redirect("reception:visit", one.pk)


def _waits_for(one: Visit) -> str:
    return str(one.colleague_id) if one.colleague_id else one.role


def _colleague(whom: str) -> Colleague | None:
    return organisation.colleague_with_id(int(whom)) if whom.isdigit() else None


def _in_words(whom: str) -> str:
    colleague = _colleague(whom)
    return colleague.name if colleague else dated.words("roles").get(whom, whom)


def _whom(request: Request, one: Visit) -> Sequence[tuple[str, str]]:
    """To whom they can be sent: everybody who works at the site today, and the roles held there."""
    words, today = dated.words("roles"), clock.local_day(clock.now())
    posted = organisation.posted(one.site_id, today)
    roles = dict.fromkeys(line.role for line in posted)
    people = [(str(line.colleague_id), f"{line.name}, {words.get(line.role, line.role)}") for line in posted]
    whom = [*people, *((role, f"Any {words.get(role, role)}") for role in roles)]
    return [option for option in dict(whom).items() if option[0] != _waits_for(one)]


def _page(
    request: Request, one: Visit, *, call: CallForm | None = None, send: PassOnForm | None = None
) -> HttpResponse:
    actor, now = request.actor, clock.now()
    line = queries.line_of(one, actor)
    may_send = queries.may_send_on(line, actor, site_id=one.site_id)
    acts = queries.acts_of(line, actor, site_id=one.site_id, now=now)
    wrong = call or send
    context = {
        "line": line,
        "now": now,
        "acts": [done for done in acts if done.verb != "call_in"],
        "call": call or CallForm(initial={"to": request.session.get(DESK, "")}),
        "may_call": any(done.verb == "call_in" for done in acts),
        "send": (send or PassOnForm(people=_whom(request, one))) if may_send else None,
        "may_swap": queries.may_swap(line, actor, site_id=one.site_id, now=now),
        "may_move": line.appointment_id is not None and actor.reach("diary.book").covers(one.site_id),
        "pinned": claimants.pinned_to(actor, one.claimant_id, one.day) if one.claimant_id and line.opens else None,
        "needs": claimants.needs_in_words(one.claimant) if one.claimant and line.opens else [],
        "story": queries.story_of(one, actor),
        "papers": papers_of(one, line, actor, now=now),
        "topic": f"floor:{one.site_id}",
        "form": wrong or CallForm(),
    }
    return render(request, "reception/visit.jinja", context, status=page_status(wrong) if wrong else 200)
