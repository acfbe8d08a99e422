"""The types of appointment: the list, one with its history, a new one, and what a change would do."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from upton.diary import access, operations, queries
from upton.diary.forms.types import FromDayForm, NewTypeForm, TypeForm
from upton.diary.rules import types as rules
from upton.diary.rules.types import CHANNELS, FIELDS, PLACES, Type
from upton.diary.views.sending import allowed, look_first, on, page_of, posted, seen, send, today
from upton.foundation import clock
from upton.foundation.requests import Request
from upton.pages.frame import tell
from upton.policy import dated


def types(request: Request) -> HttpResponse:
    """Every type as it holds today, and those that begin later."""
    day = today()
    found = queries.types_since(day).values()
    context = _words() | {
        "offered": [one for one, since in found if one.offered and since <= day],
        "withdrawn": [one for one, since in found if not one.offered],
        "to_come": [(one, since) for one, since in found if one.offered and since > day],
        "may": request.actor.may("diary.types"),
    }
    return render(request, "diary/types.jinja", context)


def one_type(request: Request, type_code: str) -> HttpResponse:
    """One type: how it stands, what it was and will be, and what is booked though it is withdrawn."""
    access.require_types(request.actor)
    now, day = clock.now(), today()
    kind, since = _known(type_code, day)
    history = queries.history_of_type(type_code, day)
    withdrawn = next((one.since for one in history[::-1] if not one.type.offered and (one.until or day) >= day), None)
    booked = queries.booked_of_type(request.actor, type_code, withdrawn, now=now) if withdrawn else []
    context = _words() | {
        "type": kind,
        "since": since if since > day else None,
        "history": history,
        "withdrawn": withdrawn,
        "booked": booked,
        "count": queries.count_booked_of_type(type_code, withdrawn, now=now) if withdrawn else 0,
    }
    return render(request, "diary/type.jinja", context)


def add_type(request: Request) -> HttpResponse:
    """Add a type that is booked from a day on, after a look at what it will be."""
    access.require_types(request.actor)
    form = NewTypeForm(posted(request), initial=NewTypeForm.usual | {"starts_on": today()})
    if form.is_valid() and (seen(request) or _may_add(form)):
        wanted, day = form.wanted(""), form.cleaned_data["starts_on"]
        if not seen(request):
            code = rules.code_for(wanted.name, taken=queries.type_words())
            return look_first(
                request, "diary/new_type_look.jinja", type=replace(wanted, code=code), day=day, **_words()
            )
        if sent := send(request, form, operations.add_type, wanted=wanted, starts_on=day):
            tell(request, f"{wanted.name} can be booked from {on(day)}.")
            return redirect("diary:type", sent.made.code)
    back = reverse("diary:types")
    trail = {"trail": "Types of appointment", "back": back}
    return page_of(request, "diary/form.jinja", form, title="Add a type", submit="Look at it first", **trail)


def _may_add(form: NewTypeForm) -> bool:
    wanted, day = form.wanted(""), form.cleaned_data["starts_on"]
    return (
        allowed(form, rules.require_change_from, day, today=today())
        and allowed(form, rules.require_new_name, wanted.name, known=queries.type_words().values())
        and allowed(form, rules.require_type, wanted, roles=dated.words("roles"))
    )


def change_type(request: Request, type_code: str) -> HttpResponse:
    """Change a type from a day on, after a look at what is booked from that day."""
    access.require_types(request.actor)
    kind, since = _known(type_code, today())
    form = TypeForm(posted(request), initial=TypeForm.of(kind, since), version=queries.type_version(type_code))
    plan = {"title": f"Change “{kind.name}”", "submit": "Change type", "says": "stand as they were booked"}
    if form.is_valid() and _may_begin(form, kind):
        wanted = form.wanted(type_code)
        if not seen(request):
            return _look(request, form, kind, rows=_differences(kind, wanted), **plan)
        day = form.cleaned_data["starts_on"]
        if send(request, form, operations.change_type, wanted=wanted, starts_on=day, version=form.version):
            tell(request, f"{wanted.name} is changed from {on(day)}. What is booked stands.")
            return redirect("diary:type", type_code)
    return _page(request, form, kind, **plan)


def withdraw_type(request: Request, type_code: str) -> HttpResponse:
    """Book no more of a type from a day on, after a look at what is booked from that day."""
    return _from_day(
        request, type_code, operations.withdraw_type, told="{name} is withdrawn from {day}. What is booked stands.",
        title="Withdraw “{name}”", submit="Withdraw type", says="stand, and nothing new is booked; they are listed",
    )  # fmt: skip


def bring_back_type(request: Request, type_code: str) -> HttpResponse:
    """Book a withdrawn type again from a day on."""
    return _from_day(
        request, type_code, operations.bring_back_type, told="{name} is booked again from {day}.",
        title="Bring “{name}” back", submit="Bring type back", says="stand as they are",
    )  # fmt: skip


def _from_day(request: Request, code: str, do: Callable[..., Any], *, told: str, **words: str) -> HttpResponse:
    access.require_types(request.actor)
    kind, since = _known(code, today())
    form = FromDayForm(posted(request), initial={"starts_on": since}, version=queries.type_version(code))
    plan = {key: value.format(name=kind.name) for key, value in words.items()}
    if form.is_valid() and _may_begin(form, kind):
        if not seen(request):
            return _look(request, form, kind, rows=[], **plan)
        day = form.cleaned_data["starts_on"]
        if send(request, form, do, code=code, starts_on=day, version=form.version):
            tell(request, told.format(name=kind.name, day=on(day)))
            return redirect("diary:type", code)
    return _page(request, form, kind, **plan)


def _may_begin(form: TypeForm | FromDayForm, kind: Type) -> bool:
    if not allowed(form, rules.require_change_from, form.cleaned_data["starts_on"], today=today()):
        return False
    if isinstance(form, FromDayForm):
        return True
    wanted = form.wanted(kind.code)
    return allowed(form, rules.require_type, wanted, roles=dated.words("roles"))


def _look(request: Request, form: TypeForm | FromDayForm, kind: Type, **own: Any) -> HttpResponse:
    day = form.cleaned_data["starts_on"]
    booked = queries.booked_of_type(request.actor, kind.code, day, now=clock.now())
    count = queries.count_booked_of_type(kind.code, day, now=clock.now())
    back = reverse("diary:type", args=[kind.code])
    return look_first(
        request, "diary/type_look.jinja", type=kind, day=day, booked=booked, count=count, back=back, **own
    )


def _page(request: Request, form: TypeForm | FromDayForm, kind: Type, **own: Any) -> HttpResponse:
    back = reverse("diary:type", args=[kind.code])
    return page_of(request, "diary/form.jinja", form, back=back, trail=kind.name, **own)


def _differences(before: Type, after: Type) -> list[dict[str, str]]:
    """What would change, in words: what it was and what it would be."""
    told = {name: str(field.label) for name, field in TypeForm().fields.items()}
    return [
        {"label": told[name], "left": _said(name, getattr(before, name)), "right": _said(name, getattr(after, name))}
        for name in FIELDS
        if name in told and getattr(before, name) != getattr(after, name)
    ]


def _said(name: str, value: Any) -> str:
    if name == "roles":
        return ", ".join(dated.words("roles").get(role, role) for role in value)
    if name == "bring":
        return "; ".join(value)
    every: dict[str, Mapping[Any, str]] = {
        "channel": CHANNELS, "place": PLACES, "sensitive": {True: "Yes", False: "No"},
    }  # fmt: skip
    words = every.get(name, {})
    return str(words.get(value, value))


def _known(code: str, day: date) -> tuple[Type, date]:
    """A type as it holds on a day or first holds after it, and from when."""
    found = queries.types_since(day).get(code)
    if found is None:
        raise Http404("There is no such type of appointment.")
    return found


def _words() -> dict[str, Any]:
    return {"channel_words": CHANNELS, "place_words": PLACES, "roles": dated.words("roles")}
