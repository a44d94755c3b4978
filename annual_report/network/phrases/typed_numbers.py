"""The numbers given to a phrase: each knows a kind, and of how many rows the number is known.

A phrase is a Jinja template in Markdown with the words of a sentence. The kind of a number is
count, number of people, share or year, so that "2025" is never written as a count. The kind of a
table's number comes from the unit of the column (`RowMeanings`); the kind of a single number comes
from the notebook's cell, as in `as_count(12)` (`amounts`).

A number may be known of a part of the rows only: a rate of attendance counts the meetings with
complete records, perhaps 8 of 10. Such a number has a `Coverage` (8 known among 10), and a phrase
asks for the coverage by name before the number is printed or compared:

    {% if régions.complet %}…{% endif %}          words for the case that all rows are known
    {{ n.connus|lettres }} des {{ n.sur|lettres }}     how many are known, among how many
    {{ "au moins " if n.au_moins }}{{ n|lettres }}     "au moins" unless all rows are known
"""

from collections.abc import Callable, Iterable, Mapping
from enum import Enum
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from annual_report.base.messages import _
from annual_report.machine.pages.language import SHARE, YEAR, is_number

if TYPE_CHECKING:
    from annual_report.machine.pages.columns import Column

PEOPLE = "habitants"
"""The unit of a number of people: such numbers are large, and a sentence rounds them."""
# The French attributes with which a template asks for the coverage of a value.
COMPLETE = "complet"
KNOWN = "connus"
AMONG = "sur"
LEAST = "au_moins"
ASKED = (COMPLETE, KNOWN, AMONG, LEAST)
"""The attributes that ask for a coverage, as in `régions.complet`."""


class NumberKind(Enum):
    """The kind of a number, on which the filters depend that may print the number."""

    COUNT = "count"
    PEOPLE = "people"
    SHARE = "share"
    YEAR = "year"

    def __str__(self) -> str:
        """Return the kind in words, for a message in the reader's language."""
        words = {
            NumberKind.COUNT: _("a count"),
            NumberKind.PEOPLE: _("a number of people"),
            NumberKind.SHARE: _("a share"),
            NumberKind.YEAR: _("a year"),
        }
        return words[self]


KINDS_OF_UNITS = {SHARE: NumberKind.SHARE, YEAR: NumberKind.YEAR, PEOPLE: NumberKind.PEOPLE}
"""The kinds of numbers by unit; a number with any other unit, "km" for instance, is a count."""


class WrongKindError(ValueError):
    """A phrase prints a number by a filter for other kinds, or without asking for the coverage."""


class Coverage:
    """The number of rows of which a value is known, and the questions that a phrase has asked.

    `known` rows among `among` have the value. `is_of_column` marks the coverage of a table's
    column, `known` being the filled cells: these cells are true and may be printed as they are, but
    their number is a number of the known rows alone.
    """

    def __init__(self, known: int, among: int, *, is_of_column: bool = False) -> None:
        self.known = known
        self.among = among
        self.is_of_column = is_of_column
        self._asked: set[str] = set()

    @property
    def is_complete(self) -> bool:
        """Whether all rows are known, and there is a row at all."""
        return 0 < self.known == self.among

    def answer(self, question: str) -> Any:
        """Return the answer to a phrase's question, and remember the question.

        `question` is a name of ASKED: "complet" and "au_moins" are answered by a truth value,
        "connus" and "sur" by a count.
        """
        self._asked.add(question)
        if question == COMPLETE:
            return self.is_complete
        if question == LEAST:
            return not self.is_complete
        number = self.among
        if question == KNOWN:
            number = self.known
        return TypedNumber(number, question, SingleMeaning(Meaning(NumberKind.COUNT)))

    def require_asked(self, name: str) -> None:
        """Raise WrongKindError unless the phrase has asked of how many rows the value is known.

        A reader would otherwise take "trois régions" for all regions, although members without a
        known region may add a fourth. `name` is the name of the value in the phrase, for the
        message.
        """
        # A column without gaps hides no row, and neither does a table without rows.
        if self.is_of_column and self.known == self.among:
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
        # "complet" alone was answered by "no": such a phrase must not print the value all the same.
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
    """The kind of a number, and the coverage of a number that is known of a part of the rows.

    The kind is None for a number whose cell hasn't said the kind. The coverage is None for a
    number that is simply known.
    """

    kind: NumberKind | None = None
    coverage: Coverage | None = None


class MeaningSource(Protocol):
    """A source of the meanings of numbers, asked when a phrase prints or compares a number."""

    def find(self, name: str) -> Meaning:
        """Return the meaning of the number with this name, the name of a column for instance."""


class SingleMeaning(NamedTuple):
    """The source of the meaning of a number that stands in no table, such as `as_count(3)`.

    Such a number has no column to look up: the cell of the notebook has said the meaning.
    """

    meaning: Meaning

    def find(self, _name: str) -> Meaning:
        """Return the meaning of the number; the name matters only to sources of a table."""
        return self.meaning


WITHOUT_KIND = SingleMeaning(Meaning())
"""The source for a number that a cell has computed without saying the kind."""


class CoveredMeaning(NamedTuple):
    """The source of a number's kind, together with a coverage that the notebook's cell gave."""

    source: MeaningSource
    coverage: Coverage

    def find(self, name: str) -> Meaning:
        """Return the meaning that `source` finds, with `coverage` in place of the coverage."""
        return self.source.find(name)._replace(coverage=self.coverage)


class RowMeanings:
    """The meanings of the numbers in a row of a table, from the descriptions of the columns.

    A column's description has the unit of the numbers and may name two other columns of the row,
    `known` and `among`: these two cells are the coverage. Descriptions take time to find, and most
    numbers of a table are never printed: the descriptions are found for the first printed number.
    """

    def __init__(
        self, find_words: "Callable[[], Mapping[str, Column]]", cells: Mapping[str, Any]
    ) -> None:
        """Keep the cells of a row and a function that finds the descriptions of the columns.

        `find_words` returns the description of each column by the column's name; `cells` are the
        values of the row by the same names.
        """
        self._find_words = find_words
        self._cells = cells
        self._coverages: dict[tuple[str, str], Coverage] = {}

    def find(self, name: str) -> Meaning:
        """Return the meaning of the row's number in the column `name`.

        A column without a description gives a number without a kind.
        """
        column = self._find_words().get(name)
        if column is None:
            return Meaning()
        kind = KINDS_OF_UNITS.get(column.unit, NumberKind.COUNT)
        # Most columns are simply known: their descriptions name no columns of the coverage.
        if not column.known:
            return Meaning(kind)
        # Numbers of the same two columns share a coverage: a phrase that has asked for the coverage
        # of a rate needn't ask again for the count behind the rate.
        counted = (column.known, column.among)
        if counted not in self._coverages:
            known = self._count(column.known)
            among = self._count(column.among)
            self._coverages[counted] = Coverage(known, among)
        return Meaning(kind, self._coverages[counted])

    def _count(self, name: str) -> int:
        """Return a whole number of the row; 0 for an empty or missing cell."""
        value: Any = self._cells.get(name)
        return int(value) if is_number(value) else 0


class TypedNumber(float):
    """A number of a phrase, with the kind and the coverage that decide how a phrase may print it.

    The number refuses to be printed or compared until the phrase has asked for the coverage, and
    refuses the filters for other kinds. `name` is the name of the number in the phrase; `source`
    finds the meaning under that name.
    """

    __slots__ = ("_source", "name")

    def __new__(cls, value: float, _name: str, _source: MeaningSource) -> "TypedNumber":
        """Make the number from the value alone: a float takes no further arguments."""
        return super().__new__(cls, value)

    def __init__(self, _value: float, name: str, source: MeaningSource) -> None:
        self.name = name
        self._source = source

    @property
    def coverage(self) -> Coverage | None:
        """The rows of which the number is known; None for a number that is simply known."""
        return self._source.find(self.name).coverage

    @property
    def plain(self) -> float:
        """The number without kind or coverage, an int if the number is whole."""
        if self.is_integer():
            return int(self)
        return float(self)

    def find_kind(self) -> NumberKind:
        """Return the kind of the number; raise WrongKindError if no table and no cell has said it.

        A number that a cell has computed has lost the kind of its column.
        """
        kind = self._source.find(self.name).kind
        if kind is None:
            raise WrongKindError(
                _(
                    "nobody said what the number “{name}” is: its cell says as_count(…), "
                    "as_share(…) or as_year(…)",
                    name=self.name,
                )
            )
        return kind

    def cover(self, coverage: Coverage) -> "TypedNumber":
        """Return the number with another coverage."""
        return TypedNumber(self, self.name, CoveredMeaning(self._source, coverage))

    def require_asked(self) -> None:
        """Raise WrongKindError if the phrase hasn't asked of how many rows the number is known.

        Called before the number is printed or compared: a number of a part of the rows would else
        be read as the number of all rows.
        """
        coverage = self.coverage
        if coverage:
            coverage.require_asked(self.name)

    def require_kind(
        self,
        kinds: Iterable[NumberKind],
        filter_name: str,
        name_filters: Callable[[NumberKind], str],
    ) -> None:
        """Raise WrongKindError unless the number's kind is among the `kinds` that a filter takes.

        `filter_name` is the name of the filter in the phrase. `name_filters` returns the names of
        the filters for a kind: the message suggests those for the number's own kind.
        """
        kind = self.find_kind()
        if kind not in kinds:
            raise WrongKindError(
                _(
                    "“{name}” is {kind}, and “{filter}” is for {kinds}; for {kind}: {fitting}",
                    name=self.name,
                    kind=kind,
                    filter=filter_name,
                    kinds=", ".join(map(str, kinds)),
                    fitting=name_filters(kind),
                )
            )

    def __str__(self) -> str:
        """Return the figures of a year: `{{ year }}` needs no filter.

        Raise WrongKindError for a number of another kind, since only a filter says whether 12 is
        printed as "douze" or as "12".
        """
        kind = self.find_kind()
        if kind is not NumberKind.YEAR:
            suggested = "chiffres"
            if kind is NumberKind.SHARE:
                suggested = "pourcent"
            raise WrongKindError(
                _(
                    "“{name}” is {kind}: it takes a filter, such as {filter}",
                    name=self.name,
                    kind=kind,
                    filter=suggested,
                )
            )
        self.require_asked()
        return f"{self:.0f}"

    def __add__(self, other: float) -> "TypedNumber":
        """Return a later year, for `year + 1`; raise WrongKindError for any other kind of number.

        Phrases don't calculate: the reader of a notebook sees all sums there.
        """
        self.require_kind([NumberKind.YEAR], "+", lambda kind: _("count it in the notebook"))
        return TypedNumber(float(self) + other, self.name, self._source)

    def __sub__(self, other: float) -> "TypedNumber":
        """Return an earlier year, for `year - 1`; raise WrongKindError for any other kind."""
        return self + -other

    def __eq__(self, other: object) -> bool:
        """Whether two numbers are equal; raise WrongKindError before the coverage is asked for."""
        self._require_coverage_asked(other)
        return float(self) == other

    def __ne__(self, other: object) -> bool:
        """Whether two numbers differ."""
        return not self == other

    def __lt__(self, other: float) -> bool:
        """Whether the number is smaller than the other."""
        self._require_coverage_asked(other)
        return float(self) < other

    def __le__(self, other: float) -> bool:
        """Whether the number is smaller than the other, or equal."""
        self._require_coverage_asked(other)
        return float(self) <= other

    def __gt__(self, other: float) -> bool:
        """Whether the number is larger than the other."""
        self._require_coverage_asked(other)
        return float(self) > other

    def __ge__(self, other: float) -> bool:
        """Whether the number is larger than the other, or equal."""
        self._require_coverage_asked(other)
        return float(self) >= other

    # A class with an `__eq__` loses the hash, which the filter `unique` needs.
    __hash__ = float.__hash__

    def _require_coverage_asked(self, other: object) -> None:
        """Raise WrongKindError if a phrase compares a number before asking how much is known.

        Of a total over rows of which some are unknown, "more than ten" would claim too much. Both
        numbers of a comparison are looked at.
        """
        self.require_asked()
        if isinstance(other, TypedNumber):
            other.require_asked()
