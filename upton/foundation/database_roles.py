"""The two roles of the database: the owner migrates; the service works, and may only add facts and read them."""

from __future__ import annotations

from django.db import connections, transaction

SERVICE = "upton_service"
APPEND_ONLY = ("foundation_fact",)

CREATE = f"""
do $$ begin
    if not exists (select from pg_roles where rolname = '{SERVICE}') then create role {SERVICE} nologin; end if;
exception when duplicate_object or unique_violation then null;
end $$
"""
JOIN = f"""
do $$ begin
    -- Since PostgreSQL 16 whoever makes a role is its member without being allowed to take it.
    if not pg_has_role(
        session_user, '{SERVICE}',
        case when current_setting('server_version_num')::integer < 160000 then 'member' else 'set' end
    ) then execute format('grant {SERVICE} to %I', session_user); end if;
exception when unique_violation or object_in_use or internal_error then null;
end $$
"""


def create(using: str) -> None:
    """Make the service's role where the cluster has none. Raises ProgrammingError if the owner may not make roles."""
    with connections[using].cursor() as cursor:
        cursor.execute(CREATE)
        cursor.execute(JOIN)


def grant(using: str) -> None:
    """Grant the service what it needs on every table as they stand now, and on facts only INSERT and SELECT."""
    create(using)
    with transaction.atomic(using=using), connections[using].cursor() as cursor:
        cursor.execute(f"grant usage on schema public to {SERVICE}")
        cursor.execute(f"grant select, insert, update, delete on all tables in schema public to {SERVICE}")
        cursor.execute(f"grant usage, select on all sequences in schema public to {SERVICE}")
        cursor.execute(f"grant execute on all functions in schema public to {SERVICE}")
        for table in [*APPEND_ONLY, "django_migrations"]:
            cursor.execute(f"revoke update, delete, truncate, references, trigger on {table} from {SERVICE}")
        cursor.execute(
            "select c.oid::regclass::text from pg_inherits i join pg_class c on c.oid = i.inhrelid "
            "where i.inhparent = any(%s::regclass[])",
            [list(APPEND_ONLY)],
        )
        for (partition,) in cursor.fetchall():
            cursor.execute(f"revoke all on {partition} from {SERVICE}")
            if partition.endswith("_default"):
                cursor.execute(f"grant select on {partition} to {SERVICE}")
