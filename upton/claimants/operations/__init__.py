"""Every change to claimants' records."""

from __future__ import annotations

from upton.claimants.operations.calls import Promise, begin_call, finish_call
from upton.claimants.operations.death import record_death, take_back_death
from upton.claimants.operations.details import (
    OtherName,
    change_name,
    correct_birth_date,
    set_email,
    set_national_insurance_number,
    set_needs,
    set_other_names,
    set_post_address,
    set_safe_contact,
    set_telephones,
)
from upton.claimants.operations.finding import index, index_all, index_many, know_words
from upton.claimants.operations.holds import put_on_hold, release
from upton.claimants.operations.household import (
    add_dependant,
    join_partner,
    let_dependant_leave,
    separate,
    set_joint,
)
from upton.claimants.operations.journal import (
    decide,
    note_contact,
    read,
    receive_message,
    send_message,
    take_back,
    write_note,
)
from upton.claimants.operations.merging import merge
from upton.claimants.operations.moving import move
from upton.claimants.operations.pairs import (
    keep_pairs,
    open_pair,
    propose_merge,
    put_off,
    take_back_told_apart,
    tell_apart,
)
from upton.claimants.operations.pinned import pin_again, pin_note, unpin_note
from upton.claimants.operations.record import (
    give_coach,
    owe_first_appointment,
    register,
)
from upton.claimants.operations.representing import end_representing, let_represent
from upton.claimants.operations.restricting import (
    lift,
    look_at,
    look_at_two,
    look_for,
    note_hint,
    note_look,
    open_record,
    restrict,
)
from upton.claimants.operations.unmerging import unmerge
from upton.claimants.references import new_reference
from upton.claimants.rules.merging import require_not_merged

__all__ = [
    "OtherName",
    "Promise",
    "add_dependant",
    "begin_call",
    "change_name",
    "correct_birth_date",
    "decide",
    "end_representing",
    "finish_call",
    "give_coach",
    "index",
    "index_all",
    "index_many",
    "join_partner",
    "keep_pairs",
    "know_words",
    "let_dependant_leave",
    "let_represent",
    "lift",
    "look_at",
    "look_at_two",
    "look_for",
    "merge",
    "move",
    "new_reference",
    "note_contact",
    "note_hint",
    "note_look",
    "open_pair",
    "open_record",
    "owe_first_appointment",
    "pin_again",
    "pin_note",
    "propose_merge",
    "put_off",
    "put_on_hold",
    "read",
    "receive_message",
    "record_death",
    "register",
    "release",
    "require_not_merged",
    "restrict",
    "send_message",
    "separate",
    "set_email",
    "set_joint",
    "set_national_insurance_number",
    "set_needs",
    "set_other_names",
    "set_post_address",
    "set_safe_contact",
    "set_telephones",
    "take_back",
    "take_back_death",
    "take_back_told_apart",
    "tell_apart",
    "unmerge",
    "unpin_note",
    "write_note",
]
