"""The box to write in on top of a journal, decisions, and the search in its words."""

from __future__ import annotations

from upton.claimants.rules.journal import ABOUT_LONGEST, LONGEST, OTHER, EntryChannel
from upton.foundation import clock
from upton.pages.fields import Choice, Date, FilterForm, Form, Hidden, LongText, Search, Text
from upton.policy import dated

KINDS = (
    ("to_claimant", "Message to them"),
    ("from_claimant", "Message from them"),
    ("contact", "Contact, for both to read"),
    ("contact_staff", "Contact, for colleagues only"),
    ("note", "Note for colleagues"),
)
CHANNELS = (
    ("", "How?"),
    (EntryChannel.FACE_TO_FACE.value, "Face to face"),
    (EntryChannel.TELEPHONE.value, "By telephone"),
    (EntryChannel.ONLINE.value, "Online"),
    (EntryChannel.POST.value, "By post"),
    (EntryChannel.VISIT.value, "On a visit"),
)
BY_CHANNEL = {"from_claimant", "contact", "contact_staff"}


def subjects() -> list[tuple[str, str]]:
    """What an entry can be about, as the policy has it today."""
    return list(dated.choices("journal_subjects", clock.local_day(clock.now())))


class JournalForm(Form):
    """An entry of a journal: its words, what it is, how it came, and what it is about."""

    text = LongText("Write in the journal", missing="Write what is to stand in the journal.", longest=LONGEST, rows=3)
    kind = Choice("As", choices=KINDS, look="select", initial="to_claimant", missing="Choose what you write.")
    channel = Choice("How it came", choices=CHANNELS, look="select", required=False)
    about = Choice("About", choices=lambda: [("", "Anything"), *subjects()], look="select", required=False)
    answers = Hidden("", required=False, longest=20)

    def clean(self) -> dict[str, object]:
        """What came from them, or was a contact, came by some way."""
        cleaned = super().clean()
        if cleaned.get("kind") in BY_CHANNEL and not cleaned.get("channel") and "channel" not in self.errors:
            self.add_error("channel", "Choose how you were in contact.")
        return cleaned


class DecisionForm(Form):
    """A decision: what, why, and from when."""

    text = LongText(
        "What was decided",
        hint="In words that the claimant understands: they read it.",
        missing="Write what was decided.",
        longest=LONGEST,
        rows=3,
    )
    reason = LongText("Why", missing="Write why it was decided.", longest=LONGEST, rows=3)
    from_day = Date("From when", missing="Enter the day from which it takes effect.")
    about = Choice(
        "About",
        choices=lambda: [("", "Choose what it is about"), *subjects()],
        look="select",
        missing="Choose what the decision is about.",
    )
    about_words = Text("What it is about", hint="For something else only.", required=False, longest=ABOUT_LONGEST)

    def clean(self) -> dict[str, object]:
        """Something else is said in words."""
        cleaned = super().clean()
        if cleaned.get("about") == OTHER and not cleaned.get("about_words") and "about_words" not in self.errors:
            self.add_error("about_words", "Say in words what the decision is about.")
        return cleaned


class WordsForm(FilterForm):
    """Words to look for in a journal."""

    words = Search("Words in this journal", missing="Type the words to look for.", longest=200)
