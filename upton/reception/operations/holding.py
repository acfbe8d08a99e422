"""What every act at the door is made of: the day held open, the next ticket, a visit held and moved on."""

from __future__ import annotations

from datetime import date, datetime

from upton.duties import operations as duties
from upton.foundation import live
from upton.foundation.acts import part_of_operation
from upton.foundation.clock import local_day
from upton.foundation.holding import as_it_stands
from upton.foundation.prepared import ask
from upton.foundation.states import advance
from upton.reception import rules
from upton.reception.models import SiteDay, Visit, VisitState

NEXT_TICKET = """
insert into reception_siteday (site_id, day, tickets, reopen_reason) values (%s, %s, 1, '')
on conflict (site_id, day) do update set tickets = reception_siteday.tickets + 1 returning tickets
"""


def require_open(*, site_id: int, now: datetime) -> None:
    """The day of the site is not signed yet. Raises NotPossible."""
    found = SiteDay.objects.filter(site_id=site_id, day=local_day(now)).values_list("closed_at", flat=True).first()
    rules.require_day_open(found)


@part_of_operation
def next_ticket(*, site_id: int, day: date) -> int:
    """The next ticket of a site's day, from 1; two desks get two, one after the other."""
    ((ticket,),) = ask(NEXT_TICKET, [site_id, day])
    return int(ticket)


def held(visit: Visit) -> Visit:
    """The visit as it stands now, held until the act is over."""
    rows = Visit.objects.select_for_update(of=("self",)).select_related("appointment", "claimant", "colleague")
    return as_it_stands(rows, visit.pk)


@part_of_operation
def move(visit: Visit, verb: str, **changes: object) -> None:
    """Let a visit go on in its life, with what changes on the way. Raises NotPossible, saying how it stands."""
    before = VisitState(visit.state)
    words = f"They are noted as {rules.WORDS[before]} now, so nothing was changed. Look at the floor."
    visit.state = advance(before, verb, rules.MOVES, otherwise=words).value
    for name, value in changes.items():
        setattr(visit, name, value)
    visit.save(update_fields=["state", *changes])
    tell(visit)


@part_of_operation
def owe_seeing(visit: Visit, *, now: datetime) -> None:
    """Let a colleague, or whoever of the role comes first, owe it to somebody without an appointment to see them."""
    duties.owe(
        what="see_visitor",
        site_id=visit.site_id,
        subject=("visit", visit.pk),
        claimant_id=visit.claimant_id,
        colleague_id=visit.colleague_id,
        role=visit.role,
        due_at=visit.came_at,
        now=now,
    )


def tell(visit: Visit) -> None:
    """Tell the pages of the floor, and whoever the visit waits for."""
    live.tell(f"floor:{visit.site_id}")
