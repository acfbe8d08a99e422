"""Invented content for the design system's own page: every component with data, empty and in error."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from upton.pages import sample_days
from upton.pages.fields import (
    Choice,
    Choices,
    Date,
    Decimal,
    Email,
    FilterForm,
    Form,
    LongText,
    NationalInsuranceNumber,
    Number,
    Password,
    Postcode,
    Search,
    Telephone,
    Text,
    Time,
    Upload,
    YesNo,
)

KEY = str(UUID(int=0))
SITES = [("birkenhead", "Birkenhead"), ("hoylake", "Hoylake"), ("upton", "Upton"), ("wallasey", "Wallasey")]


class EveryField(Form):
    """One of each field."""

    full_name = Text("Name they wish to be called", hint="As they say it, in any script.", missing="Enter their name.")
    day = Date("Day of the appointment", missing="Enter the day of the appointment.")
    at = Time("Time")
    site = Choice("Jobcentre", choices=SITES, look="select", missing="Choose the jobcentre.")
    coach = Choice(
        "Coach",
        choices=[("1", "Sam Price", "Their own coach, Tue and Thu"), ("2", "Ruth Bell", "Speaks Urdu")],
        missing="Choose a coach.",
    )
    needs = Choices("What to do", choices=[("two", "Two colleagues"), ("bsl", "BSL interpreter")], required=False)
    agreed = YesNo("Did they agree to the steps?", missing="Say whether they agreed.")
    postcode = Postcode()
    telephone = Telephone(required=False)
    email = Email(required=False)
    number = NationalInsuranceNumber(required=False)
    desks = Number("Front-of-house desks", least=0, most=200, suffix="desks")
    hours = Decimal("Hours a week", least=0, most=48, suffix="hours")
    note = LongText("What was agreed", rows=3, longest=200)
    letter = Upload("Letter", kinds=(".pdf", ".jpg"), required=False)
    password = Password(label="Password")


class DutyFilter(FilterForm):
    """The plain filters of a list."""

    q = Search("Words in it", required=False, width=15)
    site = Choice("Jobcentre", choices=SITES, look="select", required=False)
    since = Date("Since", required=False, hint="", width=10)


WRONG = {
    "key": KEY,
    "day": "31/02/2026",
    "at": "half past",
    "coach": "1",
    "postcode": "CH49",
    "telephone": "12",
    "email": "amina",
    "number": "QQ 12 34 56 C",
    "desks": "some",
    "hours": "37.125",
    "note": "They will bring their certificate. " * 7,
}


def everything(now: datetime) -> dict[str, Any]:
    """The whole content of the page, reckoned from `now`."""
    wrong = EveryField(WRONG, {})
    wrong.is_valid()
    return {
        "now": now,
        "since": now - timedelta(minutes=12),
        "blank": EveryField(initial={"site": "upton", "day": now.date()}, prefix="new"),
        "wrong": wrong,
        "filter": DutyFilter({}),
        "duties": duties(),
        "entries": entries(now),
        "stream": stream(now),
        "person": person(),
        "rows": rows(),
        "records": records(),
        "people": people(),
        "figures": figures(),
        "days": sample_days.days(),
    }


def duties() -> list[dict[str, str]]:
    """What is due, late first."""
    return [
        {
            "text": "Call Dan Hughes",
            "href": "#due",
            "reason": "Missed Monday's appointment; ask how he is before anything else",
            "due": "1 working day late",
            "state": "late",
        },
        {
            "text": "Answer the service centre about Amina Khan",
            "href": "#due",
            "reason": "Payment held until we answer",
            "due": "due today",
            "state": "today",
        },
        {
            "text": "Agree next steps with Li Wei",
            "href": "#due",
            "reason": "Commitment ends in a week",
            "due": "due in 2 working days",
            "state": "soon",
        },
    ]


def entries(now: datetime) -> list[dict[str, Any]]:
    """A coach's day around the present."""

    def at(minutes: int) -> datetime:
        return (now + timedelta(minutes=minutes)).replace(second=0, microsecond=0)

    return [
        {
            "at": at(-62),
            "until": at(-22),
            "name": "Grace Obi",
            "href": "#day",
            "purpose": "First meeting",
            "state": "Seen",
        },
        {
            "at": at(-12),
            "until": at(8),
            "name": "Amina Khan",
            "href": "#day",
            "purpose": "Work-search review",
            "state": "Arrived",
            "tone": "good",
            "waiting": "waiting 12 min",
            "needs": ["Urdu interpreter", "Two colleagues"],
        },
        {
            "at": at(10),
            "until": at(30),
            "name": "Dan Hughes",
            "href": "#day",
            "purpose": "Health and work conversation",
            "state": "Running late",
            "tone": "wait",
            "waiting": "about 10 min",
        },
        {
            "at": at(40),
            "until": at(60),
            "name": "Li Wei",
            "href": "#day",
            "purpose": "Work-search review",
            "state": "Booked",
        },
    ]


def stream(now: datetime) -> list[dict[str, Any]]:
    """A journal, newest first."""
    return [
        {
            "at": now - timedelta(minutes=12),
            "by": "Front of house, Birkenhead",
            "kind": "Arrival",
            "text": "Amina arrived.",
        },
        {
            "at": now - timedelta(hours=3),
            "by": "Sam Price",
            "kind": "Message",
            "href": "#journal",
            "text": "Please bring the letter from your college on Tuesday.",
        },
        {
            "at": now - timedelta(days=6),
            "by": "Amina Khan",
            "kind": "To-do",
            "text": "Uploaded a certificate in food hygiene.",
        },
    ]


def person() -> dict[str, Any]:
    """Who sits opposite."""
    return {
        "name": "Amina Khan",
        "href": "#person",
        "reference": "U 4821 0937",
        "age": "34 years",
        "coach": "Sam Price",
        "reach": "text message; do not ring before noon",
        "next": "Tue 24 Nov, 10:40",
        "needs": ["Urdu interpreter", "Two colleagues"],
        "sensitive_url": "#person",
    }


def rows() -> list[dict[str, Any]]:
    """What a card says of a site."""
    return [
        {"label": "Kind", "value": "Jobcentre, linked to Birkenhead"},
        {"label": "Opening hours", "value": "Mon to Fri 09:00 to 17:00", "action": {"text": "Change", "href": "#card"}},
        {"label": "Front-of-house desks", "value": "4"},
        {"label": "Expansion room", "value": ""},
    ]


def records() -> list[dict[str, Any]]:
    """Two records of what may be one office."""
    return [
        {"label": "Name", "left": "Upton", "right": "Upton (Wirral)"},
        {"label": "Postcode", "left": "CH49 7NW", "right": "CH49 7NW"},
        {"label": "District", "left": "Merseyside", "right": ""},
        {"label": "Open since", "left": "Mon 6 Apr 2015", "right": "Mon 6 Apr 2015"},
    ]


def people() -> list[dict[str, Any]]:
    """A caseload."""
    return [
        {
            "name": "Amina Khan",
            "reference": "U 4821 0937",
            "state": "Due today",
            "tone": "wait",
            "weeks": 14,
            "next": "Tue 24 Nov",
        },
        {
            "name": "Dan Hughes",
            "reference": "U 1180 2264",
            "state": "1 day late",
            "tone": "late",
            "weeks": 31,
            "next": "",
        },
        {
            "name": "Оксана Бойко (Oksana)",
            "reference": "U 7754 1109",
            "state": "On time",
            "tone": "good",
            "weeks": 3,
            "next": "Mon 30 Nov",
        },
    ]


def figures() -> dict[str, Any]:
    """What the pictures show."""
    hours = ["09:00", "10:00", "11:00", "12:00", "13:00", "14:00", "15:00", "16:00"]
    shapes = {
        "Birkenhead": (4, 9, 14, 11, 6, 8, 7, 3),
        "Wallasey": (2, 5, 8, 6, 3, 4, 4, 2),
        "Upton": (1, 3, 4, 4, 2, 3, 1, 1),
        "Hoylake": (1, 2, 2, 3, 1, 1, 2, 0),
    }
    weeks = [f"{day} Oct" for day in (5, 12, 19, 26)] + [f"{day} Nov" for day in (2, 9, 16, 23)]
    return {
        "staffed": [
            ("09:00", 6, 5),
            ("10:00", 6, 8),
            ("11:00", 7, 9),
            ("12:00", 4, 4),
            ("13:00", 5, 4),
            ("14:00", None, 6),
        ],
        "seen": list(zip(weeks, (182, 190, 176, 201, 214, None, 208, 221), strict=True)),
        "two": {
            "Booked": list(zip(weeks, (201, 210, 205, 220, 231, 228, 236, 240), strict=True)),
            "Seen": list(zip(weeks, (182, 190, 176, 201, 214, 209, 208, 221), strict=True)),
        },
        "sites": {site: list(zip(hours, run, strict=True)) for site, run in shapes.items()},
    }
