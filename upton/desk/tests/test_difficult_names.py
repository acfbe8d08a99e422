"""Names as people have them: registered, found, booked and printed on the card as they are written (CLM-1)."""

from __future__ import annotations

import html
import re
import unicodedata
import uuid

import pytest

from upton.claimants.models import Claimant
from upton.diary.models import Appointment
from upton.foundation.tests.clocks import stop
from upton.organisation.tests import factories

pytestmark = pytest.mark.django_db

NAMES = {
    "Null": "null",
    "None": "None",
    "O'Neill": "oneill",
    "O’Neill": "O'Neill",
    "Siobhán O'Neill": "siobhan o’neill",
    "Philippa d'Arcy-Smith": "darcy smith",
    "Zainab d’Arcy-Smith": "d'arcy-smith",
    "Jan van der Berg": "vanderberg",
    "Ng": "ng",
    "U": "u",
    "Cher": "CHER",
    "李": "李",
    "李小龙": "李小龙",
    "محمد بن سلمان": "محمد",
    "किरण शर्मा": "किरण",
    "Zoe\u0308 Mu\u0308ller": "Zoë Müller",
    "Nguye\u0302\u0303n Thi\u0323": "Nguyen Thi",
    "Robin 😀 Smith": "Robin Smith",
    "Þórsdóttir": "thorsdottir",
    "Pablo Diego José Francisco de Paula Juan Nepomuceno María de los Remedios Ruiz y Picasso": "Pablo Picasso",
    "N" * 200: "N" * 200,
    "X Æ A-12": "X Æ A-12",
    "Agent 47": "agent 47",
    '<b>Bold</b> & "Quoted" {{ 7 * 7 }}': "bold quoted",
}


@pytest.fixture(autouse=True)
def _now(monkeypatch):
    stop(monkeypatch)


@pytest.fixture
def desk(client):
    site = factories.site("Upton", district=factories.district(region=factories.region()))
    factories.colleague("Ben Hart", site=site)
    return factories.sign_in(client, factories.colleague("Ada Obi", role="service_delivery_support", site=site))


def send(client, address, **typed):
    return client.post(address, {"key": str(uuid.uuid4())} | typed)


def register(client, name):
    return send(client, "/claimants/register/", name=name, born="27 3 1984")


def source(response):
    return re.sub(r"\s+", " ", response.content.decode())


def shown(response):
    """What one reads on the page."""
    return html.unescape(re.sub("<[^>]+>", " ", source(response)))


def book_first(client, one):
    page = source(client.get(f"/claimants/{one.pk}/book/"))
    slot = html.unescape(re.search(r'value="(\d+\|[^"]+)"', page)[1])
    return send(client, f"/claimants/{one.pk}/book/", slot=slot, purpose="new_claim", claimant_agreed="yes")


class TestAName:
    @pytest.mark.parametrize(("name", "asked"), NAMES.items(), ids=[ascii(name[:20]) for name in NAMES])
    def test_is_kept_found_booked_and_printed_as_it_is_written(self, desk, name, asked):
        kept = " ".join(unicodedata.normalize("NFC", name).split())
        made = register(desk, name)
        assert made.status_code == 302, shown(made)
        one = Claimant.objects.get()
        assert one.name == kept
        assert f"{kept} is registered" in shown(desk.get(made.url))
        for words in (asked, name[:200]):
            assert found(desk, words, one), words
        booked = book_first(desk, one)
        assert booked.url == f"/claimants/{one.pk}/"
        card = desk.get(f"/appointments/{Appointment.objects.get().pk}/card/")
        for page in (card, desk.get(booked.url), desk.get("/day-sheet/")):
            assert kept in shown(page) or html.escape(kept, quote=False) in plain_quotes(page)
            assert "<b>Bold" not in source(page)

    @pytest.mark.parametrize(
        ("name", "sentence"),
        [
            ("   ", "Enter their name as they give it."),
            ("\u2003\u00a0", "Enter their name as they give it."),
            ("n" * 201, "Use at most 200 characters"),
            ("Amina\x07Khan", "Character 6 can't be read"),
        ],
    )
    def test_that_is_none_gets_its_sentence(self, desk, name, sentence):
        refused = register(desk, name)
        assert refused.status_code == 422
        assert sentence in shown(refused)
        assert not Claimant.objects.exists()

    def test_is_told_apart_from_another_by_more_than_its_marks(self, desk):
        register(desk, "Siobhán O’Neill")
        again = register(desk, "Siobhan O'Neill")
        assert again.status_code == 422
        assert "Registered already" in shown(again)
        assert Claimant.objects.count() == 1


def found(client, words, one):
    """Whether somebody is among the hits, or their record opened at once, as it does on a single hit with figures."""
    answer = client.post("/search/", {"q": words}, follow=True)
    if answer.redirect_chain[-1][0] == f"/claimants/{one.pk}/":
        return True
    return f'<a href="/claimants/{one.pk}/">{html.escape(one.name, quote=False)}' in plain_quotes(answer)


def plain_quotes(response):
    return re.sub("&#39;|&#x27;", "'", source(response)).replace("&#34;", '"').replace("&quot;", '"')
