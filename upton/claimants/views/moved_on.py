"""An address of a record that was merged: it leads to the record that stands in its place, and does nothing itself."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from upton.claimants import queries
from upton.foundation import live
from upton.foundation.requests import Request


def follow(request: Request, parameter: str, claimant_id: int) -> HttpResponse | None:
    """Whoever reads is led on; whoever sent something is told that nothing was done. None for any other record."""
    match = request.resolver_match
    stands = queries.moved_on(request.actor, claimant_id) if request.actor is not None else None
    if stands is None or match is None:
        return None
    asked = {**getattr(match, "captured_kwargs", {}), parameter: stands.pk}
    watching = live.HEADER in request.headers
    if request.method in ("GET", "HEAD") and not watching:
        kept = request.META.get("QUERY_STRING", "")
        return redirect(reverse(match.view_name, kwargs=asked) + (f"?{kept}" if kept else ""))
    context = {"claimant": stands, "watching": watching}
    return render(request, "claimants/moved_on.jinja", context, status=200 if watching else 409)
