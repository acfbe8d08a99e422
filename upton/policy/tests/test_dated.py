"""Dated data is in force from its first day up to but without its last, and its files hang together (OPS-4, ORG-3)."""

from __future__ import annotations

from datetime import date

import pytest

from upton.policy import dated

FILE = """
[[entry]]
code = "tea"
name = "Tea"
from = 2020-01-06
until = 2026-01-01
minutes = 10

[[entry]]
code = "tea"
name = "Afternoon tea"
from = 2026-01-01
minutes = 20

[[entry]]
code = "coffee"
name = "Coffee"
from = 2020-01-06
until = 2025-01-01
"""
ROLES, RIGHTS = dated.entries("roles"), dated.entries("rights")


@pytest.fixture
def drinks(tmp_path, monkeypatch):
    """A policy file of our own."""
    (tmp_path / "drinks.toml").write_text(FILE)
    monkeypatch.setattr(dated, "FOLDER", tmp_path)
    kept = (dated.entries, dated.on, dated.words)
    for one in kept:
        one.cache_clear()
    yield
    for one in kept:
        one.cache_clear()


@pytest.mark.usefixtures("drinks")
class TestDated:
    @pytest.mark.parametrize(
        ("day", "names"),
        [
            (date(2020, 1, 5), set()),
            (date(2020, 1, 6), {"Tea", "Coffee"}),
            (date(2024, 12, 31), {"Tea", "Coffee"}),
            (date(2025, 1, 1), {"Tea"}),
            (date(2025, 12, 31), {"Tea"}),
            (date(2026, 1, 1), {"Afternoon tea"}),
        ],
    )
    def test_holds_from_its_first_day_up_to_but_without_its_last(self, day, names):
        assert {entry.values["name"] for entry in dated.on("drinks", day).values()} == names

    def test_offers_a_form_what_is_in_force(self):
        assert dated.choices("drinks", date(2026, 5, 1)) == [("tea", "Afternoon tea")]

    def test_has_a_word_for_old_records_too_the_latest_one(self):
        assert dated.words("drinks") == {"tea": "Afternoon tea", "coffee": "Coffee"}

    def test_can_not_be_changed_by_whoever_reads_it(self):
        with pytest.raises(TypeError):
            dated.entries("drinks")[0].values["minutes"] = 1
        with pytest.raises(TypeError):
            dated.on("drinks", date(2024, 1, 1))["tea"] = None
        with pytest.raises(TypeError):
            dated.words("drinks")["tea"] = "Milk"


@pytest.mark.parametrize("file", sorted(path.stem for path in dated.FOLDER.glob("*.toml")))
class TestEveryFile:
    def test_has_one_entry_of_a_code_in_force_at_a_time(self, file):
        for one in dated.entries(file):
            others = [e for e in dated.entries(file) if e is not one and e.code == one.code]
            assert not any(e.in_force(one.start) for e in others)

    def test_ends_nothing_before_it_began(self, file):
        assert [e.code for e in dated.entries(file) if e.until is not None and e.until <= e.start] == []

    def test_names_everything(self, file):
        assert all(entry.values["name"] for entry in dated.entries(file))


@pytest.mark.parametrize("role", ROLES, ids=[role.code for role in ROLES])
class TestEveryRole:
    """ORG-3: job roles with their responsibilities and line of management."""

    def test_grants_only_rights_that_there_are(self, role):
        assert set(role.values["rights"]) <= {right.code for right in RIGHTS}

    def test_is_managed_by_a_role_that_there_is(self, role):
        assert role.values["managed_by"] in {"", *(other.code for other in ROLES)}

    def test_has_a_line_of_management_that_ends(self, role):
        managers, above = {other.code: other.values["managed_by"] for other in ROLES}, role.code
        for _ in ROLES:
            above = managers[above]
            if not above:
                return
        pytest.fail(f"{role.code} is managed in a circle.")

    def test_says_what_it_answers_for_and_how_far_it_reaches(self, role):
        assert role.values["answers_for"]
        assert role.values["reach"] in {"site", "served", "district", "region", "national"}


class TestRights:
    def test_are_each_held_by_some_role(self):
        held = {right for role in ROLES for right in role.values["rights"]}
        assert {right.code for right in RIGHTS} - held == set()


class TestPurposes:
    """DIA-2: length, and who may take them."""

    @pytest.mark.parametrize("purpose", dated.entries("appointment_types"), ids=lambda entry: entry.code)
    def test_are_taken_by_roles_that_there_are_for_a_time(self, purpose):
        assert set(purpose.values["roles"]) <= {role.code for role in ROLES}
        assert 5 <= purpose.values["minutes"] <= 240
