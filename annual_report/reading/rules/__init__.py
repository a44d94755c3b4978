"""Rules that no single table can hold: each looks across the tables and texts of a package.

An error would make a report say something false; a remark is worth a look, and forbids nothing.
A host that was no member that year is a remark: a neighbour or a partner may have hosted. Somebody
present who was no member is an error: attendance is a member's, and its totals would be wrong.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from itertools import islice

from annual_report.reading.files.sheet_layout import MOST_PROBLEMS
from annual_report.reading.problems import Problem
from annual_report.reading.rules import presences, rencontres, sujets, years
from annual_report.reading.rules.rows import Tables
from annual_report.reading.rules.year_texts import chapters
from annual_report.reading.texts import YearText

RULES: tuple[Callable[[Tables], Iterator[Problem]], ...] = (
    years.no_members,
    years.years_far_apart,
    years.carried_over,
    rencontres.meetings_of_known_years,
    rencontres.one_meeting_twice,
    rencontres.ends_before_starts,
    presences.attendance,
    presences.hosts_that_were_absent,
    rencontres.hosts,
    rencontres.dates_outside_their_year,
    rencontres.remote_with_a_town,
    rencontres.same_meeting_written_twice,
    years.rows_of_far_years,
    sujets.schemes_of_strangers,
    sujets.schemes_to_come,
    sujets.one_subject_twice,
    sujets.plans_never_spoken_of_again,
)


def across_tables(
    tables: Tables, texts: Mapping[int, YearText], unanswered: Collection[str] = ()
) -> list[Problem]:
    """Return what the rules across tables find, errors before remarks.

    `unanswered` are the files that hold questions still to answer: their gaps are known.
    """
    found = [problem for rule in RULES for problem in islice(rule(tables), MOST_PROBLEMS)]
    found += [each for each in chapters(tables, texts) if each.place.file not in unanswered]
    return sorted(found, key=lambda problem: problem.severity != "error")
