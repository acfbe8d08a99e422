"""The real register of two years and the lists of one area at five dates, loaded into the running product."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest

from upton.engines.register.plan import EntryKind, Verb
from upton.foundation.actors import SYSTEM
from upton.foundation.models import FactRow
from upton.foundation.verification import verify
from upton.organisation import operations, queries
from upton.organisation.models import District, Register, Site, SitePeriod
from upton.organisation.register_words import Decided
from upton.organisation.tests.lists import NOW, TODAY

FIRST, SECOND = ("register_2015.csv", date(2015, 10, 1)), ("register_2016.csv", date(2016, 10, 1))
AREA_LISTS = (
    ("gm_2017-10-26_3b8ae15.csv", date(2017, 10, 26)),
    ("gm_2017-11-03_9552229.csv", date(2017, 11, 3)),
    ("gm_2018-05-16_2d3d585.csv", date(2018, 5, 16)),
    ("gm_2018-07-13_b4a6580.csv", date(2018, 7, 13)),
    ("gm_jobcentreplus.csv", date(2019, 1, 1)),
)


@pytest.fixture
def load(real_data):
    """Uploads a list of the folder, lets `decide` answer what it leaves open, and applies it."""

    def do(name, day, *, complete=True, decide=None) -> Register:
        content = (real_data / "sites" / name).read_bytes()
        how = {"by": SYSTEM, "now": NOW}
        register = operations.upload_register(content=content, filename=name, as_of=day, complete=complete, **how)
        asked = queries.pending(queries.reckon(register, TODAY))
        answers = {entry.key: answer for entry in asked if decide and (answer := decide(entry))}
        if answers:
            operations.decide_register(register=register, decisions=answers, **how)
        return operations.apply_register(register=register, **how)

    return do


def rows():
    sites = Site.objects.order_by("pk").values("pk", "valid", "office_number", "version")
    return list(sites), list(SitePeriod.objects.order_by("pk").values())


@pytest.mark.django_db(transaction=True)
class TestTheRegisterOf2015:
    def test_opens_every_office_and_the_second_time_changes_nothing(self, load):
        first = load(*FIRST)
        assert first.outcome["counts"] == {"opened": 713}
        assert (first.outcome["unplaced"], len(first.outcome["districts"])) == (68, District.objects.count())
        periods = SitePeriod.objects.select_related("district")
        assert (periods.count(), periods.filter(district=None).count()) == (713, 68)
        upton = periods.get(name="Upton Jobcentre", postcode__startswith="CH4")
        assert (upton.county, upton.district.name, upton.nation) == ("Wirral", "Merseyside", "england")
        assert set(periods.values_list("nation", flat=True)) == {"england", "wales", "scotland"}
        assert set(periods.filter(postcode__startswith="CH7").values_list("nation", flat=True)) == {"wales"}
        before = rows()
        assert load(*FIRST).outcome["counts"] == {"unchanged": 713}
        assert rows() == before
        found = verify(today=TODAY)
        assert found.findings == []
        # One chain for each site and the national one.
        assert found.chains == 714


@pytest.mark.django_db(transaction=True)
class TestTheRegisterOf2016:
    def test_reconciles_the_two_and_changes_nothing_but_what_is_open_the_second_time(self, load):
        load(*FIRST)
        second = load(*SECOND)
        assert second.outcome["counts"] == {
            "opened": 7,
            "closure_proposed": 13,
            "renamed": 34,
            "moved": 15,
            "corrected": 650,
            "cannot_tell": 2,
        }
        assert {one["line"] for one in second.outcome["left"] if one["kind"] == "cannot_tell"} == {345, 574}
        assert Site.objects.exclude(office_number=None).count() == 706
        act = FactRow.objects.filter(kind="organisation.register_applied").order_by("id").last().act_id
        stated = Counter(FactRow.objects.filter(act_id=act).values_list("kind", flat=True))
        told = {kind: stated[f"organisation.site_{kind}"] for kind in ("opened", "renamed", "moved", "closed")}
        assert told == {"opened": 7, "renamed": 34, "moved": 15, "closed": 0}
        before = rows()
        third = load(*SECOND)
        assert third.outcome["counts"] == {"unchanged": 706, "closure_proposed": 13, "cannot_tell": 2}
        assert rows() == before
        assert verify(today=TODAY).findings == []

    def test_is_settled_for_good_once_everything_is_decided(self, load):
        load(*FIRST)

        def decide(entry):
            if entry.line is None:
                return Decided(Verb.CLOSE)
            site = entry.candidates[0].site
            same = site.postcode == entry.line.postcode
            return Decided(Verb.SAME, int(site.id)) if same else Decided(Verb.SKIP)

        done = load(*SECOND, decide=decide)
        assert done.outcome["counts"]["closed"] == 13
        assert done.outcome["left"] == []
        assert Site.objects.filter(valid__endswith=date(2016, 10, 1)).count() == 13
        again = load(*SECOND)
        assert again.outcome["counts"] == {"unchanged": 707, "skipped": 1}
        assert verify(today=TODAY).findings == []


@pytest.mark.django_db
class TestTheListsOfOneArea:
    def test_tell_what_happened_there_and_nothing_of_offices_elsewhere(self, load):
        load(*FIRST)
        load(*SECOND)
        elsewhere = set(
            SitePeriod.objects.filter(postcode__regex="^(CW|CH|L|WA1 |SK1 7|SK9|SK10)").values_list("site", flat=True)
        )
        before = list(SitePeriod.objects.filter(site__in=elsewhere).order_by("pk").values())
        told = []
        answers = {
            EntryKind.CLOSURE_PROPOSED: Decided(Verb.CLOSE),
            EntryKind.REOPENING_PROPOSED: Decided(Verb.REOPEN),
        }

        def decide(entry):
            assert entry.site_id not in elsewhere
            return answers.get(entry.kind)

        for name, day in AREA_LISTS:
            done = load(name, day, complete=False, decide=decide)
            counts = done.outcome["counts"]
            told.append([counts.get(kind, 0) for kind in ("opened", "closed", "reopened", "moved", "renamed")])
            assert done.outcome["left"] == []
            assert set(load(name, day, complete=False).outcome["counts"]) == {"unchanged"}
        assert told == [[1, 1, 0, 2, 0], [0, 5, 1, 2, 1], [0] * 5, [0, 1, 0, 1, 0], [0, 1, 0, 0, 1]]
        assert list(SitePeriod.objects.filter(site__in=elsewhere).order_by("pk").values()) == before
        with_place = SitePeriod.objects.on(TODAY).exclude(latitude=None)
        assert with_place.count() >= 25
