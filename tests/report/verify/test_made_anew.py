"""A page is made anew from what was taken out of it, and the list of pages from what all carry."""

import json
import re
from collections.abc import Iterable
from pathlib import Path

import pytest
from carrying import carried_of, read_page
from changing import EXAMPLE, REAL, copy_network
from conftest import pipeline
from making import make_list, make_pages

from annual_report.base.errors import ReportError
from annual_report.machine.pages.checks.personal import find_contact
from annual_report.machine.pages.export.carried import FOUND, TYPE
from annual_report.machine.pages.export.sent import to_sent_form
from annual_report.machine.run.tasks import write_files
from annual_report.report.proof.carried import Carried, read_carried
from annual_report.report.verify import Verdict, extract_page, verify_page

pytestmark = pytest.mark.slow

YEARS = ("2025", "2025-affiche", "2025-donnees")
WEIGHT = 16 * 1024


@pytest.fixture(scope="session")
def builds(real_build: Path, example_build: Path) -> dict[str, Path]:
    return {REAL: real_build, EXAMPLE: example_build}


@pytest.mark.parametrize(
    ("network", "name"),
    [*((REAL, each) for each in YEARS), *((EXAMPLE, each) for each in (*YEARS, "tendances"))],
)
def test_a_page_is_made_anew_from_what_was_taken_out_of_it(
    builds: dict[str, Path], network: str, name: str, tmp_path: Path
) -> None:
    page = builds[network] / f"{name}.html"
    extract_page(page, tmp_path / "network")
    make_pages(tmp_path / "network", tmp_path, name.__eq__)
    assert (tmp_path / page.name).read_bytes() == page.read_bytes()


def together(pages: Iterable[Carried]) -> dict[str, str]:
    """Return the network that pages have between them."""
    found: dict[str, str] = {}
    tables: dict[str, object] = {}
    for page in pages:
        found |= {name: text for name, text in page.files.items() if text or name not in found}
        about = json.loads(page.files["datapackage.json"])
        tables |= {each["name"]: each for each in about["resources"]}
    return found | {"datapackage.json": json.dumps({**about, "resources": [*tables.values()]})}


@pytest.mark.parametrize("network", [REAL, EXAMPLE])
def test_the_list_of_pages_is_what_they_make_together(
    builds: dict[str, Path], network: str, tmp_path: Path
) -> None:
    pages = [each for each in builds[network].rglob("*.html") if each.name != "index.html"]
    files = together(carried_of(read_page(each)) for each in pages)
    data = {name: text.encode() for name, text in files.items() if "notebooks/" not in name}
    write_files(tmp_path, data)
    assert make_list(tmp_path) == (builds[network] / "index.html").read_bytes()


def test_a_page_that_nobody_touched_is_proven(real_build: Path, tmp_path: Path) -> None:
    mailed = tmp_path / "2025.html"
    mailed.write_bytes((real_build / "2025.html").read_bytes().replace(b"\n", b"\r\n"))
    done = pipeline("verify", mailed, "--lang", "fr")
    assert done.stdout == f"{mailed}\u00a0: bien ce que font les données qu’elle porte\n"
    assert (done.returncode, done.stderr) == (0, "")


def test_a_page_that_was_sent_is_proven_under_its_name(real_build: Path, tmp_path: Path) -> None:
    names = {f"{name}.html": f"groupe-{name}.html" for name in ("2025", "2025-affiche")}
    html = to_sent_form(read_page(real_build / "2025.html"), names)
    assert 'href="groupe-2025-affiche.html"' in html
    sent = tmp_path / "groupe-2025.html"
    sent.write_text(html, encoding="utf-8")
    assert verify_page(sent) == (True, ())
    led = html.replace("=groupe ", "=https://a.fr/groupe ")
    assert led != html
    sent.write_text(led, encoding="utf-8")
    with pytest.raises(ReportError, match="carries no data"):
        verify_page(sent)


def test_a_page_whose_links_lead_to_an_address_names_the_picture_that_was_made_with_it(
    tmp_path: Path,
) -> None:
    network = copy_network(REAL, tmp_path, adresse="https://exemple.fr/resumes")
    make_pages(network, tmp_path, "2025-affiche".__eq__, picture=True)
    assert 'property="og:image"' in read_page(tmp_path / "2025-affiche.html")
    assert verify_page(tmp_path / "2025-affiche.html") == Verdict(True, ())


def test_what_a_page_carries_is_light(real_build: Path) -> None:
    report = read_page(real_build / "2025.html")
    assert len(report.encode()) - len(FOUND.sub("", report).encode()) < WEIGHT


def test_a_network_may_want_its_pages_to_carry_nothing(tmp_path: Path) -> None:
    network = copy_network(REAL, tmp_path, verifiable=False)
    make_pages(network, tmp_path, "2025-affiche".__eq__)
    assert not re.search(
        f"{re.escape(TYPE)}|Page vérifiable", read_page(tmp_path / "2025-affiche.html")
    )


def test_nobody_is_named_in_what_is_carried(builds: dict[str, Path]) -> None:
    for page in (page for build in builds.values() for page in build.rglob("*.html")):
        if carried := read_carried(read_page(page)):
            about = json.loads(carried.files["datapackage.json"])
            about.pop("licenses", None)  # their addresses, and the contact's, stand in each page
            about["reseau"].pop("contact", None)
            files = {**carried.files, "datapackage.json": json.dumps(about)}
            lines = "\n".join(files.values()).splitlines()
            assert [line for line in lines if find_contact(line)] == [], page.name
