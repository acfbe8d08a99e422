"""One record each: possible duplicates decided by keys, a merge in the middle of a busy day, and its undo (CLM-1)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from journeys.conftest import MORNING
from upton.claimants import jobs, operations
from upton.claimants.models import Claimant, Merge, PossibleDuplicate
from upton.claimants.tests.factories import claimant
from upton.diary import operations as diary
from upton.diary.models import Appointment
from upton.foundation.actors import SYSTEM
from upton.organisation.tests import factories


@pytest.fixture
def people(transactional_db: None, morning: Any) -> dict[str, Any]:
    """A jobcentre at which two people are registered twice, one of them with a slip in the name, and twins."""
    site = factories.site("Hoylake", district=factories.district("Wirral"))
    home = {"site": site, "postcode": "CH47 2AB"}
    made = {
        "amina": claimant("Amina Khatun", telephone="+447700900101", email="amina@example.org", **home),
        "twice": claimant("Aminah Khatun", telephone="+447700900101", email="amina@example.org", **home),
        "ola": claimant("Oluwaseun Adeyemi", born=date(1990, 3, 5), telephone="+447700900102", **home),
        "exchanged": claimant("Oluwaseun Adeyemi", born=date(1990, 5, 3), telephone="+447700900102", **home),
        "leader": factories.colleague("Lee Mann", role="work_coach_team_leader", site=site),
        "coach": factories.colleague("Sam Price", role="work_coach", site=site),
        "site": site,
    }
    jobs.look_for_duplicates(0)
    return made


class TestOneRecordEach:
    def test_pairs_are_decided_by_keys_and_a_merge_is_undone(self, walk, people):
        """Two pairs by keyboard: the first is one person, the second two people; then the merge is taken back."""
        assert PossibleDuplicate.objects.count() == 2
        leader = walk(people["leader"]).goes_to("/")
        page = leader.page

        def key(*keys: str) -> None:
            for one in keys[:-1]:
                page.keyboard.press(one)
            with page.expect_navigation():
                page.keyboard.press(keys[-1])
            leader.looks()

        key("g", "p")
        leader.sees("Possible duplicates")
        key("d")
        leader.sees("Are these one person?").sees("Differs")
        key("y")
        leader.sees("stays.").sees("What moves to")
        leader.presses("Merge the two records").sees("are one now").sees("Are these one person?")
        key("n")
        leader.sees("They are two people").sees("No two records of your sites")
        merge = Merge.objects.get()
        leader.goes_to(f"/claimants/{merge.other_id}/")
        assert page.url.endswith(f"/claimants/{merge.survivor_id}/")
        leader.follows("What moved, and undo").presses("Undo the merge").sees("Two records again")
        assert Claimant.objects.get(pk=merge.other_id).merged_into_id is None
        assert PossibleDuplicate.objects.exclude(decided_at=None).count() == 1

    def test_a_merge_on_a_busy_day_takes_along_what_was_booked_meanwhile(self, walk, people):
        """While the preview is open a colleague books the other record in; an old tab then sends its form in vain."""
        one, other = people["amina"], people["twice"]
        leader, coach = walk(people["leader"]), walk(people["coach"])
        coach.goes_to(f"/claimants/{other.pk}/email/").types("E-mail address", "new@example.org")
        leader.goes_to(f"/claimants/{one.pk}/").follows("All details").follows("Registered twice?")
        leader.follows("Compare").sees("Nothing but the details")
        booked = diary.book(
            claimant=other, colleague=people["coach"], site=people["site"], purpose="work_search_review",
            starts_at=(MORNING + timedelta(days=1)).replace(hour=11, minute=0), claimant_agreed=True, by=SYSTEM,
            now=MORNING,
        )  # fmt: skip
        leader.presses("Merge the two records").sees("1 appointment")
        assert Appointment.objects.get(pk=booked.pk).claimant_id == one.pk
        coach.presses("Record e-mail address").sees("Nothing was done")
        coach.follows("Open the record of").sees("11:00")
        leader.presses("Undo the merge").sees("What went back: 1 appointment")
        assert Appointment.objects.get(pk=booked.pk).claimant_id == other.pk

    def test_works_without_script(self, walk, people):
        """Buttons and links alone."""
        leader = walk(people["leader"], javascript=False).goes_to("/claimants/duplicates/")
        leader.follows("Decide one by one").presses("Later").sees("waits for a week")
        leader.follows("Yes, one person").presses("Merge the two records").sees("are one now")

    def test_whoever_has_one_of_the_two_pages_open_is_told(self, live_process, walk, people):
        """Two colleagues look at the two records while a third merges them."""
        one, other = people["amina"], people["twice"]
        leader, coach = walk(people["leader"]), walk(people["coach"])
        leader.goes_to(f"/claimants/{one.pk}/")
        coach.goes_to(f"/claimants/{other.pk}/")
        operations.merge(survivor=one, other=other, by=SYSTEM, now=MORNING)
        leader.sees(f"merged record {other.reference} into this one").looks()
        coach.sees("This record was merged into another one while you had it open").looks()
        coach.follows("Open the record of")
        assert coach.page.url.endswith(f"/claimants/{one.pk}/")

    def test_a_pair_with_a_restricted_record_is_opened_with_a_reason(self, walk, people):
        """A manager is told how many such pairs there are, and not who; the record once opened, the pair is theirs."""
        manager = factories.colleague("Mo Hill", role="customer_service_manager", site=people["site"])
        operations.restrict(claimant=people["twice"], restricted_as="protected", by=SYSTEM, now=MORNING)
        boss = (
            walk(manager, viewport={"width": 375, "height": 800})
            .goes_to("/claimants/duplicates/")
            .sees("One more pair concerns a restricted record")
        )
        assert "Aminah" not in boss.page.content()
        boss.follows("open it with a reason")
        boss.page.get_by_label("They move here").check()
        boss.types("Why do you need it?", "They may be registered twice.")
        boss.presses("Open record").sees("Are these one person?").sees("Aminah Khatun")
        boss.follows("Yes, one person").sees("The record that stays will be").presses("Merge the two records")
        merge = Merge.objects.get()
        boss.goes_to(f"/claimants/merges/{merge.pk}/").presses("Undo the merge").sees("Two records again")
        assert Claimant.objects.get(pk=people["amina"].pk).restricted_as == ""
