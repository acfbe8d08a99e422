"""Two records of one person: the other one found, what a merge would do, the merge, and its undo (CLM-1)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from upton.claimants import operations, queries
from upton.claimants.forms.merging import MergeForm, OtherRecordForm
from upton.claimants.models import Claimant, Merge
from upton.claimants.views.showing import Sent, posted, record_for, say_refused, send, today
from upton.foundation import clock
from upton.foundation.actors import Actor
from upton.foundation.addresses import number_in
from upton.foundation.names import names_for
from upton.foundation.requests import Request
from upton.pages.fields import Form
from upton.pages.frame import tell


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who may be the other record, and why they are shown."""

    id: int
    name: str
    reference: str
    born: date | None
    age: int | None
    postcode: str
    why: str
    hidden: bool


def choose_other(request: Request, claimant_id: int) -> HttpResponse:
    """Whether somebody is registered twice: who is much like them, and a search for the other record."""
    one = record_for(request, claimant_id)
    form = OtherRecordForm(posted(request))
    found, hint = None, ""
    if form.is_valid():
        hits = operations.look_for(form.cleaned_data["q"], by=request.actor, now=clock.now())
        found = [
            Candidate(h.id, h.name, h.reference, h.born, h.age, h.postcode, h.reason, hidden=False)
            for h in hits.hits
            if h.id != one.pk
        ]
        hint = queries.says_of_restricted(request.actor, today()) if hits.restricted not in (None, one.pk) else ""
    context = {
        "claimant": one,
        "person": queries.person_bar(one, today()),
        "form": form,
        "alike": _alike(request.actor, one),
        "found": found,
        "hint": hint,
    }
    return render(request, "claimants/merge_choose.jinja", context, status=422 if form.errors else 200)


def _alike(actor: Actor, one: Claimant) -> Sequence[Candidate]:
    whys = {found.id: found.why for found in queries.alike_to(one.pk)}
    # Of a restricted record that is closed to whoever asks nothing is said, not even that it is there.
    for hidden in queries.restricted_among(list(whys), actor):
        del whys[hidden]
    return [
        Candidate(line.id, line.name or f"A record at {line.site}", line.reference, line.born, line.age, line.postcode,
                  line.why, line.hidden)
        for line in queries.alike_lines(whys, actor, today=today())
    ]  # fmt: skip


def merge(request: Request, claimant_id: int, other_id: int) -> HttpResponse:
    """What merging another record into this one would do, and doing it."""
    if claimant_id == other_id:
        return redirect("desk:claimant", claimant_id)
    actor, now = request.actor, clock.now()
    one, other = operations.look_at_two(claimant_id, other_id, by=actor, now=now)
    names = names_for({"site": {one.site_id, other.site_id}}, actor)
    sites = {site: name for (_, site), name in names.items()}
    found = queries.preview(one, other, now=now, today=today(), sites=sites)
    form = MergeForm(posted(request), preview=found, version=one.version, initial={"others": str(other.version)})
    pair = number_in(request.GET.get("pair", ""))
    if form.is_bound:
        sent = Sent(False)
        if form.is_valid():
            sent = send(
                request, form, operations.merge, survivor=one, other=other, chosen=form.chosen(), version=form.version,
                other_version=form.others_version(),
            )  # fmt: skip
        if sent:
            return _merged(request, sent.made, one, pair)
        # What stands now is shown beside what was chosen, and can be sent again.
        one, other = operations.look_at_two(claimant_id, other_id, by=actor, now=now)
        found = queries.preview(one, other, now=now, today=today(), sites=sites)
        form = form.anew(found, version=one.version, others=other.version, refused=sent.refused)
    context = {
        "claimant": one,
        "other": other,
        "preview": found,
        "form": form,
        "pair": pair,
        "may_merge": actor.reach("claimants.merge").covers(one.site_id),
        "swap": reverse("claimants:merge", args=[other.pk, one.pk]) + (f"?pair={pair}" if pair else ""),
    }
    return render(request, "claimants/merge.jinja", context, status=422 if form.is_bound and form.errors else 200)


def _merged(request: Request, made: Merge, one: Claimant, pair: int | None) -> HttpResponse:
    undo = reverse("claimants:unmerge", args=[made.pk])
    tell(request, f"The two records of {one.addressed_as} are one now.", undo=undo)
    if pair is None:
        # Where the record became restricted, whoever merged may not see it any more.
        return redirect("claimants:merged", made.pk)
    following = queries.pair_after(request.actor, pair, now=clock.now())
    return redirect("claimants:pair", following) if following else redirect("claimants:duplicates")


def merged(request: Request, merge_id: int) -> HttpResponse:
    """One merge: what moved, and undoing it; or what an undo did."""
    one = queries.merge_for(request.actor, merge_id)
    (line,) = queries.merge_lines([one], request.actor)
    into = one.other.merged_into_id
    stands = queries.claimant_for(request.actor, into if into is not None else one.survivor_id)
    context = {
        "line": line,
        "claimant": stands,
        "person": queries.person_bar(stands, today()),
        "may_undo": request.actor.reach("claimants.merge").covers(stands.site_id),
        "pair": queries.open_pair_of(request.actor, stands.pk, one.other_id) if one.undone_at else None,
    }
    return render(request, "claimants/merged.jinja", context)


def unmerge(request: Request, merge_id: int) -> HttpResponse:
    """Let two records be two again."""
    one = queries.merge_for(request.actor, merge_id)
    form = Form(request.POST)
    if send(request, form, operations.unmerge, merge=one):
        tell(request, "They are two records again. What became of each is said here.")
    else:
        say_refused(request, form)
    return redirect("claimants:merged", one.pk)


def propose(request: Request, claimant_id: int, other_id: int) -> HttpResponse:
    """Ask those who merge records whether two are one person's."""
    one, other = operations.look_at_two(claimant_id, other_id, by=request.actor, now=clock.now())
    form = Form(request.POST)
    if send(request, form, operations.propose_merge, claimant=one, other=other):
        tell(request, "It stands among the possible duplicates of your site: a team leader or manager decides it.")
    else:
        say_refused(request, form)
    return redirect("desk:claimant", one.pk)
