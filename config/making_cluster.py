"""Making the private cluster: its folder, its locale, who may sign in, and the owner's database."""

from __future__ import annotations

import os
import secrets
import shutil
from pathlib import Path

from config.data_folder import NotStarted, disk_is_full, is_full, open_to_all
from config.postgres import Programs, unprivileged_user

HOST = "127.0.0.1"
OWNER = "upton_owner"
DATABASE = "upton"

LOCALES = (
    ("--locale=C.UTF-8",),
    ("--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"),
    ("--locale=C",),
)
BUILT_IN_SINCE = 17  # the version of PostgreSQL that has C.UTF-8 on machines without it


def create(data: Path, programs: Programs, *, durable: bool) -> str:
    """Make a cluster in the folder `data`, whole or not at all, and return the password of the database's owner.

    Raises NotStarted where the user who must run PostgreSQL cannot reach the folder, or a program fails.
    """
    user = unprivileged_user()
    if user and not open_to_all(data.parent):
        raise NotStarted(
            f"PostgreSQL refuses to be run by root, so it runs as the user {user.pw_name}, who cannot reach "
            f"{data.parent}. Name a folder in UPTON_DATA that every user may pass through, or run Upton as another "
            "user."
        )
    draft = data.with_suffix(".draft")
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(mode=0o700)
    if user:
        os.chown(draft, user.pw_uid, user.pw_gid)
    _initdb(programs, draft, durable=durable)
    (draft / "pg_hba.conf").write_text(f"host all all {HOST}/32 scram-sha-256\n")
    password = secrets.token_urlsafe(24)
    # The superuser has no password and so can never sign in; what needs it is done here, before the first start.
    statements = (
        f"CREATE ROLE {OWNER} LOGIN CREATEDB CREATEROLE PASSWORD '{password}'",
        f"CREATE DATABASE {DATABASE} OWNER {OWNER}",
    )
    said = programs.run("postgres", "--single", "-D", str(draft), "postgres", text="\n".join(statements) + "\n")
    if said.returncode or "ERROR:" in said.stderr or "FATAL:" in said.stderr:
        raise NotStarted(why_not(said.stderr, data.parent))
    draft.rename(data)
    return password


def why_not(said: str, folder: Path) -> str:
    """The sentence for a server that did not start, from what its programs said."""
    if is_full(folder, said):
        return disk_is_full(folder)
    telling = [line for line in said.splitlines() if any(word in line for word in ("FATAL", "PANIC", "rror"))]
    last = (telling or said.strip().splitlines() or ["it gave no reason"])[-1]
    return f"Upton's private PostgreSQL in {folder} did not start: {last.strip()}"


def _initdb(programs: Programs, into: Path, *, durable: bool) -> None:
    for locale in LOCALES:
        if len(locale) > 1 and programs.version < BUILT_IN_SINCE:
            continue
        said = programs.run(
            "initdb",
            f"--pgdata={into}",
            "--encoding=UTF8",
            *locale,
            "--username=postgres",
            "--auth-local=reject",
            "--auth-host=reject",
            "--data-checksums",
            *([] if durable else ["--no-sync"]),
        )
        if not said.returncode:
            return
        if "locale" not in said.stderr:
            break
    raise NotStarted(why_not(said.stderr, into.parent))
