"""The capability as a Django app: it names claimants, to those who may see them."""

from __future__ import annotations

from django.apps import AppConfig


class ClaimantsConfig(AppConfig):
    """Claimants."""

    name = "upton.claimants"
    label = "claimants"

    def ready(self) -> None:
        from upton.claimants import merging, queries
        from upton.claimants.views import moved_on
        from upton.foundation import names
        from upton.foundation.addresses import leads_on
        from upton.foundation.refusals import when_broken

        merging.declare_own()
        names.resolves("claimant", queries.names_of, hidden="a claimant")
        for parameter in ("claimant_id", "other_id"):
            leads_on(parameter, moved_on.follow)
        names.joins("claimant", queries.records_of_all)
        when_broken(
            "claimants_claimant_national_insurance_number_key",
            "Somebody with this National Insurance number was registered at the same moment. "
            "Search for the number to find them.",
            field="national_insurance_number",
        )
        when_broken(
            "claimant_in_one_household",
            "One of them came into a household at the same moment. Look at what stands now, then try again.",
            field="reference",
        )
