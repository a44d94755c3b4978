"""Subjects and schemes: announced and spoken of, spelt in one way, of members."""

from collections.abc import Iterator, Mapping

from annual_report.messages import _
from annual_report.reading.problems import Problem
from annual_report.reading.rules.rows import Tables, members, place, rows, years
from annual_report.reading.values.cells import folded
from annual_report.reading.values.vocabulary import PLANNED, TREATED


def one_subject_twice(tables: Tables) -> Iterator[Problem]:
    """Refuse a subject that is there twice in two spellings; remark a spelling that changes."""
    found: dict[tuple[str, ...], tuple[int, str]] = {}
    spelt: dict[tuple[str, str], tuple[int, str]] = {}
    for number, row in rows(tables, "sujets"):
        if row["sujet"]:
            key = (row["annee"], row["etat"], folded(row["format"]), folded(row["sujet"]))
            first, name = found.setdefault(key, (number, row["sujet"]))
            if first != number:
                yield Problem(
                    place(tables, "sujets", number, "sujet"),
                    _("is the subject of row {row} in another spelling", row=first),
                    row["sujet"],
                    _("one row only"),
                    name,
                )
                continue
        for column in ("sujet", "theme"):
            if not row[column]:
                continue
            first, name = spelt.setdefault((column, folded(row[column])), (number, row[column]))
            if name != row[column]:
                yield Problem(
                    place(tables, "sujets", number, column),
                    _("is spelt otherwise than in row {row}", row=first),
                    row[column],
                    nearest=name,
                    severity="remark",
                )


def plans_never_spoken_of_again(tables: Tables) -> Iterator[Problem]:
    """Remark a planned subject that its year, which says what it treated, and later ones leave."""
    subjects = rows(tables, "sujets")
    spoken = [(row["annee"], row["etat"], _subject(row)) for _number, row in subjects]
    reported = {year for year, state, subject in spoken if state == TREATED and subject}
    last: dict[str, str] = {}
    for year, _state, subject in spoken:
        last[subject] = max(year, last.get(subject, ""))
    treated = {(year, subject) for year, state, subject in spoken if state == TREATED}
    for number, row in subjects:
        year, subject = row["annee"], _subject(row)
        if row["etat"] != PLANNED or not subject or year not in reported:
            continue
        if last[subject] == year and (year, subject) not in treated:
            yield Problem(
                place(tables, "sujets", number, "sujet"),
                _("was planned for {year} and never spoken of again", year=year),
                row["sujet"] or row["theme"],
                severity="remark",
            )


def schemes_of_strangers(tables: Tables) -> Iterator[Problem]:
    """Remark a scheme of somebody who was never a member."""
    known = {code for _year, code in members(tables)}
    for number, row in rows(tables, "dispositifs"):
        if row["membre"] not in known:
            yield Problem(
                place(tables, "dispositifs", number, "membre"),
                _("was never a member: no page will show it"),
                row["membre"],
                severity="remark",
            )


def schemes_to_come(tables: Tables) -> Iterator[Problem]:
    """Remark a scheme that starts after the years that are told."""
    known = years(tables)
    for number, row in rows(tables, "dispositifs"):
        if known and row["depuis"] and int(row["depuis"]) > int(known[-1]) + 1:
            yield Problem(
                place(tables, "dispositifs", number, "depuis"),
                _("is after the last year with members"),
                row["depuis"],
                severity="remark",
            )


def _subject(row: Mapping[str, str]) -> str:
    return folded(row["theme"] or row["sujet"])
