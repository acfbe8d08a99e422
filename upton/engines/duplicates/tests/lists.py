"""Invented lists with their truth: branches of federations, providers written many ways, Welsh names, families."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from itertools import combinations

from upton.engines.duplicates import Field, Records

_TOWNS = """
Accrington Altrincham Andover Ashby Ashford Ashton Aston Banbury Barnet Barnsley Barton Basildon Bath Bedford
Beeston Belper Beverley Bexhill Bicester Bideford Blyth Bolton Boston Bradford Braintree Bridport Brighton Bristol
Bromley Burnley Burton Bury Buxton Calne Cambridge Canterbury Carlisle Chatham Cheadle Chester Chesterfield Chorley
Colchester Congleton Corby Coventry Crewe Croydon Darwen Derby Devizes Didcot Doncaster Dorchester Dover Dudley
Durham Eastbourne Eastham Ely Epsom Exeter Falmouth Fareham Farnham Felling Fleet Frome Gateshead Glossop Gosport
Grantham Gravesend Grimsby Halifax Harlow Harrogate Hartlepool Hastings Havant Hereford Heswall Hexham Hitchin
Horsham Hove Huddersfield Hull Huntingdon Ilkeston Ipswich Keighley Kendal Kettering Keynsham Lancaster Leamington
Leeds Leek Leicester Leigh Lewes Lichfield Lincoln Liverpool Loughborough Louth Lowestoft Ludlow Luton Maidstone
Malvern Mansfield Margate Marlow Matlock Melton Mirfield Morecambe Morley Nantwich Newark Newbury Newquay
Northampton Norwich Nottingham Nuneaton Oldham Ormskirk Oxford Penrith Penzance Peterborough Plymouth Pontefract
Poole Portsmouth Prescot Preston Prestwich Ramsgate Reading Redcar Redditch Reigate Ripon Rochdale Rochester Romford
Rotherham Royston Rugby Rugeley Runcorn Ryde Salford Salisbury Sandwich Scarborough Selby Settle Sheffield
Shrewsbury Skipton Sleaford Slough Solihull Southport Stafford Stamford Stockport Stockton Stoke Stratford Stroud
Sunderland Sutton Swindon Tamworth Taunton Telford Thirsk Tiverton Torquay Totnes Trowbridge Truro Wakefield
Wallasey Walsall Waltham Ware Warrington Warwick Watford Wells Weston Westham Weymouth Whitby Widnes Wigan Wilmslow
Winchester Windsor Wisbech Woking Worcester Workington Worksop Worthing Yarm Yeovil York
"""
TOWNS = _TOWNS.split()
WELSH = [
    ("Cardiff", "Caerdydd"), ("Swansea", "Abertawe"), ("Newport", "Casnewydd"), ("Wrexham", "Wrecsam"),
    ("Carmarthen", "Caerfyrddin"), ("Cardigan", "Aberteifi"), ("Anglesey", "Ynys Môn"),
    ("Bridgend", "Pen-y-bont ar Ogwr"),
    ("Neath", "Castell-nedd"), ("Monmouth", "Trefynwy"), ("Denbigh", "Dinbych"), ("Holyhead", "Caergybi"),
    ("Brecon", "Aberhonddu"), ("Ruthin", "Rhuthun"), ("Welshpool", "Y Trallwng"), ("Mold", "Yr Wyddgrug"),
]  # fmt: skip
_FAMILY_NAMES = """
Arkwright Blenkinsop Cattermole Dunwoody Entwistle Fazakerley Grimshaw Hargreaves Inskip Jagger Kirkbride Lovelace
Micklethwaite Nethercott Ollerenshaw Postlethwaite Quirk Ramsbottom Sowerby Tattersall Underhill Venables
Winterbourne Yardley Ackroyd Brathwaite Clegg Dewhurst Eccles Fothergill Greenhalgh Haworth Illingworth Jepson
Kershaw Longbottom Murgatroyd Naylor Openshaw Pickup Rawstron Shuttleworth Thistlethwaite Unsworth Veevers
Wolstenholme Yates Barraclough
"""
FAMILY_NAMES = _FAMILY_NAMES.split()
_GIVEN = """
Olivia Amelia Isla Ava Mia Ivy Lily Freya Grace Sophie Oliver George Noah Arthur Harry Leo Jack Charlie Thomas James
Robert Margaret Katherine William Elizabeth Richard Susan Peter Helen Stephen Joanne Kevin Tracey Ahmed Fatima
Mohammed Aisha Piotr Agnieszka Mihai Elena Rajesh Priya Deborah Christopher Anthony Michael Jennifer Victoria Samuel
"""
GIVEN = _GIVEN.split()
FEDERATIONS = (
    "Age UK {town}", "Citizens Advice {town}", "Mind in {town}", "{town} Mencap", "Rotary Club of {town}",
    "{town} Samaritans", "Royal British Legion {town} Branch", "{town} Women's Institute", "Home-Start {town}",
    "{town} Methodist Church", "{number} {town} Scout Group", "{number} {town} Brownies", "St {saint}'s Church {town}",
    "{town} {compass} Rotary Club", "{town} Trades Council", "Friends of {town} Library", "{town} U3A",
    "St {saint}'s Catholic Primary School, {town}", "Relate {town}", "Volunteer Centre {town}",
    "The Salvation Army {town} {compass}", "St John Ambulance {town} Division", "Alzheimer's Society {town} Branch",
)  # fmt: skip
SAINTS = ["Mary", "Anne", "Peter", "Paul", "John", "James", "Luke", "Mark", "Matthew", "Michael", "Thomas", "Andrew"]
COMPASS = ["North", "South", "East", "West"]
WORK = [
    "Training",
    "Employment",
    "Skills",
    "Housing",
    "Care",
    "Learning",
    "Recruitment",
    "Consulting",
    "Enterprise",
    "Community",
]
ENDS = ["Ltd", "Limited", "CIC", "Trust", "Foundation", "Services", "Association", "Group", "Solutions", "Partnership"]
SHORT = {"Limited": "Ltd", "Association": "Assoc", "Training": "Trng", "Services": "Svcs", "Community": "Comm'ty",
         "Centre": "Ctr", "Partnership": "P'ship", "College": "Coll", "Group": "Grp", "Foundation": "Fdn"}  # fmt: skip

Row = dict[Field, str]


@dataclass
class Listed:
    """A list and its truth: to which body or person each row belongs."""

    rows: list[Row] = field(default_factory=list)
    truth: list[object] = field(default_factory=list)

    def add(self, one: object, row: Row) -> None:
        self.rows.append(row)
        self.truth.append(one)

    def records(self, *, without: Iterable[Field] = ()) -> Records:
        fields = {f for row in self.rows for f in row} - set(without)
        ids = [str(number) for number in range(len(self.rows))]
        return Records(ids, {f: [row.get(f, "") for row in self.rows] for f in sorted(fields)})

    def pairs(self) -> set[tuple[str, str]]:
        found: dict[object, list[int]] = {}
        for number, one in enumerate(self.truth):
            found.setdefault(one, []).append(number)
        return {(str(a), str(b)) for members in found.values() for a, b in combinations(members, 2)}


def postcode_in(town: str, pick: random.Random) -> str:
    area = f"{town[0]}{town[-1]}".upper()
    return f"{area}{len(town)} {pick.randrange(10)}{pick.choice('ABDEFGHJLN')}{pick.choice('PQRSTUWXYZ')}"


def telephone(pick: random.Random) -> str:
    return f"01{pick.randrange(100, 999)} {pick.randrange(100_000, 999_999)}"


def street(pick: random.Random) -> str:
    return f"{pick.randrange(1, 200)} {pick.choice(FAMILY_NAMES)} {pick.choice(['Road', 'Street', 'Lane', 'Avenue'])}"


def branches(seed: int = 1) -> Listed:
    """Branches of federations, no two of which are one."""
    pick, listed = random.Random(seed), Listed()
    national = {form: telephone(pick) for form in FEDERATIONS[:4]}
    for form in FEDERATIONS:
        for town in TOWNS:
            for count in range(1, 3 if "{number}" in form or "{saint}" in form or "{compass}" in form else 2):
                name = form.format(
                    town=town, number=("1st", "2nd")[count - 1], saint=SAINTS[count * 5], compass=COMPASS[count]
                )
                row = {Field.NAME: name, Field.PLACE: town, Field.POSTCODE: postcode_in(town, pick)}
                row[Field.PHONE] = national.get(form, telephone(pick)) if pick.random() < 0.8 else ""
                listed.add((form, town, count), row)
    return listed


def typed(text: str, pick: random.Random) -> str:
    """The text with a letter left out, doubled or exchanged with its neighbour."""
    at = pick.randrange(1, max(2, len(text) - 1))
    return pick.choice(
        [
            text[:at] + text[at + 1 :],
            text[:at] + text[at] + text[at:],
            text[:at] + text[at + 1 : at + 2] + text[at] + text[at + 2 :],
        ]
    )


def initials(name: str) -> str:
    return "".join(word[0] for word in name.replace("&", "and").split() if word not in ("and", "of", "the", "for"))


def ways() -> list[Callable[[str, random.Random], str]]:
    """The ways in which a name is written otherwise."""
    return [
        lambda name, pick: name.upper(),
        lambda name, pick: f"The {name}",
        lambda name, pick: name.replace(" and ", " & "),
        lambda name, pick: " ".join(SHORT.get(word, word) for word in name.split()),
        lambda name, pick: typed(name, pick),
        lambda name, pick: " ".join(name.split()[:-1]) if len(name.split()) > 3 else name,
        lambda name, pick: f"{name} (formerly {pick.choice(FAMILY_NAMES)} {pick.choice(WORK)})",
        lambda name, pick: ", ".join(reversed(name.split(" ", 1))) if pick.random() < 0.3 else name,
        lambda name, pick: f"{name} {pick.choice(['Ltd', 'Limited', 'CIC'])}",
        lambda name, pick: f"{initials(name)} ({name})",
        lambda name, pick: initials(name) if len(initials(name)) > 3 else name,
    ]


def providers(count: int = 1500, seed: int = 2) -> Listed:
    """Providers of employment help, a third of them written two to four times, in many ways."""
    pick, listed = random.Random(seed), Listed()
    rules = ways()
    for one in range(count):
        town = pick.choice(TOWNS)
        form = pick.random()
        work = pick.sample(WORK, 2)
        if form < 0.5:
            name = f"{pick.choice(FAMILY_NAMES)} {work[0]} and {work[1]} {pick.choice(ENDS)}"
        elif form < 0.8:
            name = f"{town} {work[0]} {pick.choice(ENDS)}"
        else:
            name = f"{pick.choice(FAMILY_NAMES)} & {pick.choice(FAMILY_NAMES)} {work[0]} {pick.choice(ENDS)}"
        row = {
            Field.NAME: name, Field.PLACE: town, Field.POSTCODE: postcode_in(town, pick),
            Field.PHONE: telephone(pick), Field.ADDRESS: street(pick),
        }  # fmt: skip
        listed.add(one, row)
        for _ in range(pick.choice([0, 0, 0, 0, 1, 1, 2, 3])):
            other = dict(row)
            for rule in pick.sample(rules, pick.choice([1, 1, 2])):
                other[Field.NAME] = rule(other[Field.NAME], pick)
            for gone in (Field.PHONE, Field.ADDRESS, Field.POSTCODE, Field.PLACE):
                if pick.random() < 0.25:
                    other[gone] = ""
            listed.add(one, other)
    return listed


def wales(seed: int = 3) -> Listed:
    """Bodies in Wales in Welsh, English and both; several refuges and charities in one house with one telephone."""
    pick, listed = random.Random(seed), Listed()
    forms = [
        ("{e} Council", "Cyngor {w}"), ("{e} Women's Aid", "Cymorth i Fenywod {w}"),
        ("{e} University", "Prifysgol {w}"),
        ("{e} Community Centre", "Canolfan Gymunedol {w}"), ("{e} Library", "Llyfrgell {w}"),
        ("{e} Hospital", "Ysbyty {w}"),
        ("{e} Food Bank", "Banc Bwyd {w}"), ("{e} Young Farmers Club", "Clwb Ffermwyr Ifanc {w}"),
    ]  # fmt: skip
    for english, welsh in WELSH:
        for number, (e, w) in enumerate(forms):
            door = {Field.PLACE: english, Field.POSTCODE: postcode_in(english, pick), Field.PHONE: telephone(pick)}
            names = [e.format(e=english), w.format(w=welsh)]
            names.append(f"{names[1]} / {names[0]}")
            for name in pick.sample(names, pick.choice([1, 2, 3])):
                listed.add((english, number), {Field.NAME: name, **door})
        house = {Field.PLACE: english, Field.POSTCODE: postcode_in(english, pick), Field.PHONE: telephone(pick),
                 Field.ADDRESS: street(pick)}  # fmt: skip
        for number, name in enumerate(
            [f"{english} Refuge", f"{english} Carers Network", f"{english} Night Shelter", "Bawso", "Hafan Cymru",
             f"{english} Women's Refuge North", f"{english} Credit Union", "Shelter Cymru", f"{english} Youth Refuge"]
        ):  # fmt: skip
            listed.add((english, "house", number), {Field.NAME: name, **house})
    return listed


def families(count: int = 400, seed: int = 4) -> Listed:
    """Families with twins, fathers and sons of one name; some people stand twice, miswritten."""
    pick, listed = random.Random(seed), Listed()
    for house in range(count):
        family, town = pick.choice(FAMILY_NAMES), pick.choice(TOWNS)
        door = {Field.ADDRESS: street(pick), Field.PLACE: town, Field.POSTCODE: postcode_in(town, pick),
                Field.PHONE: telephone(pick)}  # fmt: skip
        year, names = pick.randrange(1955, 1975), pick.sample(GIVEN, 4)
        day = f"{pick.randrange(1, 13):02}/{pick.randrange(1, 13):02}"
        members = [
            (names[0], f"{day}/{year}"), (names[0], f"{day[3:]}/{day[:2]}/{year + 27}"),
            (names[1], f"05/0{pick.randrange(1, 10)}/{year + 30}"), (names[2], ""),
        ]  # fmt: skip
        members[3] = (names[3], members[2][1])
        for number, (given, born) in enumerate(members):
            row = {Field.GIVEN: given, Field.FAMILY: family, Field.BORN: born, **door}
            listed.add((house, number), row)
            if pick.random() < 0.3:
                listed.add((house, number), miswritten(row, pick))
    return listed


def miswritten(row: Row, pick: random.Random) -> Row:
    """The same person once more: names exchanged or mistyped, moved, married, day and month exchanged."""
    other, how = dict(row), pick.randrange(5)
    if how == 0:
        other[Field.GIVEN], other[Field.FAMILY] = row[Field.FAMILY], row[Field.GIVEN]
    elif how == 1:
        other[Field.FAMILY] = typed(row[Field.FAMILY], pick)
    elif how == 2:
        other[Field.ADDRESS], other[Field.POSTCODE], other[Field.PHONE] = street(pick), "", ""
    elif how == 3 and row[Field.BORN]:
        day, month, year = row[Field.BORN].split("/")
        other[Field.BORN] = f"{month}/{day}/{year}"
    else:
        other[Field.PHONE] = ""
    return other
