"""What every page about one claimant does: find them, record the look, send a form once, show who was quicker."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from upton.claimants import operations, queries
from upton.claimants.models import Claimant
from upton.claimants.rules.details import Overtaken
from upton.foundation import clock
from upton.foundation.once import once
from upton.foundation.refusals import Refused
from upton.foundation.requests import Request
from upton.pages.fields import Choice, Choices, Form, YesNo
from upton.pages.frame import REFUSED, tell


@dataclass(frozen=True, slots=True)
class Sent:
    """What became of a form: `done` with what it made, or not."""

    done: bool
    made: Any = None
    refused: Refused | None = None

    def __bool__(self) -> bool:
        return self.done


def today() -> date:
    """The day on which a page is asked for, as a site reckons it."""
    return clock.local_day(clock.now())


def posted(request: Request) -> Any:
    """What was sent, or None for a page that is only opened."""
    return request.POST if request.method == "POST" else None


def record_for(request: Request, claimant_id: int) -> Claimant:
    """The claimant whose page this is; a look at a record opened with a reason is recorded.

    Raises Claimant.DoesNotExist.
    """
    return operations.look_at(claimant_id, by=request.actor, now=clock.now())


def send(request: Request, form: Form, do: Callable[..., Any], **given: Any) -> Sent:
    """Do what a valid form asks, once; a refusal goes back into the form with what was typed."""
    if not form.is_valid():
        return Sent(False)
    try:
        return Sent(True, once(form.key, do, **given, by=request.actor, now=clock.now()))
    except Refused as refused:
        form.refuse(refused)
        return Sent(False, refused=refused)


def page_of(
    request: Request, claimant: Claimant, form: Form, title: str, submit: str, sent: Sent | None = None, **context: Any
) -> HttpResponse:
    """A page with one form about a claimant; 422 when something in it is wrong.

    Whoever was overtaken sees what stands now beside what they typed, and may send it again.
    """
    overtaken = sent is not None and isinstance(sent.refused, Overtaken)
    if overtaken:
        form.version = claimant.version
    context = {
        "claimant": claimant,
        "person": queries.person_bar(claimant, today()),
        "form": form,
        "title": title,
        "submit": submit,
        "back": reverse("claimants:details", args=[claimant.pk]),
        "stands": standing(form) if overtaken else [],
        "text": "",
        "effects": [],
    } | context
    template = str(context.pop("template", "claimants/form.jinja"))
    return render(request, template, context, status=422 if form.is_bound and form.errors else 200)


def say_refused(request: Request, form: Form) -> None:
    """Say on the next page why a button did nothing."""
    sentences = [error["text"] for error in form.summary()]
    tell(request, " ".join(sentences) or "Nothing was changed. Look at what stands now, then try again.", kind=REFUSED)


def standing(form: Form) -> list[dict[str, str]]:
    """What stands in the record under the labels of a form; empty rows of a list are left out."""
    rows = [
        {"label": str(field.label), "value": _in_words(field, form.initial.get(name))}
        for name, field in form.fields.items()
        if name in form.initial
    ]
    return [row for row in rows if row["value"]] or [{"label": "Nothing", "value": "is recorded here now"}]


def _in_words(field: Any, value: Any) -> str:
    if isinstance(field, YesNo):
        return {True: "yes", False: "no"}.get(value, "")
    if isinstance(field, Choice | Choices):
        words = {str(option[0]): str(option[1]) for option in field.options()}
        chosen = value if isinstance(value, list | tuple) else [value]
        return ", ".join(words.get(str(one), str(one)) for one in chosen if one not in (None, ""))
    return str(field.show(value))
