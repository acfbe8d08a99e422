"""Languages that colleagues offer by their own consent, and the areas of need that they lead (ORG-5)."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from upton.foundation.actors import Actor
from upton.foundation.acts import operation, state
from upton.foundation.clock import local_day
from upton.foundation.dated import from_day
from upton.foundation.refusals import NotPossible
from upton.organisation import access, facts, queries, rules
from upton.organisation.models import Colleague, Language, Site, SpecialistLead
from upton.organisation.operations.holding import end_on, hold_colleague, hold_sites, require_site_open
from upton.policy import dated


@operation
def offer_language(*, colleague: Colleague, code: str, by: Actor, now: datetime) -> Language:
    """Offer a language for use at work, from today. Only the colleague themself can (001, annex).

    Raises NotPermitted for anybody else, NotPossible for a language that is not listed or offered already.
    """
    access.require_oneself(by, colleague_id=colleague.pk)
    today = local_day(now)
    if code not in dated.on("languages", today):
        raise NotPossible("Choose one of the languages listed.", field="code")
    held = hold_colleague(colleague, by=by, now=now)
    if Language.objects.from_day(today).filter(colleague=held, code=code).exists():
        raise NotPossible("You offer this language already.", field="code")
    language = Language.objects.create(colleague=held, code=code, valid=from_day(today))
    state(facts.LanguageOffered(site_id=held.home_site_id, colleague_id=held.pk, language_id=language.pk))
    return language


@operation
def withdraw_language(*, language: Language, by: Actor, now: datetime) -> Colleague:
    """Take back the offer of a language at once; one given today leaves no row. Raises NotPermitted, NotPossible."""
    access.require_oneself(by, colleague_id=language.colleague_id)
    colleague = hold_colleague(language.colleague, by=by, now=now)
    rows = Language.objects.from_day(local_day(now)).filter(pk=language.pk)
    if not rows:
        raise NotPossible("You don't offer this language any more. Nothing was changed.")
    end_on(rows, local_day(now) - timedelta(days=1))
    state(facts.LanguageWithdrawn(site_id=colleague.home_site_id, colleague_id=colleague.pk, language_id=language.pk))
    return colleague


@operation
def set_language_allowance(*, language: Language, allowance: bool, by: Actor, now: datetime) -> Language:
    """Record whether the language allowance is paid. Managers only, never for oneself, and not for every language.

    Raises NotPermitted, NotPossible.
    """
    access.require_another(by, colleague_id=language.colleague_id)
    today = local_day(now)
    access.require_staff(by, site_id=queries.main_site(language.colleague, today))
    if allowance and not dated.words("languages", "allowance").get(language.code):
        raise NotPossible("No allowance is paid for this language.")
    hold_colleague(language.colleague, by=by, now=now)
    held = Language.objects.on(today).filter(pk=language.pk).first()
    if held is None:
        raise NotPossible("This language is offered no longer. Nothing was changed.")
    rules.require_difference(held.allowance != allowance, "That is how it stands already. Nothing was changed.")
    held.allowance = allowance
    held.save(update_fields=["allowance"])
    state(
        facts.LanguageAllowanceSet(
            site_id=held.colleague.home_site_id,
            colleague_id=held.colleague_id,
            language_id=held.pk,
            allowance=allowance,
        )
    )
    return held


@operation
def name_lead(
    *, site: Site, colleague: Colleague, area: str, starts_on: date, by: Actor, now: datetime
) -> SpecialistLead:
    """Name a colleague who works at a site its lead for an area of need (004, site leads).

    Raises NotPermitted, NotPossible.
    """
    access.require_staff(by, site_id=site.pk)
    if area not in dated.on("lead_areas", max(starts_on, local_day(now))):
        raise NotPossible("Choose one of the areas listed.", field="area")
    for held in hold_sites([site]).values():
        require_site_open(held, starts_on)
    who = hold_colleague(colleague, by=by, now=now)
    if not queries.works_at(who.pk, site.pk, starts_on):
        raise NotPossible(f"{who.name} doesn't work at this site then. Choose somebody who does.", field="colleague")
    if SpecialistLead.objects.from_day(starts_on).filter(site=site, colleague=who, area=area).exists():
        raise NotPossible(f"{who.name} leads this area already.", field="colleague")
    lead = SpecialistLead.objects.create(site=site, colleague=who, area=area, valid=from_day(starts_on))
    state(facts.LeadNamed(site_id=site.pk, colleague_id=who.pk, area=area, starts_on=starts_on))
    return lead


@operation
def end_lead(*, lead: SpecialistLead, last_day: date, by: Actor, now: datetime) -> Colleague:
    """Let a colleague lead an area no longer after a day; a lead not yet begun is taken back. Raises NotPermitted."""
    access.require_staff(by, site_id=lead.site_id)
    hold_sites([lead.site])
    colleague = hold_colleague(lead.colleague, by=by, now=now)
    rows = SpecialistLead.objects.from_day(last_day + timedelta(days=1)).filter(pk=lead.pk)
    if not rows:
        raise NotPossible("That has ended already. Nothing was changed.")
    end_on(rows, last_day)
    state(
        facts.LeadEnded(site_id=lead.site_id, colleague_id=colleague.pk, area=lead.area, last_day=last_day),
    )
    return colleague
