"""What the pages that keep diaries have in common: a form is sent once, and a refusal stands where it belongs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render

from upton.claimants.models import Claimant
from upton.diary import rules
from upton.foundation import clock
from upton.foundation.once import once
from upton.foundation.refusals import Refused, reason_against
from upton.foundation.requests import Request
from upton.pages.carry import OPENED_BY, UNCARRIED
from upton.pages.fields import Form
from upton.pages.frame import REFUSED, tell


@dataclass(frozen=True, slots=True)
class Sent:
    """What became of a form: `done` with what it made, or not."""

    done: bool
    made: Any = None

    def __bool__(self) -> bool:
        return self.done


def today() -> date:
    """The day on which a page is asked for, as a site reckons it."""
    return clock.local_day(clock.now())


def on(day: date) -> str:
    """A day in a sentence."""
    return f"{day.day} {day:%B %Y}"


def posted(request: Request) -> Any:
    """What was sent, or None for a page that is only opened."""
    return request.POST if request.method == "POST" else None


def send(request: Request, form: Form, do: Callable[..., Any], **given: Any) -> Sent:
    """Do what a valid form asks, once; a refusal goes back into the form with what was typed."""
    if not form.is_valid():
        return Sent(False)
    try:
        return Sent(True, once(form.key, do, **given, by=request.actor, now=clock.now()))
    except Refused as refused:
        form.refuse(refused)
        return Sent(False)


def say_refused(request: Request, form: Form) -> None:
    """Say on the next page why a button did nothing."""
    sentences = [error["text"] for error in form.summary()]
    tell(request, " ".join(sentences) or "Nothing was changed. Look at what stands now, then try again.", kind=REFUSED)


def nothing_for_the_dead(request: Request, claimant: Claimant) -> HttpResponse | None:
    """Their page, with the reason why no time is looked for, where a claimant has died; else None."""
    why = reason_against(rules.require_alive, claimant.died_on)
    if why is None:
        return None
    tell(request, why, kind=REFUSED)
    return redirect("desk:claimant", claimant.pk)


def page_of(request: Request, template: str, form: Form, **context: Any) -> HttpResponse:
    """A page with one form; 422 when something in it is wrong."""
    status = 422 if form.is_bound and form.errors else 200
    return render(request, template, {"form": form, **context}, status=status)


def seen(request: Request) -> bool:
    """Whether somebody has looked at what a change would do, and makes it."""
    return request.POST.get("do") == "make"


def allowed(form: Form, rule: Callable[..., object], *args: Any, **given: Any) -> bool:
    """Whether a rule lets a valid form through; where it does not, its sentence stands in the form."""
    try:
        rule(*args, **given)
    except Refused as refused:
        form.refuse(refused)
        return False
    return True


def look_first(request: Request, template: str, **context: Any) -> HttpResponse:
    """What a change would do, with all that was typed, to be sent again by the button that makes it."""
    carried = [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if name not in (*UNCARRIED, OPENED_BY, "do")
    ]
    return render(request, template, {"carried": carried, **context})


def day_in(text: str) -> date | None:
    """A day that an address carries, as 2026-11-24; None for anything else."""
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    return found if 2000 <= found.year < 2200 else None
