"""The corpus of files as people bring them: read as their twin, or refused where and why."""

import shutil
from pathlib import Path

import pytest
from corpus_case import CORPUS, DOCUMENT, TWIN, Case
from corpus_cases import CASES, table

from annual_report.network import Network, network_of, open_network
from annual_report.reading.inspection import Inspection, inspect_package
from annual_report.reading.package import Package
from annual_report.reading.schema.shared import shared
from annual_report.reading.summary import summary
from annual_report.writing.workbooks.workbook import write_workbook

pytestmark = pytest.mark.slow

OFFICE = sorted((CORPUS / "office").glob("*.*"))


def inspected(folder: Path, file: str, content: bytes) -> Inspection:
    """Put one file in a copy of the twin, in place of the one that it stands for."""
    package = folder / "twin"
    shutil.copytree(TWIN, package)
    stem = Path(file).stem.lower()
    (package / f"{stem}.csv").unlink(missing_ok=True)
    (package / file).write_bytes(content)
    return inspect_package(package)


def assert_same(package: Package | None, twin: Network) -> None:
    """Hold what was read against the twin, whatever the order of the rows."""
    assert package is not None
    network = network_of(package)
    for name in shared():
        read, clean = getattr(network, name), getattr(twin, name)
        columns = list(clean.columns)
        sorted_read, sorted_clean = (
            each.sort_values(columns, ignore_index=True) for each in (read, clean)
        )
        assert sorted_read.equals(sorted_clean), f"{name}:\n{read}\n{clean}"
        assert list(read.dtypes) == list(clean.dtypes)
    assert network.textes == twin.textes


@pytest.fixture(scope="module")
def twin() -> Network:
    return open_network(TWIN)


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case.name))
def test_every_file_is_read_as_its_twin_or_refused(
    case: Case, twin: Network, tmp_path: Path
) -> None:
    inspection = inspected(tmp_path, case.file, case.content)
    if case.refusal is None:
        assert [str(error) for error in inspection.errors] == []
        if case.alike:
            assert_same(inspection.package, twin)
        if case.remark is not None:
            remarks = [each.what for each in inspection.problems if each.severity == "remark"]
            assert case.remark in remarks
            assert summary(inspection)
            return
        assert bool(inspection.understandings) == case.said, inspection.understandings
        assert bool(summary(inspection)) == bool(inspection.understandings or inspection.problems)
        return
    assert inspection.package is None
    error, place = inspection.errors[0], inspection.errors[0].place
    assert (len(inspection.errors) > 1) == case.several, inspection.errors
    assert place.file in (case.file, "membres.csv", "rencontres.csv", "presences.csv")
    expected = case.refusal
    assert (place.row, place.column, place.sheet) == (
        expected.row,
        expected.column,
        expected.sheet,
    ), error
    assert (error.value, error.nearest) == (expected.value, expected.nearest), error
    assert error.expected or error.nearest or place.row or place.file == "datapackage.json", error


@pytest.mark.parametrize("path", OFFICE, ids=lambda path: str(path.name))
def test_what_libreoffice_saved_is_read_as_its_twin(
    path: Path, twin: Network, tmp_path: Path
) -> None:
    table = path.name.partition("--")[0]
    inspection = inspected(tmp_path, f"{table}{path.suffix}", path.read_bytes())
    assert [str(error) for error in inspection.errors] == []
    assert_same(inspection.package, twin)


@pytest.mark.parametrize(
    ("file", "said"),
    [
        ("~$membres.xlsx", "says that a spreadsheet has a file open: save and close it"),
        (".~lock.membres.csv#", "says that a spreadsheet has a file open: save and close it"),
        ("membres - Copie.csv", "is not a table of the network: not read"),
        ("textes/Texte 2025.docx", "is not a text of the network: not read"),
    ],
)
def test_what_lies_beside_is_remarked(file: str, said: str, tmp_path: Path) -> None:
    inspection = inspected(tmp_path, file, b"x")
    found = [(each.place.file, each.what, each.severity) for each in inspection.problems]
    assert found == [(file, said, "remark")]


def test_a_workbook_to_fill_in_is_known_for_one(tmp_path: Path) -> None:
    package = Path(shutil.copytree(TWIN, tmp_path / "reseau"))
    for suffix in ("xlsx", "ods"):
        write_workbook(package, package / f"à remplir.{suffix}")
    (package / "autre.xlsx").write_bytes(b"x")
    found = {each.place.file: each.what for each in inspect_package(package).problems}
    said = "is a workbook to fill in: not read before it is imported"
    assert found["à remplir.xlsx"] == found["à remplir.ods"] == said
    assert found["autre.xlsx"] == "is not a table of the network: not read"
    assert len(found) == 3


def test_an_old_workbook_in_place_of_a_table_is_pointed_at(tmp_path: Path) -> None:
    missing, *_remarks = inspected(tmp_path, "membres.xls", b"x").problems
    assert (missing.place.file, missing.what, missing.nearest) == (
        "membres.csv",
        "is missing",
        "membres.xls",
    )


def test_the_corpus_is_large_and_says_what_it_holds() -> None:
    assert len({case.name for case in CASES}) == len(CASES) >= 300
    assert {case.outcome for case in CASES} == {"lu", "signalé", "refusé"}
    assert DOCUMENT.read_text(encoding="utf-8") == table(), "python tests/cases/corpus_cases.py"


@pytest.mark.parametrize(
    "case",
    [case for case in CASES if case.is_kept and case.path.suffix != ".xlsx"],
    ids=lambda case: str(case.name),
)
def test_the_committed_file_is_the_one_that_is_described(case: Case) -> None:
    assert case.path.read_bytes() == case.content, "python tests/cases/corpus_cases.py"
