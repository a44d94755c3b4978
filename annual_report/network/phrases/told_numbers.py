"""Numbers that know what they are, up to the sentence: a count, people, a share, a year.

A number of a table is what its column is, whatever pandas made of it on its way (`Meanings`); one
that stands alone is what its cell said (`amounts`). Some are known of a part of those that they
speak of: a rate is of the meetings that are recorded completely. Such a number has a `Coverage`,
and a phrase asks for it by name before the number is told or compared:

    {% if régions.complet %}…{% endif %}          nothing is said unless all are known
    {{ n.connus|lettres }} des {{ n.sur|lettres }}     of how many it is told
    {{ "au moins " if n.au_moins }}{{ n|lettres }}     it may be more
"""

from collections.abc import Callable, Iterable, Mapping
from enum import Enum
from typing import TYPE_CHECKING, Any, NamedTuple, NoReturn, Protocol

from annual_report.base.messages import _
from annual_report.machine.pages.language import SHARE, YEAR, is_number

if TYPE_CHECKING:
    from annual_report.machine.pages.columns import Column

PEOPLE = "habitants"
"""The unit of a number of people, which is large and told with few of its figures."""
COMPLETE, KNOWN, AMONG, LEAST = "complet", "connus", "sur", "au_moins"
ASKED = (COMPLETE, KNOWN, AMONG, LEAST)
"""What a phrase may ask of a value that is known of some."""


class NumberKind(Enum):
    """What a number is."""

    COUNT = "count"
    PEOPLE = "people"
    SHARE = "share"
    YEAR = "year"

    def __str__(self) -> str:
        """Say it in the reader's language."""
        return {
            NumberKind.COUNT: _("a count"),
            NumberKind.PEOPLE: _("a number of people"),
            NumberKind.SHARE: _("a share"),
            NumberKind.YEAR: _("a year"),
        }[self]


KINDS_OF_UNITS = {SHARE: NumberKind.SHARE, YEAR: NumberKind.YEAR, PEOPLE: NumberKind.PEOPLE}
"""The kinds of numbers that have these units; one with any other unit is a count."""


class WrongKindError(ValueError):
    """A phrase tells a number as another kind, or doesn't ask of how many it is known."""


class Coverage:
    """Of how many things a value is known, and what a phrase has asked of it so far.

    `is_of_rows` where it is a column's own: its entries may be told as they are, and what is
    counted of them is known of all rows, or of some.
    """

    def __init__(self, known: int, among: int, *, is_of_rows: bool = False) -> None:
        self.known = known
        self.among = among
        self.is_of_rows = is_of_rows
        self._asked: set[str] = set()

    @property
    def is_complete(self) -> bool:
        """Whether the value is known of all; of none, there is nothing to know."""
        return 0 < self.known == self.among

    def answer(self, question: str) -> Any:
        """Return what a phrase asks, and note that it has."""
        self._asked.add(question)
        if question == COMPLETE:
            return self.is_complete
        if question == LEAST:
            return not self.is_complete
        number = self.known if question == KNOWN else self.among
        return TypedNumber(number, question, Fixed(Meaning(NumberKind.COUNT)))

    def require_asked(self, name: str) -> None:
        """Refuse to tell a value of some, unless the phrase has asked of how many."""
        # Of a table without rows nothing is unknown.
        if self.is_of_rows and self.known == self.among:
            return
        if not self._asked:
            raise WrongKindError(
                _(
                    "“{name}” is known of {known} among {among}: ask for {name}.complet, "
                    "{name}.connus or {name}.au_moins before it is told",
                    name=name,
                    known=self.known,
                    among=self.among,
                )
            )
        # A phrase that asks whether all are known says nothing where they aren't.
        if not self.is_complete and self._asked == {COMPLETE}:
            raise WrongKindError(
                _(
                    "“{name}” is known of {known} among {among}: say of how many "
                    "({name}.connus), or that it may be more ({name}.au_moins)",
                    name=name,
                    known=self.known,
                    among=self.among,
                )
            )


class Meaning(NamedTuple):
    """What a number is, None where nobody said it; and of how many it is known, if of some."""

    kind: NumberKind | None = None
    coverage: Coverage | None = None


class MeaningSource(Protocol):
    """Where the meaning of a number is found once the number is told."""

    def find(self, name: str) -> Meaning:
        """Return the meaning of the number that has a name."""


class Fixed(NamedTuple):
    """A meaning that is known already."""

    meaning: Meaning

    def find(self, _name: str) -> Meaning:
        """Return it, whatever the name."""
        return self.meaning


UNSAID = Fixed(Meaning())
"""The source of a number of which nobody said what it is."""


class Covered(NamedTuple):
    """Another source, whose numbers are known of some."""

    source: MeaningSource
    coverage: Coverage

    def find(self, name: str) -> Meaning:
        """Return the meaning that the other source has, with the coverage."""
        return self.source.find(name)._replace(coverage=self.coverage)


class Meanings:
    """The meanings of a row's numbers, by the words of their columns.

    Words are looked for when a number is told: most of a table never are.
    """

    def __init__(
        self, find_words: "Callable[[], Mapping[str, Column]]", cells: Mapping[str, Any]
    ) -> None:
        self._find_words = find_words
        self._cells = cells
        self._coverages: dict[tuple[str, str], Coverage] = {}

    def find(self, name: str) -> Meaning:
        """Return the meaning of the cell of a column."""
        column = self._find_words().get(name)
        if column is None:
            return Meaning()
        kind = KINDS_OF_UNITS.get(column.unit, NumberKind.COUNT)
        if not column.known:
            return Meaning(kind)
        # Figures that are known of the same share what was asked: it is told once.
        of = (column.known, column.among)
        if of not in self._coverages:
            known, among = (self._count(counted) for counted in of)
            self._coverages[of] = Coverage(known, among)
        return Meaning(kind, self._coverages[of])

    def _count(self, name: str) -> int:
        value: Any = self._cells.get(name)
        return int(value) if is_number(value) else 0


class TypedNumber(float):
    """A number of which it is known what it is, or of which nobody said it."""

    __slots__ = ("_source", "name")

    def __new__(cls, value: float, _name: str, _source: MeaningSource) -> "TypedNumber":
        """Make the number, as Python does one that can't be changed."""
        return super().__new__(cls, value)

    def __init__(self, _value: float, name: str, source: MeaningSource) -> None:
        self.name = name
        self._source = source

    @property
    def kind(self) -> NumberKind | None:
        """What it is."""
        return self._source.find(self.name).kind

    @property
    def coverage(self) -> Coverage | None:
        """Of how many it is known, if of some."""
        return self._source.find(self.name).coverage

    @property
    def plain(self) -> float:
        """The number alone, a whole one as Python counts."""
        return int(self) if self.is_integer() else float(self)

    def cover(self, coverage: Coverage) -> "TypedNumber":
        """Return the number as one that is known of some."""
        return TypedNumber(self, self.name, Covered(self._source, coverage))

    def require_asked(self) -> None:
        """Refuse to be told or compared, unless the phrase has asked of how many it is known."""
        if coverage := self.coverage:
            coverage.require_asked(self.name)

    def require_kind(
        self, kinds: Iterable[NumberKind], asker: str, fitting: Callable[[NumberKind], str]
    ) -> None:
        """Refuse a filter that is for numbers of other kinds; `fitting` names those for a kind."""
        kind = self.kind
        if kind is None:
            self._refuse_unsaid()
        if kind not in kinds:
            raise WrongKindError(
                _(
                    "“{name}” is {kind}, and “{filter}” is for {kinds}; for {kind}: {fitting}",
                    name=self.name,
                    kind=kind,
                    filter=asker,
                    kinds=", ".join(map(str, kinds)),
                    fitting=fitting(kind),
                )
            )

    def _refuse_unsaid(self) -> NoReturn:
        raise WrongKindError(
            _(
                "nobody said what the number “{name}” is: its cell says as_count(…), as_share(…) "
                "or as_year(…)",
                name=self.name,
            )
        )

    def __str__(self) -> str:
        """Write a year; another number takes a filter, which says how."""
        kind = self.kind
        if kind is None:
            self._refuse_unsaid()
        if kind is not NumberKind.YEAR:
            raise WrongKindError(
                _("“{name}” is {kind}: it takes a filter, such as {filter}",
                  name=self.name, kind=kind,
                  filter="pourcent" if kind is NumberKind.SHARE else "chiffres")
            )  # fmt: skip
        self.require_asked()
        return f"{self:.0f}"

    def __add__(self, other: float) -> "TypedNumber":
        """Return another year: a phrase writes `year + 1`, and counts nothing else."""
        self.require_kind([NumberKind.YEAR], "+", lambda kind: _("count it in the notebook"))
        return TypedNumber(float(self) + other, self.name, self._source)

    def __sub__(self, other: float) -> "TypedNumber":
        """Return another year."""
        return self + -other

    def __eq__(self, other: object) -> bool:
        """Whether it is another number; what is known of some is asked for first."""
        self._require_both(other)
        return float(self) == other

    def __ne__(self, other: object) -> bool:
        """Whether it is another number than this."""
        return not self == other

    def __lt__(self, other: float) -> bool:
        """Whether it is smaller."""
        self._require_both(other)
        return float(self) < other

    def __le__(self, other: float) -> bool:
        """Whether it is smaller, or the same."""
        self._require_both(other)
        return float(self) <= other

    def __gt__(self, other: float) -> bool:
        """Whether it is larger."""
        self._require_both(other)
        return float(self) > other

    def __ge__(self, other: float) -> bool:
        """Whether it is larger, or the same."""
        self._require_both(other)
        return float(self) >= other

    __hash__ = float.__hash__

    def _require_both(self, other: object) -> None:
        self.require_asked()
        if isinstance(other, TypedNumber):
            other.require_asked()
