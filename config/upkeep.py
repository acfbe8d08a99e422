"""The commands `upton check-house`: what no linter looks at, and `upton handbook`: what is drawn from the code."""

from __future__ import annotations

import argparse
import os
import re
from collections.abc import Iterator, Mapping
from importlib import import_module
from io import StringIO
from typing import Any

from config.data_folder import PROJECT

REFERENCE = PROJECT / "docs" / "handbook" / "reference"
LONGEST_TEMPLATE = 60
PUBLIC = (
    "pages/layouts/public.jinja", "pages/errors/", "accounts/", "portal/", "diary/card_itself", "diary/card_parts",
)  # fmt: skip
"""Templates that claimants and strangers see: every word in them is marked for translation."""


def add_to(commands: Any) -> None:
    """Add `check-house` and `handbook` to the command line."""
    check = commands.add_parser("check-house", help="check templates, migrations, drawings and marked strings")
    check.set_defaults(do=check_house)
    draw = commands.add_parser("handbook", help="draw the handbook's reference pages anew from the code")
    draw.set_defaults(do=draw_handbook)


def check_house(_: argparse.Namespace) -> int:
    """Print each thing that is not in order; 0 when all is."""
    set_up()
    findings = [*_templates(), *_migrations(), *_drawings(), *_unmarked()]
    for finding in findings:
        print(finding)
    print(f"{len(findings)} things to put right." if findings else "The house is in order.")
    return 1 if findings else 0


def draw_handbook(_: argparse.Namespace) -> int:
    """Write the reference pages of the handbook."""
    set_up()
    REFERENCE.mkdir(parents=True, exist_ok=True)
    for name, text in _pages().items():
        (REFERENCE / name).write_text(text)
        print(f"docs/handbook/reference/{name}")
    return 0


def set_up() -> None:
    """Let the code be looked at without a database or keys."""
    os.environ.setdefault("UPTON_SECRET_KEY", "only for looking at the house, never for serving")
    os.environ.setdefault("UPTON_FACTS_KEY", "only for looking at the house, never for serving")
    # Nothing is connected to: an address is needed for the settings to be read at all.
    os.environ.setdefault("DATABASE_URL", "postgres://nobody@127.0.0.1:1/nothing")
    import django

    django.setup()


def _templates() -> Iterator[str]:
    from django.template import engines
    from jinja2 import TemplateError

    environment = engines["jinja2"].env  # type: ignore[attr-defined]
    for path in sorted((PROJECT / "upton").glob("*/jinja2/**/*.jinja")):
        name = str(path.relative_to(next(p for p in path.parents if p.name == "jinja2")))
        lines = len(path.read_text().splitlines())
        if lines > LONGEST_TEMPLATE:
            yield f"{name}: {lines} lines; past {LONGEST_TEMPLATE}, look for the part that is a macro."
        try:
            environment.get_template(name)
        except TemplateError as error:
            yield f"{name}: {error}"


def _migrations() -> Iterator[str]:
    from django.apps import apps
    from django.db.migrations.autodetector import MigrationAutodetector
    from django.db.migrations.loader import MigrationLoader
    from django.db.migrations.state import ProjectState

    loader = MigrationLoader(None)
    autodetector = MigrationAutodetector(loader.project_state(), ProjectState.from_apps(apps))
    for app, migrations in autodetector.changes(graph=loader.graph).items():
        if (PROJECT / "upton" / app).is_dir():
            wanted = "; ".join(operation.describe() for operation in migrations[0].operations)
            yield f"{app}: a migration is missing: {wanted}."


def _drawings() -> Iterator[str]:
    for name, text in _pages().items():
        path = REFERENCE / name
        if not path.is_file() or path.read_text() != text:
            yield f"docs/handbook/reference/{name} is stale: run `upton handbook`."


def _pages() -> Mapping[str, str]:
    return {"states.md": _states(), "facts.md": _facts(), "who-may.md": _who_may()}


def _states() -> str:
    from upton.foundation.states import mermaid

    out = StringIO()
    out.write("# States\n\nDrawn from the tables in each capability's rules.\n")
    for path in sorted((PROJECT / "upton").glob("*/rules.py")):
        rules = import_module(f"upton.{path.parent.name}.rules")
        if moves := getattr(rules, "MOVES", None):
            out.write(f"\n## {path.parent.name}\n\n```mermaid\n{mermaid(moves)}```\n")
    return out.getvalue()


def _facts() -> str:
    from upton.foundation.facts import kinds

    out = StringIO()
    out.write(
        "# Facts\n\nEvery kind of fact that the service states, who reads it, and its sentence for colleagues.\n\n"
    )
    out.write("| fact | audience | sentence |\n|---|---|---|\n")
    for code, kind in sorted(kinds().items()):
        out.write(f"| `{code}` | {kind.audience.value} | {kind.staff} |\n")
    return out.getvalue()


def _who_may() -> str:
    from upton.foundation.addresses import table
    from upton.policy import dated

    out = StringIO()
    out.write(
        "# Who may\n\n## Addresses\n\nEvery address with the right it asks for; the gate lets nobody else past.\n\n"
    )
    out.write("| address | name | may | how |\n|---|---|---|---|\n")
    for one in table():
        out.write(f"| `{one.route}` | {one.name} | {one.audience.may} | {', '.join(one.audience.methods)} |\n")
    out.write("\n## Roles\n\n| role | reach | answers to | rights |\n|---|---|---|---|\n")
    names = dated.words("roles")
    for entry in dated.entries("roles"):
        values = entry.values
        manager = names.get(values["managed_by"], "")
        out.write(f"| {values['name']} | {values['reach']} | {manager} | {', '.join(values['rights'])} |\n")
    return out.getvalue()


def _unmarked() -> Iterator[str]:
    from django.template import engines
    from django.utils.functional import Promise
    from jinja2 import nodes

    from upton.foundation.facts import kinds

    for code, kind in sorted(kinds().items()):
        if kind.claimant is not None and not isinstance(kind.claimant, Promise):
            yield f"{code}: its sentence for claimants is not marked for translation."
    environment = engines["jinja2"].env  # type: ignore[attr-defined]
    for name in sorted(environment.list_templates(filter_func=lambda name: name.startswith(PUBLIC))):
        source, _, _ = environment.loader.get_source(environment, name)
        for text in environment.parse(source).find_all(nodes.TemplateData):
            # A piece may begin inside a tag and end inside another: what is left is what people read.
            words = re.sub(r"\A[^<>]*>", " ", text.data)
            words = re.sub(r"<[^>]*>?|&\w+;|[\w-]+=\"[^\"]*\"?", " ", words).strip()
            if re.search(r"[A-Za-z]{2,}", words):
                yield f"{name}:{text.lineno}: “{words[:60]}” is not marked for translation."
