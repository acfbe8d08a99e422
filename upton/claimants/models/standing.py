"""Nothing is written under a record that was merged: the database sees to it in the act itself (decision 0019)."""

from __future__ import annotations

from django.db import migrations

# What Django checks of a foreign key it checks at the end, when the facts' chains are held already: this holds the
# claimant before the row is there, so that nobody waits for the row who holds the claimant. A merge holds both records
# against it: the row stands before the merge, or is refused.
STANDS = """
create function claimants_stand() returns trigger language plpgsql as $$
declare
    gone bigint;
begin
    select merged_into_id into gone from claimants_claimant where id = new.claimant_id for key share;
    if gone is not null then
        raise unique_violation using message = 'This record was merged.', constraint = 'claimant_stands';
    end if;
    return new;
end $$
"""
PAIR = """
create function claimants_hold_pair() returns trigger language plpgsql as $$
begin
    perform from claimants_claimant
        where id = any(array(select first_id from added union all select second_id from added))
        order by id for key share;
    return null;
end $$
"""
TRIGGER = "create trigger claimant_stands before insert on {table} for each row execute function claimants_stand()"
PAIRS = """
create trigger pair_stands after insert on claimants_possibleduplicate referencing new table as added
for each statement execute function claimants_hold_pair()
"""


def define() -> list[migrations.RunSQL]:
    """What a migration runs to define how rows are looked at that are added under claimants, and pairs of them."""
    return [
        migrations.RunSQL(STANDS, "drop function claimants_stand"),
        migrations.RunSQL(PAIR, "drop function claimants_hold_pair"),
        migrations.RunSQL(PAIRS, "drop trigger pair_stands on claimants_possibleduplicate"),
    ]


def stand(*tables: str) -> list[migrations.RunSQL]:
    """What a migration runs so that no row is added to these tables under a claimant whose record was merged."""
    return [
        migrations.RunSQL(TRIGGER.format(table=table), f"drop trigger claimant_stands on {table}") for table in tables
    ]
