"""The habits of the house, read off the source itself."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parent.parent
SOURCE = sorted(
    path
    for folder in ("upton", "config")
    for path in (PROJECT / folder).rglob("*.py")
    if not {"migrations", "tests", "node_modules"} & set(path.parts)
)
WRITES = {"create", "bulk_create", "save", "delete", "update", "bulk_update", "get_or_create", "update_or_create"}
AVOIDED = re.compile(r"(Manager|Service|Helper|Utils?|Mixin)$")
NO_ROOMS = {"common", "utils", "util", "helpers", "helper", "misc", "managers", "services"}
LONGEST = 350
MAY_WRITE = {"stating.py", "once.py", "jobs.py", "sessions.py", "sightings.py", "throttle.py"}
"""Files beside operations that change rows: the writer of facts, form keys, forgetting jobs, sessions, when a device
was last seen, the throttle."""


def name_of(path: Path) -> str:
    return str(path.relative_to(PROJECT))


def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text())


def names() -> list[str]:
    return [name_of(path) for path in SOURCE]


@pytest.mark.parametrize("path", SOURCE, ids=names())
class TestEveryModule:
    def test_opens_with_one_sentence(self, path):
        text = path.read_text().strip()
        assert not text or ast.get_docstring(tree_of(path)), "A module opens with a sentence that says what it is."

    def test_is_short_enough_to_hold_in_the_head(self, path):
        assert len(path.read_text().splitlines()) <= LONGEST, "Look for the missing idea."

    def test_names_nothing_after_what_it_is_not(self, path):
        classes = [node.name for node in ast.walk(tree_of(path)) if isinstance(node, ast.ClassDef)]
        assert not [name for name in classes if AVOIDED.search(name)]
        assert not NO_ROOMS & {part.removesuffix(".py") for part in path.relative_to(PROJECT).parts}

    def test_documents_what_is_public(self, path):
        bare = [f"{node.name} (line {node.lineno})" for node in _public(tree_of(path)) if not ast.get_docstring(node)]
        assert not bare, "A public function or class has a docstring."


def _public(within: ast.Module | ast.ClassDef) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef]:
    """The public classes and functions of a module, and the public methods of its public classes."""
    for node in within.body:
        named = isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
        if named and not node.name.startswith("_") and node.name not in ("Meta", "ready"):
            yield node
            if isinstance(node, ast.ClassDef):
                yield from _public(node)


def views() -> list[Path]:
    return [path for path in SOURCE if "views" in path.stem or "views" in path.parts or path.stem.endswith("_page")]


@pytest.mark.parametrize("path", views(), ids=[name_of(path) for path in views()])
class TestViews:
    def test_ask_queries_and_never_the_tables(self, path):
        touched = [
            node.lineno
            for node in ast.walk(tree_of(path))
            if isinstance(node, ast.Attribute) and node.attr == "objects"
        ]
        assert not touched, f"A view touches .objects in lines {touched}: ask a query."


def outside_operations() -> list[Path]:
    return [
        path
        for path in SOURCE
        if not ({"operations", "demo"} & set(path.parts))
        and path.name != "operations.py"
        and path.name not in MAY_WRITE
    ]


@pytest.mark.parametrize("path", outside_operations(), ids=[name_of(path) for path in outside_operations()])
class TestOutsideOperations:
    def test_changes_no_rows(self, path):
        assert not list(_writes(tree_of(path))), "Rows change in operations, and nowhere else."


def _writes(tree: ast.Module) -> Iterator[int]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in WRITES:
            chain = ast.unparse(node.func.value)
            keywords = {keyword.arg for keyword in node.keywords}
            if ".objects" in chain or "update_fields" in keywords or "force_insert" in keywords:
                yield node.lineno


def operation_files() -> list[Path]:
    return [path for path in SOURCE if path.name == "operations.py" or path.parent.name == "operations"]


@pytest.mark.parametrize("path", operation_files(), ids=[name_of(path) for path in operation_files()])
class TestOperations:
    def test_say_that_they_are(self, path):
        bare = [
            node.name
            for node in tree_of(path).body
            if isinstance(node, ast.FunctionDef)
            and not node.name.startswith("_")
            and list(_writes(ast.Module([node], [])))
            and not {ast.unparse(d) for d in node.decorator_list} & {"operation", "part_of_operation"}
        ]
        assert not bare, "What changes rows is an @operation, or a @part_of_operation."

    def test_state_a_fact(self, path):
        silent = [
            node.name
            for node in tree_of(path).body
            if isinstance(node, ast.FunctionDef)
            and "operation" in {ast.unparse(d) for d in node.decorator_list}
            and not any(
                isinstance(n, ast.Call) and ast.unparse(n.func).split(".")[-1].lstrip("_") in STATING
                for n in ast.walk(node)
            )
        ]
        assert not silent, "An operation states what happened."


STATING = {"state", "state_spread", "state_all", "state_change", "drop", "operations", "check_in", "check_in_instead"}
