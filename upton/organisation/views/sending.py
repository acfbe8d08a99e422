"""What every page of a form does: send it once, and show why it was refused."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from upton.foundation import clock
from upton.foundation.once import once
from upton.foundation.refusals import Refused
from upton.foundation.requests import Request
from upton.organisation.rules import Overtaken
from upton.pages.fields import Form
from upton.pages.frame import REFUSED, tell


@dataclass(frozen=True, slots=True)
class Sent:
    """What became of a form: `done` with what it made, or not; `overtaken` when somebody else was quicker."""

    done: bool
    made: Any = None
    overtaken: bool = False

    def __bool__(self) -> bool:
        return self.done


def today() -> date:
    """The day on which a page is asked for, as a site reckons it."""
    return clock.local_day(clock.now())


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
        return Sent(False, overtaken=isinstance(refused, Overtaken))


def say_refused(request: Request, form: Form) -> None:
    """Say on the next page why a button did nothing."""
    sentences = [error["text"] for error in form.summary()]
    tell(request, " ".join(sentences) or "Nothing was changed. Look at what stands now, then try again.", kind=REFUSED)


def page_of(
    request: Request, form: Form, title: str, submit: str, *, back: str, trail: str, **context: Any
) -> HttpResponse:
    """A page with one form; 422 when something in it is wrong."""
    context = {"form": form, "title": title, "submit": submit, "back": back, "trail": trail, **context}
    template = context.pop("template", "organisation/form.jinja")
    return render(request, template, context, status=422 if form.is_bound and form.errors else 200)


def kept(request: Request, *without: str) -> list[tuple[str, str]]:
    """What stands in the address and goes on to the next page of a list."""
    return [(name, str(value)) for name, value in request.GET.items() if name not in without and value]


def whole(text: str) -> int | None:
    """A whole number from an address, or None for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None


def day_in(text: str) -> date | None:
    """A day from an address, as 2026-11-24, or None for anything else."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
