"""Addresses of evidence."""

from __future__ import annotations

from upton.evidence import views
from upton.foundation.addresses import address

app_name = "evidence"
GET, POST = ("GET",), ("POST",)
TAKE, SEE = "evidence.take", "evidence.see"
C, R = "claimants/<int:claimant_id>/evidence/", "receipts/<int:receipt_id>/"
urlpatterns = [
    address(C, views.evidence_of, name="of_claimant", may=SEE, methods=GET),
    address(C + "scan/", views.take, name="take", may=TAKE),
    address(R, views.receipt, name="receipt", may=SEE, methods=GET),
    address(R + "take-back/", views.take_back, name="take_back", may=TAKE, methods=POST),
    address("evidence/<int:evidence_id>/download/", views.download, name="download", may=SEE, methods=GET),
]
