"""Teams on their pages, and two colleagues who edit the same one."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from upton.organisation import operations
from upton.organisation.models import Team, TeamServes
from upton.organisation.rules import Overtaken
from upton.organisation.tests import factories
from upton.organisation.tests.test_pages import day, send, text_of

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


@pytest.fixture
def place():
    return factories.district("Merseyside")


@pytest.fixture
def upton(place):
    return factories.site("Upton", district=place)


@pytest.fixture
def client(upton):
    return factories.sign_in(Client(), factories.colleague("Ada Obi", role="district_manager", site=upton))


class TestPages:
    def test_are_opened_changed_and_closed(self, client, upton):
        sam = factories.colleague("Sam Price", site=upton)
        send(client, "open_team", upton.pk, name="Team A", leader=str(sam.pk), starts_on=day())
        team = upton.teams.get()
        assert client.get(reverse("organisation:team", args=[upton.pk, team.pk])).status_code == 200
        assert client.get(reverse("organisation:team_serves", args=[upton.pk, team.pk])).status_code == 200
        send(client, "change_team", upton.pk, team.pk, name="Team B", leader="")
        send(client, "close_team", upton.pk, team.pk, last_day=day(3))
        team.refresh_from_db()
        assert (team.name, team.leader, team.until) == ("Team B", None, factories.today() + timedelta(days=4))

    def test_show_both_when_somebody_was_quicker_and_let_one_send_again(self, client, upton):
        team, sam = factories.team("Digital", site=upton), factories.colleague("Sam Price", site=upton)
        shown = client.get(reverse("organisation:team", args=[upton.pk, team.pk])).content.decode()
        assert shown.count('name="version" value="1"') == 2
        send(client, "change_team", upton.pk, team.pk, version=1, name="Online", leader=str(sam.pk))
        response = send(client, "change_team", upton.pk, team.pk, version=1, name="Remote", leader="")
        page = text_of(response)
        assert response.status_code == 422
        assert "Ada Obi changed the name and the leader of the team Online, after you opened this page." in page
        assert "Name Online Remote Differs" in page
        assert "Leader Sam Price Not recorded Differs" in page
        assert 'value="Remote"' in response.content.decode()
        assert Team.objects.get().name == "Online"
        assert send(client, "change_team", upton.pk, team.pk, version=2, name="Remote", leader="").status_code == 302
        assert (Team.objects.get().name, Team.objects.get().leader) == ("Remote", None)

    def test_tell_only_what_was_changed_since_the_page_was_opened(self, client, upton):
        team, sam = factories.team("Digital", site=upton), factories.colleague("Sam Price", site=upton)
        send(client, "change_team", upton.pk, team.pk, version=1, name="Digital", leader=str(sam.pk))
        send(client, "change_team", upton.pk, team.pk, version=2, name="Online", leader=str(sam.pk))
        response = send(client, "change_team", upton.pk, team.pk, version=2, name="Remote", leader=str(sam.pk))
        assert "Ada Obi changed the name of the team Online" in text_of(response)
        assert "Leader Sam Price" not in text_of(response)

    def test_show_the_sites_that_somebody_else_chose_beside_ones_own(self, client, upton, place):
        team = factories.team(site=upton)
        hoylake, heswall = (factories.site(name, district=place) for name in ("Hoylake", "Heswall"))
        send(client, "team_serves", upton.pk, team.pk, version=1, sites=str(hoylake.pk), starts_on=day())
        response = send(client, "team_serves", upton.pk, team.pk, version=1, sites=str(heswall.pk), starts_on=day())
        page = text_of(response)
        assert response.status_code == 422
        assert "Ada Obi changed the sites served of the team" in page
        assert "Serves also Hoylake Heswall Differs" in page
        assert 'name="version" value="2"' in response.content.decode()
        assert TeamServes.objects.get().site == hoylake

    def test_show_the_last_day_that_somebody_else_set_beside_ones_own(self, client, upton):
        team = factories.team(site=upton)
        send(client, "close_team", upton.pk, team.pk, version=1, last_day="2030-03-01")
        response = send(client, "close_team", upton.pk, team.pk, version=1, last_day="2030-02-01")
        page = text_of(response)
        assert response.status_code == 422
        assert "Ada Obi changed the last day of the team" in page
        assert "Last day Fri 1 Mar 2030 Fri 1 Feb 2030 Differs" in page
        assert send(client, "close_team", upton.pk, team.pk, version=2, last_day="2030-02-01").status_code == 302

    def test_are_not_changed_by_a_form_that_changes_nothing(self, client, upton):
        team = factories.team("Digital", site=upton)
        response = send(client, "change_team", upton.pk, team.pk, version=1, name="Digital", leader="")
        assert "That is how the team stands already." in text_of(response)
        assert Team.objects.get().version == 1

    def test_answer_bad_input_on_their_own_page(self, client, upton):
        team = factories.team(site=upton)
        response = send(client, "change_team", upton.pk, team.pk, name="")
        assert response.status_code == 422
        assert "Enter the team" in text_of(response)


@pytest.mark.django_db(transaction=True)
def test_two_colleagues_who_change_a_team_at_the_same_moment_do_not_overwrite_one_another():
    team = factories.team(site=factories.site())
    outcomes = []

    def change(name):
        told = {"team": team, "name": name, "leader": None, "version": 1}
        try:
            outcomes.append(operations.change_team(**told, by=factories.anybody(), now=NOW).name)
        except Overtaken:
            outcomes.append(None)
        finally:
            connection.close()

    threads = [threading.Thread(target=change, args=(name,)) for name in ("Online", "Remote")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert outcomes.count(None) == 1
    assert (Team.objects.get().name in outcomes, Team.objects.get().version) == (True, 2)
