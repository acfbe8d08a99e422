"""The command `upton messages`: every string that can be translated, as a template for translators."""

from __future__ import annotations

import argparse
import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from config.data_folder import PROJECT
from config.upkeep import set_up

TEMPLATE = PROJECT / "locale" / "django.pot"
MARKS = {"_", "gettext", "gettext_lazy", "gettext_noop", "ngettext", "ngettext_lazy"}
"""The functions that mark a string, and the second of them that counts."""
Message = tuple[str, ...]
"""A string, or one and its plural."""
HEAD = """# Every string that can be translated. Made by `upton messages`; not written by hand.
msgid ""
msgstr ""
"Project-Id-Version: Upton\\n"
"Language: \\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"""


def add_to(commands: Any) -> None:
    """Add `messages` to the command line."""
    one = commands.add_parser("messages", help="write the template of all strings that can be translated")
    one.add_argument("--to", type=Path, default=TEMPLATE, help="the file to write (locale/django.pot)")
    one.set_defaults(do=write_messages)


def write_messages(arguments: argparse.Namespace) -> int:
    """Write the template; 0."""
    set_up()
    found = messages()
    arguments.to.parent.mkdir(parents=True, exist_ok=True)
    arguments.to.write_text(as_template(found))
    print(f"{len(found):,} strings can be translated: {arguments.to}")
    return 0


def messages() -> dict[Message, list[str]]:
    """Every string (with its plural) and where it stands: in the code, in templates, and in the policy's data."""
    from upton.policy.words import read_by_claimants

    found: dict[Message, list[str]] = {}
    for where, message in (*_in_code(), *_in_templates(), *((where, (text,)) for where, text in read_by_claimants())):
        found.setdefault(message, []).append(where)
    return found


def as_template(found: dict[Message, list[str]]) -> str:
    """The strings in the form that gettext's tools read (PO), in the order in which they were found."""
    return "\n".join([HEAD, *(_entry(message, places) for message, places in found.items())])


def _entry(message: Message, places: list[str]) -> str:
    lines = [f"#: {place}" if ":" in place else f"#. {place}" for place in places]
    lines += ["#, python-format"] if any("%(" in one for one in message) else []
    lines.append(f"msgid {_quoted(message[0])}")
    if len(message) == 1:
        return "\n".join([*lines, 'msgstr ""\n'])
    return "\n".join([*lines, f"msgid_plural {_quoted(message[1])}", 'msgstr[0] ""', 'msgstr[1] ""\n'])


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")
    return f'"{escaped}"'


def _in_code() -> Iterator[tuple[str, Message]]:
    for path in sorted((PROJECT / "upton").rglob("*.py")):
        if "tests" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and _name_of(node.func) in MARKS:
                many = _name_of(node.func).startswith("ngettext")
                texts = [one.value for one in node.args[: 1 + many] if isinstance(one, ast.Constant)]
                if len(texts) == 1 + many and all(isinstance(one, str) for one in texts):
                    yield f"{path.relative_to(PROJECT)}:{node.lineno}", tuple(map(str, texts))


def _name_of(called: ast.expr) -> str:
    return called.id if isinstance(called, ast.Name) else called.attr if isinstance(called, ast.Attribute) else ""


def _in_templates() -> Iterator[tuple[str, Message]]:
    from django.template import engines

    environment = engines["jinja2"].env  # type: ignore[attr-defined]
    for path in sorted((PROJECT / "upton").glob("*/jinja2/**/*.jinja")):
        for line, _, said in environment.extract_translations(path.read_text()):
            texts = tuple(one for one in (said if isinstance(said, tuple) else (said,)) if one is not None)
            if texts:
                yield f"{path.relative_to(PROJECT)}:{line}", texts
