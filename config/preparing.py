"""Before Upton opens: the database brought up to this version, and the demo put into an empty one."""

from __future__ import annotations

import hashlib
import json
import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from config.data_folder import PROJECT, keep, read_kept
from config.database import connection, databases, require_usable
from config.processes import run_to_end, tell

LOCK = PROJECT / "requirements" / "run.txt"


@dataclass(frozen=True)
class Steps:
    """The commands that need the whole house loaded, each in a process of its own."""

    migrate: tuple[str, ...] = (sys.executable, "-m", "config.preparing", "migrate")
    load_demo: tuple[str, ...] = (sys.executable, "-m", "config.preparing", "demo")
    list_people: tuple[str, ...] = (sys.executable, "-m", "config.preparing", "people")


def prepare(folder: Path, environment: Mapping[str, str], steps: Steps, *, demo_wanted: bool) -> bool:
    """Bring the database up to date where it is not, and return whether it holds the demo.

    Raises WrongDatabase when the database cannot be used, NotStarted when a step fails. What was found is kept in
    the data folder for each database by its identity, so that a start with nothing to do loads nothing.
    """
    log = folder / "logs" / "preparing.log"
    settings = databases(environment, as_owner=True)
    identity = require_usable(settings)
    kept = read_kept(folder / "prepared.json")
    known = kept.get(identity, {})
    packages = hashlib.sha256(LOCK.read_bytes()).hexdigest()[:16]
    if known.get("packages") != packages or migrations_missing(settings):
        tell("Bringing the database up to this version …")
        owner = {**environment, "UPTON_AS_OWNER": "1"}
        run_to_end(steps.migrate, owner, log, "The database could not be brought up to this version.")
        known = {**known, "packages": packages}
        keep(folder / "prepared.json", {**kept, identity: known})
    if demo_wanted and "demo" not in known:
        tell("Looking for the demo, and loading it if the database is empty …")
        answer = run_to_end(steps.load_demo, environment, log, "The demo could not be loaded.")
        known = {**known, "demo": _last_line(answer)}
        keep(folder / "prepared.json", {**kept, identity: known})
    return demo_wanted and bool(known.get("demo"))


def migrations_missing(settings: Mapping[str, Any]) -> bool:
    """Whether a migration of Upton's own stands in a file and not in the database."""
    import psycopg  # here, because this module is also started for steps that connect through Django

    wanted = {(file.parent.parent.name, file.stem) for file in PROJECT.glob("upton/*/migrations/[0-9]*.py")}
    with psycopg.connect(**connection(settings)) as opened:
        if opened.execute("SELECT to_regclass('django_migrations')").fetchone() == (None,):
            return True
        return bool(wanted - set(opened.execute("SELECT app, name FROM django_migrations")))


def people_of_the_demo(environment: Mapping[str, str], steps: Steps, log: Path) -> list[dict[str, str]]:
    """One person of the demo for each role: `role`, `name` and `link`, the way in. Raises NotStarted if that fails."""
    answer = run_to_end(steps.list_people, environment, log, "The people of the demo could not be listed.")
    return [dict(person) for person in _last_line(answer)]


def _last_line(said: str) -> Any:
    # What stands before it is for people: a step may tell how far it is.
    return json.loads(said.strip().splitlines()[-1])


def main(step: str) -> None:
    """Do one step in this process, with the house loaded, and print its answer as JSON."""
    import django  # here, because the caller of `prepare` must not wait for it

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    if step == "migrate":
        from django.core.management import call_command

        call_command("migrate", interactive=False, verbosity=0)
        return
    from upton.demo.operations import load_demo
    from upton.demo.queries import is_empty
    from upton.demo.queries import people as people_of_roles

    if step == "demo" and is_empty():
        load_demo()
    people = [{"role": one.role, "name": one.name, "link": one.link} for one in people_of_roles()]
    print(json.dumps(bool(people) if step == "demo" else people))


if __name__ == "__main__":
    main(sys.argv[1])
