"""The forms of claimants' records."""

from __future__ import annotations

from upton.claimants.forms.acts import (
    DeathForm,
    DependantForm,
    OpenForm,
    PartnerForm,
    ReasonForm,
    RestrictForm,
    SeparationForm,
)
from upton.claimants.forms.calls import BeginForm, FinishForm
from upton.claimants.forms.details import (
    BornForm,
    CoachForm,
    EmailForm,
    NameForm,
    NeedsForm,
    NumberForm,
    OtherNamesForm,
    PostForm,
    RepresentativeForm,
    SafeContactForm,
    TelephonesForm,
)
from upton.claimants.forms.journal import DecisionForm, JournalForm, WordsForm
from upton.claimants.forms.pinned import PinForm
from upton.claimants.forms.record import (
    RegisterForm,
)

__all__ = [
    "BeginForm",
    "BornForm",
    "CoachForm",
    "DeathForm",
    "DecisionForm",
    "DependantForm",
    "EmailForm",
    "FinishForm",
    "JournalForm",
    "NameForm",
    "NeedsForm",
    "NumberForm",
    "OpenForm",
    "OtherNamesForm",
    "PartnerForm",
    "PinForm",
    "PostForm",
    "ReasonForm",
    "RegisterForm",
    "RepresentativeForm",
    "RestrictForm",
    "SafeContactForm",
    "SeparationForm",
    "TelephonesForm",
    "WordsForm",
]
