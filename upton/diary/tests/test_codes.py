"""The code on an appointment card: nobody counts by it, nobody guesses it, and a slip is noticed."""

from __future__ import annotations

import pytest

from upton.diary.codes import ALPHABET, code_of, id_in
from upton.diary.queries import appointment_with_code
from upton.diary.tests.factories import appointment
from upton.organisation.tests import factories

SUPPORT = "service_delivery_support"


class TestACode:
    @pytest.mark.parametrize("number", [0, 1, 2, 999, 10**6, 10**9, 28**8 - 1])
    def test_leads_back_to_its_appointment(self, number):
        assert id_in(code_of(number)) == number

    def test_is_read_however_it_is_typed(self):
        code = code_of(77)
        for typed in (code.lower(), code.replace("-", ""), f" {code.replace('-', ' ')} "):
            assert id_in(typed) == 77

    def test_is_never_the_code_of_two(self):
        assert len({code_of(number) for number in range(5000)}) == 5000

    def test_tells_nothing_of_how_many_there_are(self):
        """Of appointments booked one after the other, hardly any two signs stand in the same place."""
        same = [sum(a == b for a, b in zip(code_of(n), code_of(n + 1), strict=True)) - 2 for n in range(500)]
        assert sum(same) / len(same) < 1

    def test_notices_every_slip_of_one_sign(self):
        signs = code_of(4242).replace("-", "")
        for place in range(len(signs)):
            for wrong in set(ALPHABET) - {signs[place]}:
                assert id_in(signs[:place] + wrong + signs[place + 1 :]) is None

    def test_depends_on_the_key(self, settings):
        code = code_of(5)
        settings.UPTON_FACTS_KEY = b"another key of another service, long enough"
        assert code_of(5) != code

    @pytest.mark.parametrize("typed", ["", "x", "K7QD-2MXH", "0" * 9, "I" * 9, "²" * 9, "é" * 9, "A" * 5000, "\x00"])
    def test_is_nothing_else(self, typed):
        assert id_in(typed) is None

    @pytest.mark.parametrize("number", [-1, 28**8])
    def test_is_for_appointments_alone(self, number):
        with pytest.raises(ValueError, match="No appointment"):
            code_of(number)


@pytest.mark.django_db
class TestAppointmentWithCode:
    def test_is_found_at_any_site_by_the_front_of_house(self):
        one = appointment()
        assert appointment_with_code(factories.actor_as(SUPPORT), code_of(one.pk)) == one

    def test_is_not_found_where_the_record_is_restricted(self):
        one = appointment()
        one.claimant.restricted_as = "staff"
        one.claimant.save(update_fields=["restricted_as"])
        assert appointment_with_code(factories.actor_as(SUPPORT), code_of(one.pk)) is None

    def test_is_not_found_elsewhere_by_whoever_may_not_find_people(self):
        assert appointment_with_code(factories.actor_as("partnership_manager"), code_of(appointment().pk)) is None

    def test_is_nothing_for_a_code_of_no_appointment(self):
        assert appointment_with_code(factories.actor_as(SUPPORT), code_of(10**9)) is None
