"""What a reader of the data has to say of them: errors, remarks, and what was understood."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

from annual_report.base.errors import UnreadableError, say_reason
from annual_report.base.letters import clean_text, shorten
from annual_report.base.messages import _, add_nearest, list_some

Severity = Literal["error", "remark", "todo", "read"]
"""An error forbids a report; a remark is worth a look; a to-do is a blank still to fill in.

What is `read` was written one way and understood another."""

ROWS_NAMED = 3
"""What stands in more rows than this is said with the number of the others."""


@dataclass(frozen=True)
class Place:
    """Where something stands in the folder: in rows that count from 1, or in a file as a whole."""

    file: str
    rows: tuple[int, ...] = ()
    column: str | None = None
    sheet: str | None = None

    def __str__(self) -> str:
        return ", ".join([clean_text(self.file), *([self.within] if self.within else [])])

    @property
    def within(self) -> str:
        """Where in its file: "row 3, column annee"; empty for the file as a whole."""
        parts = []
        if self.sheet is not None:
            parts.append(_("sheet {sheet}", sheet=clean_text(self.sheet)))
        if len({*self.rows}) == 1:
            parts.append(_("row {row}", row=self.rows[0]))
        elif self.rows:
            numbers = [*dict.fromkeys(map(str, self.rows))]
            parts.append(_("rows {rows}", rows=list_some(numbers, ROWS_NAMED)))
        if self.column is not None:
            parts.append(_("column {column}", column=self.column))
        return ", ".join(parts)


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong, or worth a look, with what to do about it."""

    place: Place
    what: str
    value: str | None = None
    expected: str | None = None
    nearest: str | None = None
    severity: Severity = "error"

    def __str__(self) -> str:
        return self._line(str(self.place))

    @property
    def without_file(self) -> str:
        """The same, where the file was named already."""
        return self._line(self.place.within)

    def _line(self, place: str) -> str:
        line = self.what
        if self.value is not None:
            line = _("“{value}” {what}", value=shorten(self.value), what=self.what)
        if place:
            line = _("{place}: {said}", place=place, said=line)
        if self.expected:
            line = _("{line}; expected: {expected}", line=line, expected=self.expected)
        return add_nearest(line, self.nearest)


def explain_unread(place: Place, error: UnreadableError | OSError) -> Problem:
    """Say why a file isn't read: it can't be understood, or the system doesn't open it."""
    if isinstance(error, OSError):
        return Problem(place, _("can’t be opened: {reason}", reason=say_reason(error)))
    rows = (error.row,) if error.row else ()
    return Problem(replace(place, rows=rows), error.what, expected=error.expected)


def join_alike(problems: Iterable[Problem]) -> list[Problem]:
    """Say once what is said in the same way of several rows of a file."""
    alike: dict[Problem, list[int]] = {}
    for problem in problems:
        anywhere = replace(problem, place=replace(problem.place, rows=()))
        alike.setdefault(anywhere, []).extend(problem.place.rows)
    return [replace(problem, place=replace(problem.place, rows=tuple(rows)))
            for problem, rows in alike.items()]  # fmt: skip


def count_problems(problems: Iterable[Problem]) -> Counter[str]:
    """Return of how many rows, or files as a whole, there is something to say, by severity."""
    return Counter(problem.severity for problem in problems for _row in problem.place.rows or (0,))
