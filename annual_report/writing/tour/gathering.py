"""Taking the members' sheets back: in any order, any number of times, from files of any name.

Each sheet is merged as a workbook is, by what it held when it was sent. What two sheets say
differently, and what was changed in the data meanwhile, are conflicts, answered as an import's are.
Who said what stands in the network's history.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from annual_report.errors import DataError
from annual_report.messages import _
from annual_report.reading.files.package_files import TEXTS, locate_package
from annual_report.reading.problems import Place, Problem
from annual_report.writing.history import changes, taken_back
from annual_report.writing.merging import Decisions, Merged, merge
from annual_report.writing.proposal import Held, Proposal, open_held, propose
from annual_report.writing.tour.answers import Answer, read_answers
from annual_report.writing.tour.highlights import add_highlights
from annual_report.writing.tour.member_sheets import SHEETS, members_of
from annual_report.writing.workbooks.filling import member_choice


@dataclass(frozen=True)
class Gathering:
    """What came back from the members of a year, and what it would change."""

    year: str
    proposal: Proposal
    answered: tuple[str, ...]
    untouched: tuple[str, ...]
    refused: tuple[str, ...]
    """Those whose sheet came back with an error."""
    missing: tuple[str, ...]
    problems: tuple[Problem, ...]
    """Why sheets aren't taken."""


def read_gathering(
    folder: str | Path, answers: Path, decisions: Decisions | None = None
) -> Gathering:
    """Merge the members' sheets of a folder into a network, on paper.

    A sheet with an error, of another network or with personal data is left out whole, and said.
    Raise DataError if the network has an error, or the folder no member's sheet.
    """
    network = open_held(folder)
    read, refused, problems = read_answers(answers, network)
    if not read:
        what = _("holds no member’s sheet that can be read")
        raise DataError([Problem(Place(str(answers)), what), *problems])
    year = max(answer.origin.year for answer in read)
    for answer in [each for each in read if each.origin.year != year]:
        what = _("is of {year}: gather it apart", year=answer.origin.year)
        problems.append(Problem(Place(answer.file), what))
        read.remove(answer)
    merged = {name: _merge_table(network, name, read, decisions or {}) for name in SHEETS.values()}
    text = network.path / TEXTS / f"{year}.md"
    told = [(member_choice(each.origin.member), each.highlights) for each in read]
    beside = add_highlights(text, told)
    remarks = [each for answer in read for each in answer.remarks]
    proposal = propose(network, merged, "gather", answers.name, remarks, beside=beside)
    touched = {answer.origin.member for answer in read if not answer.is_untouched}
    back = {answer.origin.member for answer in read}
    members = members_of(network, year)
    return Gathering(
        year,
        proposal,
        tuple(code for code in members if code in touched),
        tuple(code for code in members if code in back - touched),
        tuple(code for code in members if code in set(refused) - back),
        tuple(code for code in members if code not in {*back, *refused}),
        tuple(problems),
    )


def _merge_table(network: Held, name: str, read: Sequence[Answer], decisions: Decisions) -> Merged:
    """Merge what all sheets say of a table, one after the other."""
    found = Merged([(dict(row), None) for _number, row in network.tables[name].every_row])
    for answer in read:
        if name not in answer.rows:
            continue
        held = answer.origin.parts.get((name, "rows"), [])
        model, by = network.models[name], member_choice(answer.origin.member)
        one = merge(model, held, answer.rows[name], found.rows, decisions, by=by)
        changes, conflicts = found.changes + one.changes, found.conflicts + one.conflicts
        found = Merged(one.rows, changes, conflicts)
    return found


def list_sources(folder: str | Path) -> list[str]:
    """Say what was gathered and not taken back: when, from whom, what; the oldest first."""
    past = changes(locate_package(folder))
    undone = taken_back(past)
    return [
        f"{each.when:%d/%m/%Y}  {line}"
        for each in past
        if each.command == "gather" and each.name not in undone
        for line in each.details[1:]
    ]
