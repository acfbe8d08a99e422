"""The Jinja2 environment of every page: strict, translated, with British dates and the govuk-frontend macros."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache, lru_cache
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.templatetags.static import static
from django.urls import get_script_prefix, reverse
from django.utils.translation import get_language, gettext, ngettext, npgettext, pgettext
from jinja2 import (
    BaseLoader,
    ChainableUndefined,
    ChoiceLoader,
    Environment,
    PackageLoader,
    PrefixLoader,
    StrictUndefined,
)
from markupsafe import Markup

from upton.foundation.clock import now
from upton.pages import pictures, timetable, weekbars, words
from upton.pages.frame import Frame
from upton.pages.tables import by_day, column_label, label_cells, part

LIBRARY = "govuk_frontend_jinja"
ADDRESSES_KEPT = 50_000


def environment(**options: Any) -> Environment:
    """Upton's environment for Django's Jinja2 backend, whose options it takes and tightens.

    A name that a template uses and nobody gave is an error, not an empty string.
    """
    options["loader"] = ChoiceLoader([_own(options.get("loader")), PackageLoader("upton.pages", "jinja2")])
    options |= {"undefined": StrictUndefined, "autoescape": True, "trim_blocks": True, "lstrip_blocks": True}
    made = Environment(extensions=["jinja2.ext.i18n"], **options)  # noqa: S701 (autoescape is set two lines above)
    _translate(made)
    made.globals.update(
        url=address,
        static=static,
        field=draw,
        error_summary=error_summary,
        govuk=govuk(),
        label_cells=label_cells,
        language=lambda: get_language() or "en-GB",
        present=now,
        one_time_key=lambda: str(uuid4()),
        frame=Frame(),
        bars=pictures.bars,
        line=pictures.line,
        multiples=pictures.multiples,
        timetable=timetable.timetable,
        fill=timetable.fill,
        weekbars=weekbars.weekbars,
    )
    made.filters.update(words.FILTERS, part=part, column_label=column_label, by_day=by_day)
    return made


def _own(loader: BaseLoader | None) -> BaseLoader:
    return loader or PrefixLoader({})


def _translate(made: Environment) -> None:
    made.install_gettext_callables(  # type: ignore[attr-defined]
        gettext, ngettext, newstyle=True, pgettext=pgettext, npgettext=npgettext
    )


@cache
def library() -> Environment:
    """The environment of the library's own macros, which lean on missing values being empty."""
    loader = PrefixLoader({LIBRARY: PackageLoader(LIBRARY)})
    made = Environment(
        loader=loader,
        autoescape=True,
        undefined=ChainableUndefined,
        extensions=["jinja2.ext.i18n"],
        trim_blocks=True,
        lstrip_blocks=True,
    )
    _translate(made)
    return made


@cache
def standing() -> Environment:
    """An environment without Django's template engines: the pages that must stand whatever else has fallen."""
    return environment()


class Govuk(SimpleNamespace):
    """The library's macros by their short names: `govuk.input({...})`."""

    def __getattr__(self, name: str) -> Callable[..., Markup]:
        if name.startswith("__"):
            raise AttributeError(name)
        macro = govuk_macro(name)
        setattr(self, name, macro)
        return macro


@cache
def govuk() -> Govuk:
    """The one set of the library's macros."""
    return Govuk()


@cache
def govuk_macro(name: str) -> Callable[..., Markup]:
    """The library's macro `govukX` by its name `x`, for instance `errorSummary`."""
    folder = re.sub(r"(?<=[a-z])([A-Z])", r"-\1", name).lower()
    module: Any = library().get_template(f"{LIBRARY}/components/{folder}/macro.html").module
    macro: Callable[..., Markup] = getattr(module, f"govuk{name[0].upper()}{name[1:]}")
    return macro


def address(name: str, *args: Any, **kwargs: Any) -> str:
    """The address of a named view."""
    return _address(settings.ROOT_URLCONF, get_script_prefix(), name, args, tuple(kwargs.items()))


# A full floor holds two thousand addresses, and is asked for again and again.
@lru_cache(maxsize=ADDRESSES_KEPT)
def _address(urls: str, prefix: str, name: str, args: tuple[Any, ...], named: tuple[tuple[str, Any], ...]) -> str:
    return reverse(name, args=args, kwargs=dict(named))


def draw(bound: Any, **how: Any) -> Markup:
    """A form field as HTML: its label, hint, error and what was typed."""
    drawn: Markup = bound.draw(**how)
    return drawn


def error_summary(form: Any) -> Markup:
    """What is wrong with a form, on top of the page, each sentence a link to its field; empty when nothing is."""
    errors = form.summary()
    if not errors:
        return Markup("")
    return govuk().errorSummary({"titleText": gettext("There is a problem"), "errorList": errors})
