"""What a claimant's record states: registering, its details, moving, a coach, a death."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext_lazy as _

from upton.foundation.facts import Fact, fact

DETAILS = {
    "name": _("the name"),
    "other_names": _("the other names"),
    "born": _("the date of birth"),
    "national_insurance_number": _("the National Insurance number"),
    "telephones": _("the telephone numbers"),
    "email": _("the e-mail address"),
    "address": _("the address"),
    "post_address": _("where post goes"),
    "safe_contact": _("how to reach them safely"),
    "needs": _("language and access"),
    "representative": _("who speaks for them"),
}
"""Each part of a record that is changed on its own, in words."""
CHANGES = DETAILS | {
    "coach": _("the own coach"),
    "death": _("the date of death"),
    "restriction": _("who may open the record"),
    "household": _("the household"),
    "merged": _("which records are this person's"),
}
"""Whatever a record can have been changed in last, in words."""


@fact("claimants.registered", staff="{by} registered {claimant}.", claimant=_("You were registered at {site}."))
class ClaimantRegistered(Fact):
    """A person was registered; `told_apart_ids` are those alike of whom somebody said that they are others."""

    told_apart_ids: tuple[int, ...] = ()


@fact(
    "claimants.details_changed",
    staff="{by} changed {what} of {claimant}.",
    claimant=_("We changed {what} in your record."),
    words={"what": DETAILS},
)
class DetailsChanged(Fact):
    """Something in a claimant's record was changed; `what` is a code, `version` the record's afterwards."""

    what: str
    version: int


@fact(
    "claimants.moved",
    staff="{by} recorded that {claimant} moved house; {site} serves them now.",
    claimant=_("You moved house. {site} serves you now."),
)
class ClaimantMoved(Fact):
    """A claimant moved house: `site_id` serves them now, with this coach, if any; `from_site_id` did before."""

    from_site_id: int
    coach_id: int | None


@fact(
    "claimants.coach_given",
    staff="{by} gave {claimant} to {coach}.",
    claimant=_("{coach} looks after you now."),
    names={"coach_id": "colleague"},
)
class CoachGiven(Fact):
    """A claimant has an own coach from now on."""

    coach_id: int


@fact("claimants.coach_taken", staff="{by} took {claimant} from {coach}.", names={"coach_id": "colleague"})
class CoachTaken(Fact):
    """A claimant has no own coach any more."""

    coach_id: int


@fact("claimants.died", staff="{by} recorded that {claimant} died on {on}.")
class ClaimantDied(Fact):
    """A claimant has died: nothing goes out any more. `source` says from whom the service heard."""

    on: date
    source: str


@fact("claimants.death_taken_back", staff="{by} took back that {claimant} had died.")
class DeathTakenBack(Fact):
    """It was another person who died."""
