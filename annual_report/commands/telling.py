"""The answer of `check`: all problems of the data, by file."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from annual_report.base.letters import clean_text, fold_spelling
from annual_report.base.messages import _
from annual_report.network.reading.inspection import Inspection
from annual_report.network.reading.problems import Place, Problem, count_problems, list_causes
from annual_report.network.territories.kinds import kinds_by_name

LINKS = "conseil départemental régional ville communauté d de du des l la le les"
"""The words beside an institution's own name: of its kind, and those that join the two.

"conseil départemental de la Nièvre" and "Nièvre" are the same but for spelling.
"""


def tell_inspection(inspection: Inspection, *, whole: bool = False) -> Iterator[str]:
    """Yield the lines that `check` prints: the problems by file, then the number of each kind.

    A reading is a cell that was understood otherwise than typed, such as a name for a code. With
    `whole`, every reading has a line, also readings that differ only in spelling.
    """
    yield from _tell_files(inspection.problems, inspection.understood, whole=whole)
    counts = count_problems([*inspection.problems, *inspection.understood])
    yield _(
        "errors: {errors}, remarks: {remarks}, to fill in: {todos}, understood: {understood}",
        errors=counts["error"],
        remarks=counts["remark"],
        todos=counts["todo"],
        understood=counts["understood"],
    )


def _tell_files(
    problems: Sequence[Problem], readings: Sequence[Problem], *, whole: bool
) -> Iterator[str]:
    """Yield the lines of problems and readings under the name of their file, errors first."""
    labels = {"error": _("error:"), "todo": _("to fill in:"), "remark": _("remark:")}
    # The same fault in several rows is one problem here.
    once = list_causes(problems)
    # Files stand in the order of their first problem, as the reading met them.
    for file in dict.fromkeys(problem.place.file for problem in [*problems, *readings]):
        yield clean_text(file)
        for problem in once:
            if problem.place.file == file:
                yield f"  {labels[problem.severity]} {problem.without_file}"
        of_file = [reading for reading in readings if reading.place.file == file]
        for line in _tell_readings(of_file, whole=whole):
            yield f"  {_('read:')} {line}"
        yield ""


def _tell_readings(readings: Iterable[Problem], *, whole: bool) -> Iterator[str]:
    """Yield a line for each reading that changed more than the spelling.

    Of a column's readings that changed the spelling alone, the first stands for all: a hundred
    names in capitals are one habit. With `whole`, yield all readings.
    """
    spelt: dict[Place, list[Problem]] = {}
    for reading in readings:
        if whole or not _is_same_but_for_spelling(reading):
            yield reading.without_file
        else:
            # A place without rows is the column itself, by which its readings are put together.
            column = replace(reading.place, rows=())
            spelt.setdefault(column, []).append(reading)
    for alike in spelt.values():
        yield _sum_up_readings(alike).without_file


def _sum_up_readings(alike: Sequence[Problem]) -> Problem:
    """Return one reading for several of a column: the words of the first, the rows of all.

    "as “Nièvre”, and 12 more, in capitals, …", with the rows 2 to 14.
    """
    first, *others = alike
    if not others:
        return first
    line = _(
        "{line}, and {count} more, in capitals, accents, hyphens or kind alone: check --tout",
        line=first.what,
        count=len(others),
    )
    rows: list[int] = []
    for reading in alike:
        rows.extend(reading.place.rows)
    place = replace(first.place, rows=tuple(rows))
    return replace(first, place=place, what=line)


def _is_same_but_for_spelling(reading: Problem) -> bool:
    """Whether a cell and its reading differ only in capitals, accents, hyphens or kind."""
    # The message of the reading holds the value as it was understood: "as “Nièvre”".
    allowed = _split_words(f"{reading.what} {LINKS}")
    for kind in kinds_by_name():
        allowed |= _split_words(f"{kind} {kind}s")
    typed = _split_words(reading.value or "")
    return typed.issubset(allowed)


def _split_words(text: str) -> set[str]:
    """Return the words of a text without case and accents: "L’Île" → {"l", "ile"}."""
    return {*re.findall(r"\w+", fold_spelling(text))}
