"""What is asked of the handbook."""

from __future__ import annotations

from upton.pages.fields import FilterForm, Search


class FindForm(FilterForm):
    """Words in titles and headings of the handbook."""

    words = Search("Find in the handbook", required=False, longest=100)
