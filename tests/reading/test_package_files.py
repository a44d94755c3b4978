"""Which files of a network's folder are its data, for the build and for the page's hash alike."""

import shutil
from pathlib import Path

import pytest

from annual_report.project import ROOT
from annual_report.publication.networks import take_snapshot
from annual_report.reading.files.package_files import is_package_file

NETWORK = ROOT / "data" / "departements-participatifs"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("datapackage.json", True), ("membres.csv", True), ("MEMBRES.CSV", True),
        ("membres.xlsx", False), ("membres.tsv", False), ("textes/2025.md", True),
        ("README.md", False), ("logo.svg", True), ("Logo.PNG", True), ("textes/plan.png", True),
        ("~$membres.xlsx", False), (".~lock.membres.csv#", False), ("textes/.2025.md", False),
        ("vieux/2020/membres.csv", False),
    ],
)  # fmt: skip
def test_what_is_data(name: str, expected: bool) -> None:
    assert is_package_file(name) is expected


def test_a_workbook_is_there_by_name_so_that_a_build_says_what_it_is(tmp_path: Path) -> None:
    package = Path(shutil.copytree(NETWORK, tmp_path / "reseau"))
    (package / "membres.csv").rename(package / "membres.xlsx")
    assert take_snapshot(str(package)).files["membres.xlsx"] == b""
