"""The handbook as pages of the service."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render

from upton.foundation.requests import Request
from upton.handbook import queries
from upton.handbook.files import SECTIONS
from upton.handbook.forms import FindForm
from upton.handbook.markdown import as_html


def pages(request: Request) -> HttpResponse:
    """Every page of the handbook, or those that some words find; words are posted, since they may be a name."""
    form = FindForm(request.POST if request.method == "POST" else None)
    sought = form.cleaned_data["words"] if form.is_bound and form.is_valid() else ""
    found = queries.found_by(sought)
    sections = [(words, [one for one in found if one.section == words]) for words in SECTIONS.values()]
    context = {"form": form, "sought": sought, "count": len(found), "sections": [one for one in sections if one[1]]}
    return render(request, "handbook/pages.jinja", context, status=422 if form.is_bound and form.errors else 200)


def page(request: Request, page: str) -> HttpResponse:
    """One page of the handbook."""
    found = queries.page(page)
    if found is None:
        raise Http404
    # The title stands in the head of the page.
    text = found.text.partition("\n")[2]
    return render(request, "handbook/page.jinja", {"page": found, "html": as_html(text)})


def picture(request: Request, picture: str) -> HttpResponse:
    """A picture of the handbook."""
    path = queries.picture(picture)
    if path is None:
        raise Http404
    response = HttpResponse(path.read_bytes(), content_type="image/png")
    response["Cache-Control"] = "private, max-age=3600"
    return response
