"""Who may register claimants, change, restrict and open their records."""

from __future__ import annotations

from upton.claimants.models import Claimant
from upton.foundation.actors import Actor, ActorKind
from upton.foundation.refusals import NotPermitted

OPEN_FIRST = "You don't see this record. Open it with a reason first, or ask a colleague who sees it."


def require_register(by: Actor, *, site_id: int, served: bool = False) -> None:
    """May this actor register somebody at the site? Raises NotPermitted.

    `served` says that the site serves the person's postcode: then whoever registers anywhere may register them there.
    """
    if not (served and by.may("claimants.register")):
        by.require(
            "claimants.register",
            site_id=site_id,
            sentence="You can register claimants only at a site where you work. Ask a colleague there.",
        )


def require_change(by: Actor, *, site_id: int) -> None:
    """May this actor change the details of a claimant of this site? Raises NotPermitted."""
    by.require(
        "claimants.register",
        site_id=site_id,
        sentence="You can change claimants' details only at a site where you work. Ask a colleague there.",
    )


def require_move(by: Actor, *, from_site_id: int, to_site_id: int) -> None:
    """May this actor take a claimant from one site to another: do they work at either? Raises NotPermitted."""
    if not by.reach("claimants.register").covers(to_site_id):
        require_change(by, site_id=from_site_id)


def require_seen(by: Actor, *, claimant_id: int) -> None:
    """Does this actor see the record: reached by their right, or opened with a reason? Raises NotPermitted."""
    if not Claimant.objects.visible_to(by).filter(pk=claimant_id).exists():
        raise NotPermitted(OPEN_FIRST)


def require_coaches(by: Actor, *, site_id: int) -> None:
    """May this actor say who looks after claimants of this site? Raises NotPermitted."""
    by.require(
        "claimants.coaches",
        site_id=site_id,
        sentence="Only a team leader or a manager of their site says who looks after whom. Ask one of them.",
    )


def require_restrict(by: Actor, *, site_id: int) -> None:
    """May this actor restrict records of this site and lift that again? Raises NotPermitted."""
    by.require(
        "claimants.restrict",
        site_id=site_id,
        sentence="Only a manager of their site restricts a record, or lifts that. Ask one of them.",
    )


def require_merge(by: Actor, survivor: Claimant, other: Claimant) -> None:
    """May this actor merge a record into another, and sees both? Raises NotPermitted."""
    require_review(by, site_id=survivor.site_id)
    for one in (survivor, other):
        require_seen(by, claimant_id=one.pk)


def require_review(by: Actor, *, site_id: int) -> None:
    """May this actor say whether records are one person's, at this site? Raises NotPermitted."""
    by.require(
        "claimants.merge",
        site_id=site_id,
        sentence="Records are merged by team leaders, managers and Service Delivery Support of their site. "
        "Ask one of them.",
    )


def require_open(by: Actor) -> int:
    """The colleague who may open a record with a reason. Raises NotPermitted for anybody else."""
    if (
        by.kind is not ActorKind.COLLEAGUE
        or by.id is None
        or not (by.may("claimants.see") and by.may("claimants.find"))
    ):
        raise NotPermitted("Records are for colleagues who look after claimants. Ask one of them.")
    return by.id


def require_write(by: Actor, *, site_id: int) -> None:
    """May this actor write in the journals and record calls of claimants of the site? Raises NotPermitted."""
    by.require(
        "claimants.write",
        site_id=site_id,
        sentence="You can read this journal, not write in it. Ask a colleague at the claimant's jobcentre.",
    )


def require_write_to(by: Actor, claimant: Claimant) -> None:
    """May this actor write in the journal of a claimant whose record they see? Raises NotPermitted."""
    require_write(by, site_id=claimant.site_id)
    require_seen(by, claimant_id=claimant.pk)


def require_decide(by: Actor, claimant: Claimant) -> None:
    """May this actor record decisions about a claimant whose record they see? Raises NotPermitted."""
    by.require(
        "claimants.decide",
        site_id=claimant.site_id,
        sentence="Decisions are recorded by coaches, decision makers and managers. Ask one of them.",
    )
    require_seen(by, claimant_id=claimant.pk)


def require_own_words(by: Actor, claimant: Claimant) -> None:
    """A claimant writes for themselves alone; colleagues record what came from one. Raises NotPermitted."""
    if by.kind is not ActorKind.CLAIMANT:
        require_write_to(by, claimant)
    elif by.id != claimant.pk:
        raise NotPermitted("You can write in your own journal only.")
