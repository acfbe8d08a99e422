"""Which page of the handbook belongs to which page of the service. Plain values in, plain values out."""

from __future__ import annotations

START = "your-start-page"

PAGES = {
    "desk:start": START,
    "desk:recent": START,
    "desk:facts": "look-after-the-facts",
    "desk": "look-after-people",
    "accounts": START,
    "organisation:registers": "load-a-register",
    "organisation": START,
    "claimants:duplicates": "merge-records",
    "claimants:pair": "merge-records",
    "claimants:merge": "merge-records",
    "claimants": "look-after-people",
    "evidence": "papers-at-the-desk",
    "diary:day_sheet": "keep-diaries",
    "claimants:choose_other": "merge-records",
    "claimants:merged": "merge-records",
    "diary:spread": "move-a-morning",
    "diary": "keep-diaries",
    "coaching": "contact-by-day-7",
    "reception:close": "close-a-day",
    "reception:refund": "papers-at-the-desk",
    "reception:refunds": "papers-at-the-desk",
    "reception:computers": "customer-computers",
    "reception:book_computer": "customer-computers",
    "reception:computers_used": "customer-computers",
    "reception:devices": "screens-and-tablets",
    "reception:devices_here": "screens-and-tablets",
    "reception:late": "move-a-morning",
    "reception:footfall": START,
    "reception": "at-the-desk",
    "duties": START,
    "pages": "add-to-it",
    "handbook": "",
    "demo": "show-the-demo",
}
"""An address by name, or a capability for all of its others → the page; empty for the list of pages."""


def page_for(view_name: str) -> str:
    """The page of the handbook for the page of an address, or empty where the whole handbook serves best."""
    return PAGES.get(view_name, PAGES.get(view_name.partition(":")[0], ""))
