"""Subjects: each is there once, in one spelling, and none is announced and then forgotten."""

from collections.abc import Iterator

from annual_report.base.letters import fold_spelling
from annual_report.base.messages import _
from annual_report.network.reading.problems import Problem
from annual_report.network.reading.rows import Row
from annual_report.network.reading.rules.members import pair_with_first
from annual_report.network.reading.tables import Table
from annual_report.network.reading.values.vocabulary import PLANNED, TREATED


def check_for_one_subject_twice(sujets: Table) -> Iterator[Problem]:
    """Refuse a subject that is there twice in two spellings."""
    # Announced and then treated, or treated in two formats, it is there twice with good reason.
    for row, first in pair_with_first(
        (
            (row["annee"], row["etat"], fold_spelling(row["format"]), fold_spelling(row["sujet"])),
            row,
        )
        for row in sujets.rows
        if row["sujet"]
    ):
        if (row["format"], row["sujet"]) != (first["format"], first["sujet"]):
            what = _("is the subject of another row, in another spelling")
            yield sujets.refuse(row, "sujet", what, _("one row only"), first["sujet"])


def check_for_forgotten_plans(sujets: Table) -> Iterator[Problem]:
    """Remark a planned subject that its year, which says what it treated, and later ones leave."""
    told = [row for row in sujets.rows if _name_subject(row)]
    treated = {(row["annee"], _name_subject(row)) for row in told if row["etat"] == TREATED}
    years_that_tell = {year for year, _subject in treated}
    last: dict[str, str] = {}
    for row in told:
        subject = _name_subject(row)
        last[subject] = max(row["annee"], last.get(subject, ""))
    for row in told:
        year, subject = row["annee"], _name_subject(row)
        is_left = year in years_that_tell and year == last[subject]
        if row["etat"] == PLANNED and is_left and (year, subject) not in treated:
            what = _("was planned for {year} and never spoken of again", year=year)
            yield sujets.remark(row, "sujet", what, quoted="sujet" if row["sujet"] else "theme")


def _name_subject(row: Row) -> str:
    """Return what stays where the words of a subject change from year to year: its theme first."""
    return fold_spelling(row["theme"] or row["sujet"])
