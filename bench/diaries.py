"""A service for the benchmark of diaries: sites, colleagues, claimants, what is booked and what is past, by COPY."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from functools import cache
from typing import Any

DIARIES_OF_A_SITE = 30
SINCE = date(2020, 1, 6)
NOW = datetime(2026, 11, 20, 17, tzinfo=UTC)
"""A Friday after the close: every day that is looked at lies ahead."""
MONDAY = date(2026, 11, 23)
FULL_DAYS, HALF_DAYS = 5, 5
"""Working days from Monday on that are full in every diary, and those after them that are half full."""
LENGTH = 40
PURPOSE = "work_focused_interview"
APPOINTMENT = """
insert into diary_appointment (claimant_id, colleague_id, site_id, purpose, during, channel, language, interpreter,
    state, booked_at, cancel_reason, outcome)
"""
# Every slot of the full days and every other one of the half days; each claimant sits in one diary.
BOOKED = (
    APPOINTMENT
    + """
select 2 * c.id - s.slot %% 2, c.id, c.home_site_id, %(purpose)s,
    tstzrange(d.starts + s.slot %% 12 * interval '40 min', d.starts + (s.slot %% 12 + 1) * interval '40 min'),
    'face_to_face', 'en', false, 'booked', %(now)s, '', ''
from (select id, home_site_id from organisation_colleague where id > %(after)s) c
cross join generate_series(0, %(slots)s) s(slot)
cross join lateral (select (%(days)s::timestamptz[])[s.slot / 12 + 1] as starts) d
where s.slot < %(full)s or s.slot %% 2 = 0
"""
)
TIMES = """
insert into diary_occupancy (appointment_id, colleague_id, claimant_id, during)
select a.id, case when w.who then a.colleague_id end, case when not w.who then a.claimant_id end, a.during
from diary_appointment a cross join (values (true), (false)) w(who) where a.id > %s
"""
PAST = (
    APPOINTMENT
    + """
select 1 + n %% %(claimants)s, c.id, c.home_site_id, %(purpose)s,
    tstzrange(t.starts, t.starts + interval '40 min'), 'face_to_face', 'en', false, 'seen', t.starts, '', 'done'
from generate_series(0, %(count)s - 1) n
join (select id, home_site_id, row_number() over (order by id) - 1 as place from organisation_colleague) c
    on c.place = n %% %(diaries)s
cross join lateral (
    select %(before)s::timestamptz - (n / %(diaries)s / 8 + 1) * interval '1 day'
        + n / %(diaries)s %% 8 * interval '1 hour' as starts
) t
"""
)
CONSTRAINTS = """
select conrelid::regclass::text, conname, pg_get_constraintdef(oid) from pg_constraint
where conrelid = any(%s::regclass[]) and contype in ('f', 'x') order by contype, conname
"""
INDEXES = """
select indexname, indexdef from pg_indexes where tablename = any(%s) and indexname not in
    (select conname from pg_constraint where conrelid = any(%s::regclass[]))
"""


def add_diaries(count: int) -> None:
    """Add so many colleagues, each with a posting from Monday to Friday at one of the sites, and two claimants each."""
    from upton.accounts.models import Account
    from upton.claimants.models import Claimant
    from upton.foundation.dated import from_day
    from upton.organisation.models import Colleague, OpeningHours, Posting, PostingDay, Site, SitePeriod

    valid, made, home = from_day(SINCE), Colleague.objects.count(), Site.objects.count()
    sites = range(home + 1, home + 1 + -(-count // DIARIES_OF_A_SITE))
    people = range(made + 1, made + 1 + count)
    at = {one: sites[place // DIARIES_OF_A_SITE] for place, one in enumerate(people)}
    copy(Site(pk=one, valid=valid, kind="jobcentre") for one in sites)
    copy(
        SitePeriod(pk=one, site_id=one, valid=valid, name=f"Site {one}", sort_key=f"site {one}", nation="england")
        for one in sites
    )
    week = [(one, day) for one in sites for day in range(5)]
    copy(
        OpeningHours(pk=one * 5 + day, site_id=one, valid=valid, weekday=day, opens=time(9), closes=time(17))
        for one, day in week
    )
    copy(Account(pk=one, username=f"bench{one}", kind="colleague", password="!") for one in people)
    copy(
        Colleague(
            pk=one, account_id=one, name=f"Coach {one}", sort_key=f"coach {one}", staff_number=f"{one:07d}",
            home_site_id=at[one],
        )
        for one in people
    )  # fmt: skip
    copy(
        Posting(pk=one, colleague_id=one, site_id=at[one], role="work_coach", valid=valid, fte=Decimal(1))
        for one in people
    )
    copy(
        PostingDay(pk=one * 5 + day, posting_id=one, colleague_id=one, valid=valid, weekday=day)
        for one in people
        for day in range(5)
    )
    copy(
        Claimant(
            pk=one, reference=f"BENCH{one}", name=f"Claimant {one}", sort_key=f"claimant {one}", born=date(1990, 1, 1),
            site_id=at[people[(one - 1) // 2 - made]], registered_at=NOW,
        )
        for one in range(2 * made + 1, 2 * (made + count) + 1)
    )  # fmt: skip


def copy(rows: Iterable[Any]) -> None:
    """Write rows of one model by COPY, their own ids included."""
    from django.db import connection

    every = list(rows)
    fields = every[0]._meta.concrete_fields
    names = ", ".join(f'"{field.column}"' for field in fields)
    with (
        connection.cursor() as cursor,
        cursor.copy(f'copy "{every[0]._meta.db_table}" ({names}) from stdin') as stream,
    ):
        for row in every:
            stream.write_row([field.get_db_prep_save(getattr(row, field.attname), connection) for field in fields])


def book_ahead(*, after: int = 0) -> None:
    """Fill the diaries of the colleagues whose ids are above `after`: full days first, then half full ones."""
    from django.db import connection

    with without_indexes("diary_occupancy"), connection.cursor() as cursor:
        cursor.execute("select coalesce(max(id), 0) from diary_appointment")
        last = cursor.fetchone()[0]
        values: dict[str, Any] = {
            "purpose": PURPOSE, "now": NOW, "after": after,
            "slots": 12 * (FULL_DAYS + HALF_DAYS) - 1, "full": 12 * FULL_DAYS,
            "days": [datetime.combine(day, time(9), UTC) for day in working_days(FULL_DAYS + HALF_DAYS)],
        }  # fmt: skip
        cursor.execute(BOOKED, values)
        cursor.execute(TIMES, [last])


def add_past(count: int) -> None:
    """Add so many appointments that are over: seen, and their time let go as the nightly job does."""
    from django.db import connection

    with without_indexes("diary_appointment"), connection.cursor() as cursor:
        cursor.execute("select count(*) from claimants_claimant")
        claimants = cursor.fetchone()[0]
        cursor.execute("select count(*) from organisation_colleague")
        values = {"claimants": claimants, "diaries": cursor.fetchone()[0], "count": count, "purpose": PURPOSE}
        cursor.execute(PAST, {**values, "before": datetime.combine(MONDAY - timedelta(days=14), time(9), UTC)})


@cache
def working_days(count: int, first: date = MONDAY) -> list[date]:
    """So many days from Monday to Friday, from `first` on; no bank holiday of England lies in the weeks used."""
    every = (first + timedelta(days=n) for n in range(3 * count))
    return [day for day in every if day.weekday() < 5][:count]


@contextmanager
def without_indexes(table: str) -> Iterator[None]:
    """Drop what makes writing many rows slow, and make it again afterwards: every row is checked then."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(CONSTRAINTS, [[table]])
        constraints = cursor.fetchall()
        cursor.execute(INDEXES, [[table], [table]])
        indexes = cursor.fetchall()
        for owner, name, _ in constraints:
            cursor.execute(f'alter table {owner} drop constraint "{name}"')
        for name, _ in indexes:
            cursor.execute(f'drop index "{name}"')
        yield
        cursor.execute("set maintenance_work_mem = '512MB'")
        for _, definition in indexes:
            cursor.execute(definition)
        for owner, name, definition in constraints:
            cursor.execute(f'alter table {owner} add constraint "{name}" {definition}')
        cursor.execute(f"analyze {table}")


@contextmanager
def as_owner() -> Iterator[None]:
    """With the rights of the database's owner, who may make and drop what the service may not."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("set role none")
        try:
            yield
        except BaseException:
            connection.close()
            raise
        for table in (
            "organisation_colleague",
            "organisation_posting",
            "organisation_postingday",
            "claimants_claimant",
        ):
            cursor.execute(f"analyze {table}")
        for table in ("accounts_account", "organisation_site", "organisation_colleague", "claimants_claimant"):
            cursor.execute(f"select setval(pg_get_serial_sequence('{table}', 'id'), (select max(id) from {table}))")
        cursor.execute("reset role")
