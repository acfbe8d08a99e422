"""Form fields that check, explain and draw themselves."""

from __future__ import annotations

from upton.pages.fields.choosing import Choice, Choices, YesNo
from upton.pages.fields.drawing import Field
from upton.pages.fields.figures import Decimal, Number
from upton.pages.fields.files import Upload, Uploads
from upton.pages.fields.forms import FilterForm, Form
from upton.pages.fields.people import Email, NationalInsuranceNumber, Postcode, Telephone
from upton.pages.fields.texts import Hidden, LongText, Password, Search, Text
from upton.pages.fields.times import Date, Time

__all__ = [
    "Choice",
    "Choices",
    "Date",
    "Decimal",
    "Email",
    "Field",
    "FilterForm",
    "Form",
    "Hidden",
    "LongText",
    "NationalInsuranceNumber",
    "Number",
    "Password",
    "Postcode",
    "Search",
    "Telephone",
    "Text",
    "Time",
    "Upload",
    "Uploads",
    "YesNo",
]
