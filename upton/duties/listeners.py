"""What duties do on hearing what others state."""

from __future__ import annotations

from upton.duties import operations
from upton.foundation.acts import Heard, hears
from upton.organisation.facts import ColleagueLeft
from upton.organisation.queries import colleague_with_id


@hears(ColleagueLeft)
def pass_on_what_a_leaver_owes(left: ColleagueLeft, heard: Heard) -> None:
    """A leaver's duties go to their line manager in the same act."""
    operations.pass_on(leaver=colleague_with_id(left.colleague_id), by=heard.system, now=heard.at)
