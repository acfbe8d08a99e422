"""Facts partitioned by month, the heads of their chains, and the function that makes the months ahead."""

from django.contrib.postgres.operations import BtreeGistExtension
from django.db import migrations, models

FACTS = """
create sequence foundation_fact_id_seq as bigint cache 1;
create table foundation_fact (
    id bigint not null,
    month date not null,
    chain bigint not null,
    number bigint not null,
    at timestamptz not null,
    kind varchar(64) not null,
    act_id uuid not null,
    caused_by bigint,
    by_kind varchar(16) not null,
    by_id bigint,
    claimant_id bigint,
    salt bytea,
    body text,
    digest bytea not null,
    seal bytea not null,
    primary key (id, month)
) partition by range (month);
create table foundation_fact_default partition of foundation_fact default;
create index foundation_fact_chain_at on foundation_fact (chain, at);
create unique index foundation_fact_chain_number on foundation_fact (chain, number, month);
create index foundation_fact_claimant on foundation_fact (claimant_id, id) where claimant_id is not null;
create index foundation_fact_by on foundation_fact (by_kind, by_id, at) where by_id is not null;

-- Runs with its owner's rights, so that the service's worker can make months ahead without owning a table.
create function foundation_make_fact_months(first date, ahead integer) returns integer
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    m date; made integer := 0; part text;
begin
    perform pg_advisory_xact_lock(hashtext('foundation_fact months'));
    for i in 0..least(ahead, 600) loop
        m := (date_trunc('month', first) + make_interval(months => i))::date;
        part := 'foundation_fact_' || to_char(m, 'YYYYMM');
        if to_regclass(part) is null then
            execute format('create table %I partition of foundation_fact for values from (%L) to (%L)',
                           part, m, (m + interval '1 month')::date);
            made := made + 1;
        end if;
    end loop;
    return made;
end $$;
revoke execute on function foundation_make_fact_months(date, integer) from public;
-- From the first month of the service to a year from now.
select foundation_make_fact_months(
    '2026-09-01', ((extract(year from now()) - 2026) * 12 + extract(month from now()) - 9 + 12)::integer);
"""
UNDO = """
drop function foundation_make_fact_months(date, integer);
drop table foundation_fact;
drop sequence foundation_fact_id_seq;
"""


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        BtreeGistExtension(),
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunSQL(FACTS, UNDO)],
            state_operations=[
                migrations.CreateModel(
                    name="FactRow",
                    fields=[
                        ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                        ("month", models.DateField()),
                        ("chain", models.BigIntegerField()),
                        ("number", models.BigIntegerField()),
                        ("at", models.DateTimeField()),
                        ("kind", models.CharField(max_length=64)),
                        ("act_id", models.UUIDField()),
                        ("caused_by", models.BigIntegerField(null=True)),
                        ("by_kind", models.CharField(max_length=16)),
                        ("by_id", models.BigIntegerField(null=True)),
                        ("claimant_id", models.BigIntegerField(null=True)),
                        ("salt", models.BinaryField(null=True)),
                        ("body", models.TextField(null=True)),
                        ("digest", models.BinaryField()),
                        ("seal", models.BinaryField()),
                    ],
                    options={"db_table": "foundation_fact"},
                ),
            ],
        ),
        migrations.CreateModel(
            name="ChainHead",
            fields=[
                ("chain", models.BigIntegerField(primary_key=True, serialize=False)),
                ("number", models.BigIntegerField()),
                ("seal", models.BinaryField()),
            ],
        ),
        # Room on each page for the next version of a row: heads are updated with every fact.
        migrations.RunSQL("alter table foundation_chainhead set (fillfactor = 20)", migrations.RunSQL.noop),
        migrations.CreateModel(
            name="Sending",
            fields=[
                ("key", models.UUIDField(primary_key=True, serialize=False)),
                ("operation", models.CharField(max_length=128)),
                ("fingerprint", models.BinaryField()),
                ("made", models.CharField(blank=True, max_length=64)),
                ("made_id", models.BigIntegerField(null=True)),
                ("at", models.DateTimeField(db_index=True)),
            ],
        ),
    ]
