"""Colleagues joining and their details: name, contacts, line manager."""

from __future__ import annotations

from datetime import date, datetime

from upton.accounts import operations as accounts
from upton.foundation.actors import Actor, ActorKind
from upton.foundation.acts import operation, part_of_operation, state
from upton.foundation.clock import local_day
from upton.foundation.facts import Fact
from upton.foundation.refusals import NotPossible
from upton.foundation.sorting import sort_key
from upton.organisation import access, facts, queries, rules
from upton.organisation.models import Colleague
from upton.organisation.operations.holding import hold_colleague, hold_colleagues, hold_sites, note_colleague
from upton.organisation.operations.places import Address, open_unasked
from upton.organisation.operations.posts import Post, post_unasked, require_may_manage, require_may_post


@operation
def join(
    *,
    name: str,
    staff_number: str,
    username: str,
    password: str | None,
    where: Post,
    starts_on: date,
    line_manager: Colleague | None = None,
    by: Actor,
    now: datetime,
) -> Colleague:
    """Let somebody join with an account and their first posting: a colleague without a posting cannot exist.

    `password` is a temporary one; None opens an account that no password opens yet. Raises NotPermitted for a site or
    role beyond one's own; NotPossible for a number or username that is taken, or a posting that breaks a rule.
    """
    require_may_post(by, where, now=now)
    hold_sites([where.site])
    colleague, joined = _join(
        name, staff_number, username, password, where, starts_on, line_manager, temporary=True, by=by, now=now
    )
    state(joined)
    return colleague


@part_of_operation
def _join(
    name: str,
    staff_number: str,
    username: str,
    password: str | None,
    where: Post,
    starts_on: date,
    line_manager: Colleague | None,
    *,
    temporary: bool,
    by: Actor,
    now: datetime,
) -> tuple[Colleague, Fact]:
    name = rules.require_name(name)
    staff_number = rules.require_staff_number(staff_number)
    if Colleague.objects.filter(staff_number=staff_number).exists():
        raise NotPossible(f"The staff number {staff_number} is taken. Check it.", field="staff_number")
    _require_working(line_manager)
    account = accounts.open_account(
        username=rules.require_username(username),
        kind=ActorKind.COLLEAGUE.value,
        password=password,
        temporary=temporary,
        by=by,
        now=now,
    )
    colleague = Colleague.objects.create(
        account=account,
        name=name,
        sort_key=sort_key(name),
        staff_number=staff_number,
        home_site=where.site,
        line_manager=line_manager,
    )
    note_colleague(colleague, by=by, now=now)
    posting = post_unasked(colleague, where, starts_on)
    joined = facts.ColleagueJoined(
        site_id=where.site.pk,
        colleague_id=colleague.pk,
        posting_id=posting.pk,
        role=where.role,
        starts_on=starts_on,
    )
    return colleague, joined


@operation
def found_service(
    *,
    site_name: str,
    nation: str,
    name: str,
    staff_number: str,
    username: str,
    password: str,
    by: Actor,
    now: datetime,
) -> Colleague:
    """Begin a service: its first site and first administrator, who lets everybody else join.

    Raises NotPossible once there is any colleague, whoever asks.
    """
    if Colleague.objects.exists():
        raise NotPossible("This service has colleagues already. Its administrators let others join.")
    today = local_day(now)
    site = open_unasked(
        kind="service_centre",
        name=site_name,
        address=Address(nation),
        starts_on=today,
        district=None,
        office_number=None,
        by=by,
        now=now,
    )
    where = Post(site=site, role="administrator", weekdays=(0, 1, 2, 3, 4), fte=rules.FULL_TIME)
    colleague, joined = _join(
        name, staff_number, username, password, where, today, None, temporary=False, by=by, now=now
    )
    state(facts.SiteOpened(site_id=site.pk, what=site.kind, starts_on=today))
    state(joined)
    return colleague


@operation
def change_colleague(
    *,
    colleague: Colleague,
    name: str,
    telephone: str,
    email: str,
    line_manager: Colleague | None,
    by: Actor,
    now: datetime,
    version: int | None = None,
) -> Colleague:
    """Change a colleague's name, work contacts and line manager. Raises NotPermitted, NotPossible, Overtaken."""
    access.require_staff(by, site_id=queries.main_site(colleague, local_day(now)))
    name = rules.require_name(name)
    held = hold_colleague(colleague, by=by, now=now, version=version)
    if line_manager is None or line_manager.pk != held.line_manager_id:
        _require_working(line_manager)
        _require_no_circle(held, line_manager)
    held.name, held.sort_key = name, sort_key(name)
    held.telephone, held.email, held.line_manager = telephone, email, line_manager
    held.save(update_fields=["name", "sort_key", "telephone", "email", "line_manager"])
    state(
        facts.ColleagueChanged(
            site_id=held.home_site_id, colleague_id=held.pk, line_manager_id=line_manager.pk if line_manager else None
        )
    )
    return held


@operation
def give_temporary_password(*, colleague: Colleague, password: str, by: Actor, now: datetime) -> Colleague:
    """Give a colleague who can't sign in a temporary password; their sessions end.

    Raises NotPermitted for oneself and for roles above one's own, NotPossible for somebody who has left.
    """
    access.require_another(by, colleague_id=colleague.pk)
    require_may_manage(by, colleague, now=now)
    held = hold_colleagues([colleague])[colleague.pk]
    if held.account.closed_at is not None:
        raise NotPossible(f"{held.name} has left, and the account is closed.")
    accounts.change_password(account=held.account, password=password, temporary=True, by=by, now=now)
    state(facts.TemporaryPasswordGiven(site_id=held.home_site_id, colleague_id=held.pk))
    return held


def _require_working(manager: Colleague | None) -> None:
    if manager is not None and (manager.last_day is not None or manager.account.closed_at is not None):
        raise NotPossible(f"{manager.name} has left or is leaving. Choose another line manager.", field="line_manager")


def _require_no_circle(colleague: Colleague, manager: Colleague | None) -> None:
    seen: set[int] = set()
    above = manager
    while above is not None and above.pk not in seen:
        if above.pk == colleague.pk:
            raise NotPossible(
                f"{colleague.name} would manage themself, directly or through others.", field="line_manager"
            )
        seen.add(above.pk)
        above = above.line_manager
