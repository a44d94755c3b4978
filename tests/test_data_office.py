"""The real LibreOffice: what it saves is read, and a workbook comes back from it unchanged.

`make test-office` runs these; without TEST_OFFICE they are left out, because LibreOffice takes
seconds for each file.
"""

import os
import shutil
from pathlib import Path

import pytest
from corpus_case import TWIN
from office import SAVED, find_office, make, saved
from test_data_corpus import assert_same, inspected

from annual_report import ROOT
from annual_report.network import open_network
from annual_report.writing.importing import read_import
from annual_report.writing.workbook import write_workbook

pytestmark = [
    pytest.mark.skipif("TEST_OFFICE" not in os.environ, reason="make test-office"),
    pytest.mark.skipif(find_office() is None, reason="LibreOffice is not installed"),
]
NETWORKS = [ROOT / "data" / name for name in ("departements-participatifs", "reseau-exemple")]


@pytest.mark.parametrize("name", SAVED)
def test_what_it_saves_is_read_as_its_twin(name: str, tmp_path: Path) -> None:
    path = make(name, tmp_path)
    file = f"{name.partition('--')[0]}{path.suffix}"
    inspection = inspected(tmp_path, file, path.read_bytes())
    assert [str(error) for error in inspection.errors] == []
    assert_same(inspection.package, open_network(TWIN))


@pytest.mark.parametrize("network", NETWORKS, ids=lambda path: str(path.name))
@pytest.mark.parametrize(("kind", "back"), [("xlsx", "xlsx"), ("ods", "ods"), ("ods", "xlsx")])
def test_a_workbook_that_it_saved_changes_nothing(
    network: Path, kind: str, back: str, tmp_path: Path
) -> None:
    package = tmp_path / "package"
    shutil.copytree(network, package)
    workbook = tmp_path / f"classeur.{kind}"
    write_workbook(package, workbook)
    form = "xlsx:Calc MS Excel 2007 XML" if back == "xlsx" else "ods"
    (tmp_path / "rendu").mkdir()
    returned = saved(workbook, form, tmp_path / "rendu")
    found = read_import(package, returned)
    assert (found.changes, found.files) == ((), {})
