"""Scans for tests: the smallest files that are what they say."""

from __future__ import annotations

from django.core.files.uploadedfile import SimpleUploadedFile

PDF = b"%PDF-1.7\n%%EOF\n"
JPEG = b"\xff\xd8\xff\xe0" + b"\0" * 20 + b"\xff\xd9"
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 20
HEIC = b"\0\0\0\x18ftypheic" + b"\0" * 20
TIFF = b"II*\x00" + b"\0" * 20
PROGRAM = b"MZ\x90\x00" + b"\0" * 60


def upload(content: bytes = PDF, name: str = "scan.pdf") -> SimpleUploadedFile:
    """A file as a browser sends it."""
    return SimpleUploadedFile(name, content)
