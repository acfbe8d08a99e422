"""Files that are sent in, up to a size: of one that is larger nothing is kept, and its size is told."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import InMemoryUploadedFile, UploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt, csrf_protect

View = Callable[..., HttpResponse]


class Bounded(FileUploadHandler):
    """Keeps files of up to `largest` bytes, and of up to `in_all` together; what comes beyond is only counted.

    Letting it pass is what lets the answer arrive: a browser that is cut off while it sends shows no page.
    """

    def __init__(self, request: HttpRequest | None = None, *, largest: int, in_all: int | None = None) -> None:
        super().__init__(request)
        self.largest, self.left = largest, in_all

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Begin with nothing."""
        super().new_file(*args, **kwargs)
        self.parts: list[bytes] = []
        self.bounds = self.largest if self.left is None else min(self.largest, self.left)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Keep a piece while the file is within its bounds; give all up once it is not."""
        if start + len(raw_data) > self.bounds:
            self.parts.clear()
        else:
            self.parts.append(raw_data)

    def file_complete(self, file_size: int) -> UploadedFile:
        """The file with its true size, and no content where that is too large."""
        content = b"".join(self.parts) if file_size <= self.bounds else b""
        if self.left is not None:
            self.left -= len(content)
        return InMemoryUploadedFile(
            BytesIO(content),
            self.field_name,
            self.file_name or "",
            self.content_type or "",
            file_size,
            self.charset,
            self.content_type_extra,
        )


def bounded(largest: int, *, in_all: int | None = None) -> Callable[[View], View]:
    """Let a view receive files of up to `largest` bytes each, checked as every form is for coming from its own page.

    Where it receives several, `in_all` says how many bytes of all of them are kept.
    """

    def decorate(view: View) -> View:
        checked = csrf_protect(view)

        # The check reads the form, so it comes after the handler is in its place and not before.
        @csrf_exempt
        @wraps(view)
        def receive(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            request.upload_handlers = [Bounded(request, largest=largest, in_all=in_all)]
            return checked(request, *args, **kwargs)

        return receive

    return decorate
