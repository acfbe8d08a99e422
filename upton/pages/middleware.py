"""Turns what a view could not answer (the database is away, too much was sent) into a page that says what to do."""

from __future__ import annotations

from collections.abc import Callable

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse

from upton.pages import faults

TOO_LARGE = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)


class TryAgain:
    """Answers 503 with the "try again" page when the database is away, 413 when too much was sent.

    It sees what views raise; what other middleware raises reaches the same pages through the handlers in `views`.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """The page for an exception that a view let through; None for those that are not ours."""
        if faults.is_away(exception):
            return faults.try_again(request)
        if isinstance(exception, TOO_LARGE):
            return faults.too_large(request)
        return None
