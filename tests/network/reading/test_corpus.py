"""The corpus of what people bring: read as its twin, or refused where and why."""

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

CASES: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parents[2] / "cases" / "corpus.yaml").read_text(encoding="utf-8")
)


def facts(inspection: Inspection) -> Any:
    """Return all rows of all tables, in any order, and the texts."""
    assert inspection.contents is not None
    tables = {
        name: sorted(tuple(row.values()) for row in table.rows)
        for name, table in inspection.contents.tables.items()
    }
    return tables, inspection.contents.texts


@pytest.fixture(scope="module")
def meant() -> Any:
    return facts(inspect_network(TWIN))


def outcome(inspection: Inspection, file: str, meant: Any) -> str:
    """Say what became of a file: the first thing that is said of it, or that it is read."""
    told = [
        problem
        for severity in ("error", "todo", "remark")
        for problem in inspection.problems
        if problem.severity == severity and not is_of_settings(problem)
    ]
    otherwise = not inspection.errors and facts(inspection) != meant
    if not told:
        return "read otherwise" if otherwise else "read"
    first = told[0]
    parts = [f"{first.severity}: "]
    parts += [f"{first.place.file}: "] if first.place.file != file else []
    parts += [f"{first.place.within}: "] if first.place.within else []
    parts += [f"“{first.value}” "] if first.value else []
    parts += [first.what]
    parts += [f" → {first.nearest}"] if first.nearest else []
    more = sum(problem.severity == first.severity for problem in told) - 1
    parts += [f" (and {more} more)"] if more else []
    return "".join(parts) + ("; read otherwise" if otherwise else "")


def changed(file: str, change: str | Mapping[Any, Any]) -> str:
    """Return a file of the twin after a change."""
    if isinstance(change, str):
        return change
    text = (TWIN / file).read_text(encoding="utf-8")
    if file.endswith(".json"):
        for old, new in change.items():
            assert text.count(old) == 1, old
            text = text.replace(old, new)
        return text
    lines = text.splitlines()
    for row, new in change.items():
        lines += [""] * (row - len(lines))
        lines[row - 1] = new if isinstance(new, str) else _with_cells(lines, row, new)
    return "\n".join(lines) + "\n"


def _with_cells(lines: list[str], row: int, cells: Mapping[str, str]) -> str:
    columns, line = lines[0].split(","), lines[row - 1].split(",")
    for name, cell in cells.items():
        line[columns.index(name)] = cell
    written = io.StringIO()
    csv.writer(written, lineterminator="").writerow(line)
    return written.getvalue()


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(next(iter(case))))
def test_a_file_is_read_as_its_twin_or_what_is_wrong_is_said(
    case: dict[str, Any], meant: Any, tmp_path: Path
) -> None:
    (_name, _about), (file, change), (_dit, said) = case.items()
    inspection = inspect_network(copy_with(tmp_path, file, changed(file, change).encode()))
    assert outcome(inspection, file, meant) == said
    for problem in inspection.errors:
        is_listed = problem.place.file == "datapackage.json"
        assert problem.expected or problem.nearest or problem.place.rows or is_listed


EXCEL = RENCONTRES.replace(",", ";").replace("\n", "\r\n")
OWN = "remark: is no table of the network: only its notebooks read it, with pandas"
UNSURE = "error: row 2: is in an encoding that can’t be told for certain"


@pytest.mark.parametrize(
    ("file", "content", "said"),
    [
        ("rencontres.csv", EXCEL.encode("cp1252"), "read"),
        ("rencontres.csv", EXCEL.encode("utf-8-sig"), "read"),
        ("rencontres.csv", EXCEL.encode("utf-16"), "error: is not text, or is in UTF-16"),
        ("rencontres.csv", EXCEL.replace("’", "'").encode("cp850"), UNSURE),
        ("rencontres.csv", RENCONTRES.replace("\n", "\r").encode("mac_roman"),
         UNSURE.replace("row 2", "row 1")),
        ("rencontres.csv", RENCONTRES.encode() + "x,2025,,,hybride,,é,,,\n".encode("cp1252"),
         UNSURE.replace("row 2", "row 6")),
        ("MEMBRES.CSV", MEMBRES.encode(), "read"),
        ("membres.csv", ("sep=;\r\n" + MEMBRES.replace(",", ";")).encode(), "read"),
        ("textes/2025.md", TEXTE.encode("cp1252"), "read"),
        ("datapackage.json", b"[" * 100_000, "error: does not list the files of a network"),
        ("datapackage.json", b"[]", "error: does not list the files of a network"),
        *((f"membres.{form}", b"x", f"error: membres.csv: is missing → membres.{form}")
          for form in ("xlsx", "ods", "xls")),
        ("membres - Copie.csv", b"x", OWN), ("classeur.xlsx", b"x", OWN),
        ("budgets.geojson", b"x", OWN),
        ("~$membres.xlsx", b"",
         "remark: says that a spreadsheet has a file open: save and close it"),
        (".~lock.membres.csv#", b"",
         "remark: says that a spreadsheet has a file open: save and close it"),
        ("textes/Texte 2025.docx", b"x",
         "remark: is in no page: texts are called textes/AAAA.md, and have no pictures"),
    ],
)  # fmt: skip
def test_files_as_programs_save_them(
    file: str, content: bytes, said: str, meant: Any, tmp_path: Path
) -> None:
    inspection = inspect_network(copy_with(tmp_path, file, content))
    assert outcome(inspection, file, meant) == said


OFFICE = sorted((CORPUS / "office").glob("*.csv"))


@pytest.mark.parametrize("path", OFFICE, ids=lambda path: str(path.name))
def test_what_libreoffice_saved_is_read_as_its_twin(path: Path, meant: Any, tmp_path: Path) -> None:
    table = path.name.partition("--")[0]
    inspection = inspect_network(copy_with(tmp_path, f"{table}.csv", path.read_bytes()))
    assert inspection.errors == ()
    assert facts(inspection) == meant


@pytest.mark.parametrize(
    "path", sorted((CORPUS / "office").glob("*.xlsx")), ids=lambda p: str(p.name)
)
def test_a_workbook_that_libreoffice_saved_holds_what_its_twin_does(path: Path) -> None:
    (sheet,) = read_workbook(path).values()
    assert not any(line.refused for line in sheet.lines)
    assert len(sheet.lines) == len(
        (TWIN / f"{path.name.partition('--')[0]}.csv").read_text(encoding="utf-8").splitlines()
    )
