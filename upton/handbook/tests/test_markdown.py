"""The handbook's Markdown as HTML: the forms that it uses, and nothing that could be harmful."""

from __future__ import annotations

import re

import pytest

from upton.handbook.files import page_files
from upton.handbook.markdown import anchor, as_html, headings


def drawn(text):
    """The HTML of a text without the line breaks that stand between elements."""
    return re.sub(r"(?<=>)\n+|\n+(?=<)", "", as_html(text))


class TestAPage:
    @pytest.mark.parametrize(
        ("text", "html"),
        [
            ("One\ntwo.\n\nThree", '<p class="govuk-body">One\ntwo.</p><p class="govuk-body">Three</p>'),
            ("## Before the `doors`", '<h2 class="u-h2" id="before-the-doors">Before the <code>doors</code></h2>'),
            (
                "1. One\n   more\n2. Two",
                '<ol class="govuk-list govuk-list--number"><li>One\nmore</li><li>Two</li></ol>',
            ),
            ("- *a* and **b**", "<li><em>a</em> and <strong>b</strong></li>"),
            ("```\n<x> *y*\n```", '<pre tabindex="0"><code>&lt;x&gt; *y*</code></pre>'),
            (
                "Run:\n\n    a --b\n\n    c\nEnd",
                '<pre tabindex="0"><code>a --b\n\nc</code></pre><p class="govuk-body">End',
            ),
            ("[the floor](at-the-desk.md#somebody-comes)", '<a href="/help/at-the-desk/#somebody-comes">the floor</a>'),
            ("[at-the-desk.md](../how-to/at-the-desk.md)", '<a href="/help/at-the-desk/">at the desk</a>'),
            ("see [why](../../decisions/0001-facts.md).", "see why."),
            (
                "![The floor](../pictures/front-rush-floor.png)",
                '<img src="/help/pictures/front-rush-floor.png" alt="The floor" loading="lazy" />',
            ),
        ],
    )
    def test_is_drawn_from_the_forms_that_the_handbook_uses(self, text, html):
        assert html in drawn(text)

    def test_draws_tables_with_a_head_also_within_a_list(self):
        html = drawn("1. The environment:\n\n   | name | what |\n   |---|---|\n   | `A` | b |\n2. Go on")
        assert '<th scope="col">name</th>' in html
        assert "<td><code>A</code></td><td>b</td>" in html
        assert html.count("<li>") == 2
        assert re.search(r"<li><p[^>]*>The environment:</p><div.*</table></div></li><li><p[^>]*>Go on</p></li>", html)

    @pytest.mark.parametrize(
        "text",
        [
            "<script>alert(1)</script>",
            "[x](javascript:alert(1))",
            '![a" onerror="b](x.png)',
            "`<b>`",
            "| <i> |\n|---|\n",
        ],
    )
    def test_passes_on_nothing_harmful(self, text):
        html = as_html(text)
        for harmful in ("<script", "javascript:alert(1)</a>", 'href="javascript', '" onerror', "<b>", "<i>"):
            assert harmful not in html

    def test_knows_its_headings_in_words(self):
        assert headings("# At *the* desk\n\ntext\n## Somebody `comes`") == ["At the desk", "Somebody comes"]
        assert anchor("At the desk: who?") == "at-the-desk-who"

    @pytest.mark.parametrize("name", sorted(page_files()))
    def test_of_the_handbook_leaves_no_mark_behind(self, name):
        text = re.sub(r"<(code|pre)\b.*?</\1>", "", as_html(page_files()[name][1].read_text()), flags=re.S)
        assert re.findall(r"\*\*|\]\(|^\s*\||`", re.sub(r"<[^>]+>", "", text)) == []
