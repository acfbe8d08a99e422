"""The form that registers a claimant."""

from __future__ import annotations

from upton.pages.fields import Date, Email, Form, NationalInsuranceNumber, Postcode, Telephone, Text


class RegisterForm(Form):
    """Who somebody is and how to reach them."""

    name = Text(
        "Full name", missing="Enter their name as they give it.", hint="As they give it; one name is fine.", longest=200
    )
    known_as = Text("How they wish to be called", required=False, longest=100)
    born = Date("Date of birth", missing="Enter their date of birth.", hint="For example 27 3 1984 or 27/03/1984")
    national_insurance_number = NationalInsuranceNumber("National Insurance number", required=False)
    telephone = Telephone("Telephone", required=False)
    email = Email("E-mail address", required=False)
    postcode = Postcode("Postcode", required=False)
