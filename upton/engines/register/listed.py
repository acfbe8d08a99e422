"""What a list of offices says once it is read: its lines, and the problems found in them."""

from dataclasses import dataclass
from enum import StrEnum

from upton.engines.register.placenames import name_keys
from upton.engines.register.streets import Address


class Kind(StrEnum):
    """The kinds of site that a list can name (ORG-1)."""

    JOBCENTRE = "jobcentre"
    SERVICE_CENTRE = "service_centre"
    BENEFIT_DELIVERY_CENTRE = "benefit_delivery_centre"
    CONTACT_CENTRE = "contact_centre"


class ProblemKind(StrEnum):
    """What became of what is wrong."""

    FILE = "file"
    LEFT_OUT = "left_out"
    REPEATED = "repeated"
    TWICE = "twice"
    PUT_RIGHT = "put_right"
    CHECK = "check"


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong with the list: the line where it shows, and a sentence that says what and what to do.

    Only a FILE problem is blocking: nothing can be read. A line that is LEFT_OUT is not among the lines, nor is one
    that is REPEATED (the same as another, sign for sign); lines with TWICE, PUT_RIGHT or CHECK are. `said` is what a
    line left out says, so that the office it seems to name is not taken for absent.
    """

    kind: ProblemKind
    sentence: str
    line: int | None = None
    said: str = ""

    @property
    def blocking(self) -> bool:
        """Whether nothing of the list can be used until this is put right."""
        return self.kind is ProblemKind.FILE


@dataclass(frozen=True, slots=True)
class Line:
    """One office of a list. `number` is its line as an editor counts; `postcode` is None where it cannot be read."""

    number: int
    office_number: str | None
    name: str
    kind: Kind
    building: str
    street: str
    town: str
    county: str
    postcode: str | None
    district: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    area: str | None = None

    @property
    def address(self) -> Address:
        """Building, street, town and county."""
        return Address(self.building, self.street, self.town, self.county)

    @property
    def name_keys(self) -> frozenset[str]:
        """Every form of its name, by which another spelling is known."""
        return name_keys(self.name, self.town, self.county)


@dataclass(frozen=True, slots=True)
class Listing:
    """A list that was read: its lines, its problems, how many rows it holds, and groups of lines that name one office.

    Every row is accounted for: rows = lines + problems of kind LEFT_OUT and REPEATED.
    """

    lines: tuple[Line, ...] = ()
    problems: tuple[Problem, ...] = ()
    rows: int = 0
    twice: tuple[tuple[int, ...], ...] = ()

    @property
    def blocking(self) -> tuple[Problem, ...]:
        """The problems that keep the list from being used at all."""
        return tuple(problem for problem in self.problems if problem.blocking)

    def of_kind(self, kind: ProblemKind) -> tuple[Problem, ...]:
        """The problems of one kind."""
        return tuple(problem for problem in self.problems if problem.kind is kind)
