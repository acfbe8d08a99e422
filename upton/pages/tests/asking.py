"""How the tests put a question to a field and hear its answer."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.http import QueryDict
from jinja2 import Template

from upton.pages.environment import standing
from upton.pages.fields import Field


def heard(field: Field, typed: Any) -> tuple[Any, str]:
    """What the field makes of what was typed (None when it refuses), and its sentence (empty when it does not)."""
    try:
        return field.clean(typed), ""
    except ValidationError as refused:
        return None, " ".join(refused.messages)


def answer(field: Field, typed: Any) -> Any:
    """What the field makes of what was typed; the sentence when it refuses."""
    value, sentence = heard(field, typed)
    return sentence or value


def sent(**typed: str | list[str]) -> QueryDict:
    """What a browser sends."""
    data = QueryDict(mutable=True)
    for name, value in typed.items():
        data.setlist(name, value if isinstance(value, list) else [value])
    return data


def drawn(source: str, **context: Any) -> str:
    """A piece of template as HTML."""
    template: Template = standing().from_string(source)
    return template.render(csrf_input="", **context)
