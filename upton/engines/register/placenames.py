"""How the names of offices, towns, counties and districts are put into one form so that spellings of one name agree."""

import re
import unicodedata
from collections.abc import Iterable
from difflib import SequenceMatcher
from enum import IntEnum
from functools import lru_cache

Words = tuple[str, ...]

_SPELT_OUT = {
    "rd": "road",
    "ave": "avenue",
    "av": "avenue",
    "sq": "square",
    "ct": "court",
    "crt": "court",
    "hse": "house",
    "bldg": "building",
    "bldgs": "building",
    "buildings": "building",
    "ln": "lane",
    "center": "centre",
    "saint": "st",
    "u": "under",
    "one": "1",
    "two": "2",
}
COMPASS = frozenset({"north", "south", "east", "west"})

#: What an office is called, whichever office it is: the words that spellings of one name have, or leave out.
_OF_ANY_OFFICE = re.compile(r"\b(?:job ?cent(?:re|er|e)s?(?: ?plus)?|jcp|social security office)\b")

#: Words that tell offices of one town apart and so are no name by themselves.
_ONLY_A_PART = COMPASS | {"city", "central", "centre", "town", "office", "house", "street", "road"}

_COUNTIES = """
aberdeenshire; anglesey; angus; argyll; argyll and bute; avon; ayrshire; banffshire; bedfordshire; berkshire;
berwickshire; borders; buckinghamshire; caithness; cambridgeshire; carmarthenshire; ceredigion; cheshire;
clackmannanshire; cleveland; clwyd; conwy; cornwall; county durham; cumbria; denbighshire; derbyshire; devon; dorset;
dumfries and galloway; dunbartonshire; dyfed; east lothian; east sussex; east yorkshire; essex; fife; flintshire;
glamorgan; gloucestershire; greater london; greater manchester; gwent; gwynedd; hampshire; herefordshire;
hertfordshire; humberside; inverclyde; inverness shire; isle of wight; kent; lanarkshire; lancashire; leicestershire;
lincolnshire; lothian; merseyside; mid glamorgan; middlesex; midlothian; monmouthshire; moray; morayshire; norfolk;
north humberside; north lanarkshire; north lincolnshire; north somerset; north yorkshire; northamptonshire;
northumberland; nottinghamshire; orkney; oxfordshire; pembrokeshire; perthshire; powys; renfrewshire;
rhondda cynon taff; ross and cromarty; roxburghshire; rutland; selkirkshire; shetland; shropshire; somerset;
south glamorgan; south gloucestershire; south lanarkshire; south yorkshire; staffordshire; stirlingshire; suffolk;
surrey; sutherland; tayside; torfaen; tyne and wear; vale of glamorgan; warwickshire; west glamorgan; west lothian;
west midlands; west sussex; west yorkshire; wiltshire; worcestershire
"""
_COUNTY_SHORT_FORMS = {
    "lancs": "lancashire",
    "notts": "nottinghamshire",
    "durham": "county durham",
    "co durham": "county durham",
    "herts": "hertfordshire",
    "beds": "bedfordshire",
    "bucks": "buckinghamshire",
    "berks": "berkshire",
    "cambs": "cambridgeshire",
    "gloucs": "gloucestershire",
    "glos": "gloucestershire",
    "hants": "hampshire",
    "leics": "leicestershire",
    "lincs": "lincolnshire",
    "middx": "middlesex",
    "northants": "northamptonshire",
    "oxon": "oxfordshire",
    "staffs": "staffordshire",
    "wilts": "wiltshire",
    "worcs": "worcestershire",
    "yorks": "yorkshire",
    "orkney islands": "orkney",
    "shetland isles": "shetland",
    "invernessshire": "inverness shire",
}
COUNTIES = frozenset(" ".join(name.split()) for name in _COUNTIES.split(";"))


class Likeness(IntEnum):
    """How far two names agree."""

    OTHER = 0
    AKIN = 1
    SAME = 2


@lru_cache(maxsize=65536)
def plain(text: str) -> str:
    """The text in small letters without accents, apostrophes or punctuation: "St. Chad's" becomes "st chads"."""
    bare = "".join(sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign)).lower()
    bare = re.sub(r"['’‘`]", "", bare.replace("&", " and "))
    return " ".join(re.sub(r"[^\w]|_", " ", bare).split())


@lru_cache(maxsize=65536)
def words(text: str) -> Words:
    """The words of a name or an address in one spelling: "High St" is "High Street", and "St Helens" stays a saint."""
    found = plain(text).split()
    spelt = []
    for place, word in enumerate(found):
        following = found[place + 1] if place + 1 < len(found) else ""
        if word == "st" and place > 0 and (not following or following in COMPASS):
            spelt.append("street")
        else:
            spelt.append(_SPELT_OUT.get(word, word))
    return tuple(spelt)


@lru_cache(maxsize=65536)
def name_words(name: str) -> Words:
    """The words that tell one office from another: without "Jobcentre Plus", "JCP", "Social Security Office"."""
    return words(_OF_ANY_OFFICE.sub(" ", plain(name)))


def name_key(name: str) -> str:
    """A name as one run of letters: "Bexley Heath" and "Bexleyheath" agree; a bare "Jobcentre Plus" is empty."""
    return "".join(name_words(name))


@lru_cache(maxsize=65536)
def name_keys(name: str, town: str, county: str) -> frozenset[str]:
    """Every form under which an office may stand: with its town or county named before or after it, and without.

    "Bristol, Easton" in Bristol is "Easton"; "Newcastle City" stays whole, because "City" alone names nothing.
    """
    whole = name_words(name)
    keys = {"".join(whole)}
    for place in (words(town), words(county)):
        for rest in (_without_start(whole, place), _without_end(whole, place)):
            if rest and not set(rest) <= _ONLY_A_PART:
                keys.add("".join(rest))
    keys.discard("")
    return frozenset(keys)


def _without_start(whole: Words, part: Words) -> Words:
    return whole[len(part) :] if part and whole[: len(part)] == part else ()


def _without_end(whole: Words, part: Words) -> Words:
    return whole[: -len(part)] if part and whole[-len(part) :] == part else ()


def name_likeness(one: tuple[str, str, str], other: tuple[str, str, str]) -> Likeness:
    """How far two names agree, each given as name, town and county.

    SAME: only the words of any office, the town, the county or the spelling of spaces and saints differ. AKIN: one has
    every word of the other and more ("Barnsley", "Barnsley Cooper House"), or they differ by a slip of the pen.
    """
    if name_keys(*one) & name_keys(*other):
        return Likeness.SAME
    mine, theirs = name_words(one[0]), name_words(other[0])
    if not mine or not theirs:
        return Likeness.OTHER
    for smaller, larger in ((mine, theirs), (theirs, mine)):
        if set(smaller) <= set(larger) and not set(smaller) <= _ONLY_A_PART:
            return Likeness.AKIN
        if "".join(larger).startswith("".join(smaller)) and len("".join(smaller)) > 5:
            return Likeness.AKIN
    return Likeness.AKIN if slip_of_the_pen(one[0], other[0]) else Likeness.OTHER


def slip_of_the_pen(one: str, other: str) -> bool:
    """Whether two names are one name with a letter astray, as in "Hinkley", not as in "Eastham" and "Westham"."""
    mine, theirs = name_key(one), name_key(other)
    return mine[:1] == theirs[:1] and abs(len(mine) - len(theirs)) <= 2 and alike(mine, theirs, share=0.9)


@lru_cache(maxsize=65536)
def alike(one: str, other: str, share: float = 0.85) -> bool:
    """Whether two runs of letters have so much in common that a slip explains the difference."""
    if one == other:
        return True
    compared = SequenceMatcher(None, one, other, autojunk=False)
    return min(len(one), len(other)) > 4 and compared.quick_ratio() >= share and compared.ratio() >= share


@lru_cache(maxsize=4096)
def county_key(county: str) -> str:
    """A county in one spelling: "Lancs" and "Lancashire" agree."""
    spelt = plain(county)
    return _COUNTY_SHORT_FORMS.get(spelt, spelt)


def is_county(text: str) -> bool:
    """Whether a text is the name of a county, and not of a town that bears the same name as one."""
    return county_key(text) in COUNTIES and plain(text) != "durham"


def district_key(district: str) -> tuple[str, ...]:
    """A district in one spelling whatever the order of its parts: "Kent and Surrey" and "Surrey & Kent" agree."""
    return tuple(sorted(word for word in plain(district).split() if word != "and"))


def spelling_in_use(district: str, in_use: Iterable[str]) -> str | None:
    """The first of the districts in use that is the same but for spelling or order, or None."""
    key = district_key(district)
    return next((name for name in in_use if district_key(name) == key), None)
