"""The Markdown of the handbook as HTML of the design system. Read by markdown-it, which passes no HTML on."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

from django.urls import reverse
from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup, escape

from upton.handbook.files import page_files, picture_files

LOOKS = {
    "paragraph_open": "govuk-body",
    "bullet_list_open": "govuk-list govuk-list--bullet",
    "ordered_list_open": "govuk-list govuk-list--number",
    "table_open": "u-table u-table--plain",
}


def as_html(text: str) -> Markup:
    """A page, or a part of it, as HTML. No HTML that stands in it is passed on."""
    read = _reader()
    tokens = list(_of_the_service(read.parse(text)))
    return Markup(read.renderer.render(tokens, read.options, {}))  # noqa: S704 (markdown-it escapes)


def headings(text: str) -> list[str]:
    """The headings of a page in words, its title first."""
    tokens = _reader().parse(text)
    return [_plain(after) for one, after in pairwise(tokens) if one.type == "heading_open"]


def anchor(heading: str) -> str:
    """The place of a heading in its page: "somebody-comes"."""
    return "-".join(re.findall(r"[a-z0-9]+", heading.lower()))


@lru_cache(maxsize=1)
def _reader() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False}).enable("table")


def _of_the_service(tokens: Sequence[Token]) -> Iterator[Token]:
    for at, token in enumerate(tokens):
        if look := LOOKS.get(token.type):
            token.attrSet("class", look)
        if token.type in ("heading_open", "heading_close"):
            # The title stands in the head of the page.
            token.tag = f"h{max(2, int(token.tag[1:]))}"
        if token.type == "heading_open":
            token.attrSet("class", f"u-h{min(int(token.tag[1:]), 3)}")
            token.attrSet("id", anchor(_plain(tokens[at + 1])))
        elif token.type == "th_open":
            token.attrSet("scope", "col")
        elif token.type in ("fence", "code_block"):
            token = _drawn(f'<pre tabindex="0"><code>{escape(token.content)}</code></pre>')
        elif token.type == "inline":
            token.children = list(_words(token.children or []))
        if token.type == "table_open":
            label = escape(_label(tokens[at:]))
            token.attrSet("aria-label", _label(tokens[at:]))
            yield _drawn(f'<div class="u-scroll" tabindex="0" role="region" aria-label="{label}">')
        yield token
        if token.type == "table_close":
            yield _drawn("</div>")


def _drawn(html: str) -> Token:
    return Token("html_block", "", 0, content=html)


def _label(tokens: Sequence[Token]) -> str:
    """What a table is called, by the heads of its columns."""
    end = next(at for at, one in enumerate(tokens) if one.type == "thead_close")
    heads = [_plain(one) for one in tokens[:end] if one.type == "inline"]
    return ": ".join(["Table", *filter(None, [", ".join(filter(None, heads))])])


def _plain(inline: Token) -> str:
    return "".join(one.content for one in inline.children or [] if one.type in ("text", "code_inline"))


def _words(tokens: Sequence[Token]) -> Iterator[Token]:
    """Words of a line; a link leads to a page of the handbook, and what lies outside of it is named alone."""
    leads = True
    for at, token in enumerate(tokens):
        if token.type == "image":
            yield _picture(token)
        elif token.type == "link_open":
            address = _address(str(token.attrs["href"]))
            leads = address is not None
            if address is not None:
                token.attrSet("href", address)
                yield token
        elif token.type != "link_close" or leads:
            if token.type == "text" and token.content.endswith(".md") and tokens[at - 1].type == "link_open":
                token.content = token.content.rpartition("/")[2].removesuffix(".md").replace("-", " ")
            yield token


def _address(href: str) -> str | None:
    path, _, place = href.partition("#")
    name = path.rpartition("/")[2].removesuffix(".md")
    if not path:
        return href
    if name not in page_files():
        return None
    return reverse("handbook:page", args=[name]) + (f"#{place}" if place else "")


def _picture(token: Token) -> Token:
    name = str(token.attrs["src"]).rpartition("/")[2]
    if name not in picture_files():
        return Token("text", "", 0, content=token.content)
    token.attrSet("src", reverse("handbook:picture", args=[name]))
    token.attrSet("loading", "lazy")
    return token
