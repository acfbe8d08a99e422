"""Every string that can be translated is found for translators, and what they wrote is what a claimant reads."""

from __future__ import annotations

import ast
import re
import struct

import pytest
from django.test import Client
from django.utils import translation

from config.messages import as_template, messages, write_messages
from upton.claimants.tests.factories import claimant
from upton.diary import operations
from upton.diary.tests.factories import TEN, appointment
from upton.diary.tests.working import changed_type
from upton.foundation.actors import SYSTEM, Actor, ActorKind
from upton.foundation.reading import journal
from upton.foundation.tests.clocks import stop
from upton.organisation.tests import factories
from upton.policy.words import read_by_claimants, translated

WELSH = {
    "Your appointment": "Eich apwyntiad",
    "It is %(what)s.": "Mae e %(what)s.",
    "to go through your new claim": "i fynd trwy eich cais newydd",
    "Your bank details": "Eich manylion banc",
    "Polish": "Pwyleg",
    "New claim": "Cais newydd",
}


def entry(text, translations):
    """The text of a template with some of its messages translated."""
    for message, said in translations.items():
        before = f'msgid "{message}"\nmsgstr ""'
        assert before in text, message
        text = text.replace(before, f'msgid "{message}"\nmsgstr "{said}"')
    return text


def compiled(po):
    """What gettext reads, made from the text of a catalogue whose messages have no plurals."""
    found = {}
    for message, said in re.findall(r'^msgid ("(?:[^"\\]|\\.)*")\nmsgstr ("(?:[^"\\]|\\.)+")$', po, re.MULTILINE):
        found[ast.literal_eval(message).encode()] = ast.literal_eval(said).encode()
    found[b""] = b"Content-Type: text/plain; charset=UTF-8\n"
    pairs, count = sorted(found.items()), len(found)
    texts, tables, at = b"", [b"", b""], 28 + 16 * count
    for side in (0, 1):
        for pair in pairs:
            tables[side] += struct.pack("<II", len(pair[side]), at + len(texts))
            texts += pair[side] + b"\0"
    return struct.pack("<7I", 0x950412DE, 0, count, 28, 28 + 8 * count, 0, 0) + b"".join(tables) + texts


@pytest.fixture
def welsh(settings, tmp_path, monkeypatch):
    """A catalogue made out of the template, with a few messages in Welsh."""
    stop(monkeypatch)
    folder = tmp_path / "cy" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "django.mo").write_bytes(compiled(entry(as_template(messages()), WELSH)))
    settings.LOCALE_PATHS = [tmp_path]


@pytest.fixture
def ben():
    return factories.colleague("Ben Hart")


class TestMessages:
    @pytest.mark.parametrize(
        "message",
        [
            ("It takes about %(num)d minute.", "It takes about %(num)d minutes."),
            ("What to bring",),
            ("You missed your appointment on {starts_at} with {colleague}. Tell us if something kept you.",),
            ("to sign for your benefit",),
            ("Papers about your work here, such as a contract or pay slips",),
            ("British Sign Language",),
        ],
    )
    def test_are_found_in_code_in_templates_and_in_the_data(self, message):
        assert messages()[message]

    def test_say_where_they_stand(self):
        assert messages()["to sign for your benefit",] == ["told of fortnightly_signing in appointment_types"]

    def test_of_the_data_are_never_empty(self):
        assert [where for where, text in read_by_claimants() if not text.strip()] == []

    def test_are_written_as_gettext_reads_them(self):
        written = as_template({('Say "%(what)s"\n',): ["a.py:1"], ("day", "days"): ["told of x in y"]})
        assert '#: a.py:1\n#, python-format\nmsgid "Say \\"%(what)s\\"\\n"\nmsgstr ""\n' in written
        assert '#. told of x in y\nmsgid "day"\nmsgid_plural "days"\nmsgstr[0] ""\nmsgstr[1] ""\n' in written

    def test_are_written_to_a_file(self, tmp_path, capsys):
        class Asked:
            to = tmp_path / "new" / "upton.pot"

        assert write_messages(Asked) == 0
        assert 'msgid "Your bank details"' in Asked.to.read_text()
        assert "can be translated" in capsys.readouterr().out


@pytest.mark.django_db
@pytest.mark.usefixtures("welsh")
class TestWhatAClaimantReads:
    def card(self, ben, **own):
        one = appointment(ben, purpose="new_claim", **own)
        return factories.sign_in(Client(), ben).get(f"/appointments/{one.pk}/card/").content.decode()

    def test_is_in_their_language_on_the_card_whatever_the_colleague_reads(self, ben):
        person = claimant(site=ben.home_site, language="cy")
        card = self.card(ben, claimant=person, language="pl", interpreter=True)
        article = card[card.index("<article") : card.index("</article>")]
        assert 'lang="cy"' in article
        assert "Mae e i fynd trwy eich cais newydd." in article
        assert "<li>Eich manylion banc</li>" in article
        assert "Pwyleg" in article
        assert "Eich apwyntiad" in article
        assert "Print card" in card

    @pytest.mark.parametrize("language", ["en", "pl"])
    def test_is_english_where_the_service_does_not_speak_it(self, ben, language):
        card = self.card(ben, claimant=claimant(site=ben.home_site, language=language))
        assert "It is to go through your new claim." in card
        assert '<article class="u-apptcard" lang="en-gb"' in card

    def test_holds_nothing_that_was_typed_as_markup_or_a_placeholder(self, ben):
        changed_type("new_claim", since=TEN.date(), told="<b>100% of it</b>", bring=["<i>50%</i> off"])
        card = self.card(ben, claimant=claimant(site=ben.home_site))
        assert "It is &lt;b&gt;100% of it&lt;/b&gt;." in card
        assert "<li>&lt;i&gt;50%&lt;/i&gt; off</li>" in card

    def test_is_in_their_language_in_the_journal(self, ben):
        person = claimant(site=ben.home_site)
        operations.book(
            claimant=person, colleague=ben, site=ben.home_site, purpose="new_claim", starts_at=TEN.replace(day=26),
            by=SYSTEM, now=TEN,
        )  # fmt: skip
        with translation.override("cy"):
            (line,) = journal(person.pk, Actor(ActorKind.CLAIMANT, person.pk))
        assert "(cais newydd)" in line.text

    def test_is_nothing_where_nothing_is_said(self):
        assert translated("") == ""
