"""The corpus of people's files: read as the twin, or refused with place and reason.

The twin is a small network in order (`tests/corpus/twin`). Each case changes a file as people or
programs do; the facts that are read must stay the twin's, or the fault is told.
"""

import csv
import io
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml
from twin import CORPUS, MEMBRES, RENCONTRES, TEXTE, TWIN, copy_with, is_of_settings

from annual_report.network.reading.files.workbooks import read_workbook
from annual_report.network.reading.inspection import Inspection, inspect_network
from annual_report.network.reading.problems import Problem

CASES: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parents[2] / "cases" / "corpus.yaml").read_text(encoding="utf-8")
)


def list_facts(inspection: Inspection) -> tuple[dict[str, list[tuple[str, ...]]], Any]:
    """Return all rows of all tables, in any order, and the texts."""
    assert inspection.contents is not None
    facts = {}
    for name, table in inspection.contents.tables.items():
        facts[name] = sorted(tuple(row.values()) for row in table.rows)
    return facts, inspection.contents.texts


@pytest.fixture(scope="module")
def facts_of_twin() -> Any:
    return list_facts(inspect_network(TWIN))


def tell_outcome(inspection: Inspection, file: str, facts_of_twin: Any) -> str:
    """Tell the outcome of a file in a line: "read", or the first of the gravest problems.

    "error: row 2: “x” is wrong → the nearest (and 2 more)"; "; read otherwise" is added where other
    facts than the twin's were read.
    """
    outcome = "read"
    for severity in ("error", "todo", "remark"):
        problems = []
        for problem in inspection.problems:
            if problem.severity == severity and not is_of_settings(problem):
                problems.append(problem)
        if problems:
            outcome = _tell_first_problem(problems, file)
            break
    if inspection.errors or list_facts(inspection) == facts_of_twin:
        return outcome
    if outcome == "read":
        return "read otherwise"
    return f"{outcome}; read otherwise"


def _tell_first_problem(problems: list[Problem], file: str) -> str:
    """Tell the first problem, a place other than the file itself, and the number of the rest."""
    first = problems[0]
    told = f"{first.severity}: "
    if first.place.file != file:
        told += f"{first.place.file}: "
    if first.place.within:
        told += f"{first.place.within}: "
    if first.value:
        told += f"“{first.value}” "
    told += first.what
    if first.nearest:
        told += f" → {first.nearest}"
    if len(problems) > 1:
        told += f" (and {len(problems) - 1} more)"
    return told


def change_file(file: str, change: str | Mapping[Any, Any]) -> str:
    """Return a file of the twin after a change, in the forms that `corpus.yaml` describes."""
    if isinstance(change, str):
        return change
    text = (TWIN / file).read_text(encoding="utf-8")
    if file.endswith(".json"):
        for old, new in change.items():
            assert text.count(old) == 1, old
            text = text.replace(old, new)
        return text
    lines = text.splitlines()
    for number, new in change.items():
        # A line after the last one is added.
        while len(lines) < number:
            lines.append("")
        if isinstance(new, str):
            lines[number - 1] = new
        else:
            lines[number - 1] = _change_cells(lines[0], lines[number - 1], new)
    return "\n".join(lines) + "\n"


def _change_cells(heading: str, line: str, cells: Mapping[str, str]) -> str:
    """Return a line of a CSV file with other cells, by the names of their columns."""
    columns = heading.split(",")
    values = line.split(",")
    for name, cell in cells.items():
        values[columns.index(name)] = cell
    written = io.StringIO()
    csv.writer(written, lineterminator="").writerow(values)
    return written.getvalue()


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(next(iter(case))))
def test_a_file_is_read_as_its_twin_or_its_fault_is_told(
    case: dict[str, Any], facts_of_twin: Any, tmp_path: Path
) -> None:
    # A case has a name and what it is about, a file and its change, and "dit" with the outcome.
    (_name, _about), (file, change), (_dit, expected) = case.items()
    changed = change_file(file, change)
    inspection = inspect_network(copy_with(tmp_path, file, changed.encode()))
    assert tell_outcome(inspection, file, facts_of_twin) == expected
    # Every refusal says what to write instead, or at least where to look.
    for problem in inspection.errors:
        is_listed = problem.place.file == "datapackage.json"
        assert problem.expected or problem.nearest or problem.place.rows or is_listed


OF_EXCEL = RENCONTRES.replace(",", ";").replace("\n", "\r\n")
"""The twin's meetings as a French Excel saves them: semicolons, and Windows' ends of lines."""
OF_NOTEBOOKS_ALONE = "remark: is no table of the network: only its notebooks read it, with pandas"
UNSURE = "is in an encoding that can’t be told for certain"


@pytest.mark.parametrize(
    ("content", "outcome"),
    [
        pytest.param(OF_EXCEL.encode("cp1252"), "read", id="Excel, CSV"),
        pytest.param(OF_EXCEL.encode("utf-8-sig"), "read", id="Excel, CSV UTF-8"),
        pytest.param(
            OF_EXCEL.encode("utf-16"), "error: is not text, or is in UTF-16", id="Excel, Unicode"
        ),
        # CP850 has no curved apostrophe.
        pytest.param(
            OF_EXCEL.replace("’", "'").encode("cp850"), f"error: row 2: {UNSURE}", id="Excel, DOS"
        ),
        pytest.param(
            RENCONTRES.replace("\n", "\r").encode("mac_roman"),
            f"error: row 1: {UNSURE}",
            id="Excel, Macintosh",
        ),
        pytest.param(
            RENCONTRES.encode() + "x,2025,,,hybride,,é,,,\n".encode("cp1252"),
            f"error: row 6: {UNSURE}",
            id="a last line in another encoding",
        ),
    ],
)
def test_meetings_are_read_in_the_encodings_that_can_be_told(
    content: bytes, outcome: str, facts_of_twin: Any, tmp_path: Path
) -> None:
    inspection = inspect_network(copy_with(tmp_path, "rencontres.csv", content))
    assert tell_outcome(inspection, "rencontres.csv", facts_of_twin) == outcome


OPEN_ELSEWHERE = "remark: says that a spreadsheet has a file open: save and close it"


@pytest.mark.parametrize(
    ("file", "content", "outcome"),
    [
        pytest.param("MEMBRES.CSV", MEMBRES.encode(), "read", id="a name in capitals"),
        pytest.param(
            "membres.csv",
            ("sep=;\r\n" + MEMBRES.replace(",", ";")).encode(),
            "read",
            id="the separator in a first line",
        ),
        pytest.param("textes/2025.md", TEXTE.encode("cp1252"), "read", id="a text of Windows"),
        pytest.param(
            "datapackage.json",
            b"[" * 100_000,
            "error: does not list the files of a network",
            id="a descriptor deeper than Python reads",
        ),
        pytest.param(
            "datapackage.json",
            b"[]",
            "error: does not list the files of a network",
            id="an empty descriptor",
        ),
        pytest.param(
            "membres.xlsx", b"x", "error: membres.csv: is missing → membres.xlsx", id="xlsx"
        ),
        pytest.param("membres.ods", b"x", "error: membres.csv: is missing → membres.ods", id="ods"),
        pytest.param("membres.xls", b"x", "error: membres.csv: is missing → membres.xls", id="xls"),
        pytest.param("membres - Copie.csv", b"x", OF_NOTEBOOKS_ALONE, id="a copy"),
        pytest.param("classeur.xlsx", b"x", OF_NOTEBOOKS_ALONE, id="an own workbook"),
        pytest.param("budgets.geojson", b"x", OF_NOTEBOOKS_ALONE, id="an own map"),
        pytest.param("~$membres.xlsx", b"", OPEN_ELSEWHERE, id="open in Excel"),
        pytest.param(".~lock.membres.csv#", b"", OPEN_ELSEWHERE, id="open in LibreOffice"),
        pytest.param(
            "textes/Texte 2025.docx",
            b"x",
            "remark: is in no page: texts are called textes/AAAA.md, and have no pictures",
            id="a text of Word",
        ),
    ],
)
def test_a_file_is_read_by_its_name_or_told_of(
    file: str, content: bytes, outcome: str, facts_of_twin: Any, tmp_path: Path
) -> None:
    inspection = inspect_network(copy_with(tmp_path, file, content))
    assert tell_outcome(inspection, file, facts_of_twin) == outcome


TABLES_OF_LIBREOFFICE = sorted((CORPUS / "office").glob("*.csv"))
"""Tables of the twin that LibreOffice saved, called by the table and the settings:
`membres--….csv`."""


@pytest.mark.parametrize("path", TABLES_OF_LIBREOFFICE, ids=lambda path: str(path.name))
def test_a_table_that_libreoffice_saved_is_read_as_its_twin(
    path: Path, facts_of_twin: Any, tmp_path: Path
) -> None:
    table, _dashes, _settings = path.name.partition("--")
    inspection = inspect_network(copy_with(tmp_path, f"{table}.csv", path.read_bytes()))
    assert inspection.errors == ()
    assert list_facts(inspection) == facts_of_twin


BOOKS_OF_LIBREOFFICE = sorted((CORPUS / "office").glob("*.xlsx"))


@pytest.mark.parametrize("path", BOOKS_OF_LIBREOFFICE, ids=lambda path: str(path.name))
def test_a_workbook_that_libreoffice_saved_has_every_line_of_its_twin(path: Path) -> None:
    table, _dashes, _settings = path.name.partition("--")
    lines_of_twin = (TWIN / f"{table}.csv").read_text(encoding="utf-8").splitlines()
    [sheet] = read_workbook(path).values()
    refused = [line for line in sheet.lines if line.cell_errors]
    assert refused == []
    assert len(sheet.lines) == len(lines_of_twin)
