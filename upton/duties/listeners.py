"""What duties do on hearing what others state."""

from __future__ import annotations

from upton.duties import operations
from upton.foundation.actors import ActorKind
from upton.foundation.acts import Heard, hears
from upton.foundation.clock import local_day
from upton.organisation.facts import ColleagueLeft, RegisterApplied, SiteClosed, SitePlaced
from upton.organisation.queries import any_unplaced, colleague_with_id


@hears(ColleagueLeft)
def pass_on_what_a_leaver_owes(left: ColleagueLeft, heard: Heard) -> None:
    """A leaver's duties go to their line manager in the same act."""
    operations.pass_on(leaver=colleague_with_id(left.colleague_id), by=heard.system, now=heard.at)


@hears(RegisterApplied)
def owe_a_district_for_each_office(applied: RegisterApplied, heard: Heard) -> None:
    """Who applied a register owes its offices without a district a place: one duty for them all (ORG-1).

    A second register adds to that duty and makes none. One that the command line applied leaves the offices on their
    list alone: nobody stands behind it.
    """
    if applied.unplaced and heard.by.kind is ActorKind.COLLEAGUE and heard.by.id and heard.by.site_id:
        operations.owe(
            what="place_sites",
            site_id=heard.by.site_id,
            subject=("colleague", heard.by.id),
            colleague_id=heard.by.id,
            now=heard.at,
        )


@hears(SitePlaced, SiteClosed)
def settle_when_every_office_has_its_district(placed: SitePlaced | SiteClosed, heard: Heard) -> None:
    """Once no open office is without a district, nobody owes any a place."""
    if not any_unplaced(local_day(heard.at)):
        operations.settle_all(what="place_sites", by=heard.by, now=heard.at)
