"""Forms about colleagues: joining, postings, teams, leads, languages, leaving."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from upton.organisation.operations import Post
from upton.organisation.queries import role_names
from upton.organisation.rules import WEEKDAYS
from upton.pages.fields import (
    Choice,
    Choices,
    Date,
    Decimal,
    Email,
    FilterForm,
    Form,
    Password,
    Search,
    Telephone,
    Text,
)
from upton.policy import dated

Options = Sequence[tuple[str, str]]
DAYS = [(str(number), name) for number, name in enumerate(WEEKDAYS)]
CONSENT = (
    "I offer this language for use at work, of my own free will. Nobody may press me to, and I can take it back at any "
    "time on this page."
)


class WhoFilter(FilterForm):
    """Which site and week, and which role."""

    site = Choice("Site", look="select", required=False)
    day = Date("Week of", required=False, hint="")
    role = Choice("Role", look="select", required=False, choices=lambda: list(role_names().items()))

    def __init__(self, data: Any, *, sites: Options) -> None:
        super().__init__(data)
        self.offer("site", sites)


class ColleaguesFilter(FilterForm):
    """Which colleagues a list shows; names never stand in the address."""

    site = Choice("Site", look="select", required=False)
    district = Choice("District", look="select", required=False)
    role = Choice("Role", look="select", required=False, choices=lambda: list(role_names().items()))

    def __init__(self, data: Any, *, sites: Options, districts: Options) -> None:
        super().__init__(data)
        self.offer("site", sites)
        self.offer("district", districts)


class SearchForm(FilterForm):
    """Words to look for; posted, so that no name stands in an address."""

    words = Search("Name or staff number", missing="Type a name or a staff number.", longest=100)


class PostingForm(Form):
    """Where somebody works at one site: role, team, days of the week and full-time equivalent, from a day."""

    role = Choice("Role", look="select", missing="Choose the role.")
    team = Choice("Team", look="select", required=False)
    weekdays = Choices("Days of the week", choices=DAYS, missing="Choose at least one day of the week.")
    fte = Decimal("Full-time equivalent", missing="Enter the FTE, like 0.6.", hint="At most 0.2 for each day", width=5)
    starts_on = Date("From", missing="Enter the first day.")

    def __init__(self, *args: Any, teams: Options, day: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("role", dated.choices("roles", day))
        self.offer("team", teams)
        if not teams:
            del self.fields["team"]

    def where(self, site: Any, team: Any) -> Post:
        """What was chosen, as a place to work at a site."""
        typed = self.cleaned_data
        days = tuple(sorted(int(day) for day in typed["weekdays"]))
        return Post(site=site, role=typed["role"], weekdays=days, fte=typed["fte"], team=team)


class PostForm(PostingForm):
    """One more posting, which may have a last day."""

    last_day = Date("Last day", required=False, hint="Empty when it goes on")


class JoinForm(PostingForm):
    """Somebody who joins, with their first posting."""

    name = Text("Name", missing="Enter their name.", hint="As they write it, in any script; one name is fine")
    staff_number = Text("Staff number", missing="Enter the staff number.", longest=32, width=10)
    username = Text("Username", missing="Enter a username.", longest=64, width=20, hint="Such as s.price")
    line_manager = Choice("Line manager", look="select", required=False)
    field_order = ("name", "staff_number", "username", "role", "team", "weekdays", "fte", "starts_on", "line_manager")

    def __init__(self, *args: Any, managers: Options, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("line_manager", managers)


class DetailsForm(Form):
    """A colleague's name, work contacts and line manager."""

    name = Text("Name", missing="Enter their name.")
    telephone = Telephone("Work telephone", required=False)
    email = Email("Work e-mail", required=False)
    line_manager = Choice("Line manager", look="select", required=False)
    manager_number = Text(
        "Or the line manager's staff number", required=False, longest=32, width=10, hint="For somebody not in the list"
    )

    def __init__(self, *args: Any, managers: Options, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("line_manager", managers)


class LeaveForm(Form):
    """The last day of somebody who leaves."""

    last_day = Date("Last day", missing="Enter the last day.", hint="Today or an earlier day ends their access at once")


class TeamForm(Form):
    """A team's name and leader."""

    name = Text("Name", missing="Enter the team's name.")
    leader = Choice("Leader", look="select", required=False)

    def __init__(self, *args: Any, people: Options, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("leader", people)


class OpenTeamForm(TeamForm):
    """A new team."""

    starts_on = Date("From", missing="Enter the first day.")


class ServesForm(Form):
    """The other sites that a centralised team serves, from a day."""

    sites = Choices("Serves also", required=False)
    starts_on = Date("From", missing="Enter the day from which it holds.")

    def __init__(self, *args: Any, sites: Options, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("sites", sites)


class CloseTeamForm(Form):
    """A team's last day, and where its people go on."""

    last_day = Date("Last day", missing="Enter the last day.")
    into = Choice("Its people go on in", look="select", required=False, hint="Empty: in no team")

    def __init__(self, *args: Any, teams: Options, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("into", teams)


class LeadForm(Form):
    """Who leads an area of need for a site."""

    area = Choice("Area", look="select", missing="Choose the area.")
    colleague = Choice("Lead", look="select", missing="Choose who leads it.")
    starts_on = Date("From", missing="Enter the first day.")

    def __init__(self, *args: Any, people: Options, day: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("area", dated.choices("lead_areas", day))
        self.offer("colleague", people)


class LanguageForm(Form):
    """A language that a colleague offers, with their consent."""

    code = Choice("Language", look="select", missing="Choose the language.")
    consent = Choices("Consent", choices=[("yes", CONSENT)], missing="Tick the box if you agree; else don't offer it.")

    def __init__(self, *args: Any, day: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("code", dated.choices("languages", day))


class PasswordForm(Form):
    """A new password for oneself."""

    password = Password("Your password now", missing="Enter the password that you use now.")
    new_password = Password("New password", new=True, missing="Enter a new password.", hint="At least 12 characters")
