"""HTML and SVG elements made in Python, for pictures whose every number is worked out."""

from __future__ import annotations

from collections.abc import Iterable

from markupsafe import Markup, escape

Content = str | Markup | float | Iterable["Content"]


def element(name: str, *content: Content, **attributes: object) -> Markup:
    """One element with its content, all escaped. `look` is its class, `_` in a name a hyphen; None is left out."""
    words = "".join(
        f' {"class" if key == "look" else key.rstrip("_").replace("_", "-")}="{escape(_short(value))}"'
        for key, value in attributes.items()
        if value is not None
    )
    return Markup(f"<{name}{words}>{joined(*content)}</{name}>")  # noqa: S704 (every part is escaped)


def joined(*content: Content) -> Markup:
    """Contents one after the other, escaped unless they are Markup."""
    every = (escape(one) if isinstance(one, str | int | float) else joined(*one) for one in content)
    return Markup("".join(every))  # noqa: S704 (every part is escaped)


def _short(value: object) -> object:
    return f"{value:.2f}".rstrip("0").rstrip(".") if isinstance(value, float) else value
