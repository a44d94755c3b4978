"""What a network withholds is carried by no page, and what is made of it is said to be."""

import csv
import io
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from carrying import carried_of, read_page, with_file
from changing import EXAMPLE, REAL, append, change_descriptor, copy_network
from making import make_pages
from own_notebooks import write_notebook

from annual_report.report.proof.carried import read_carried
from annual_report.report.verify import extract_page, verify_page

pytestmark = pytest.mark.slow


TABLE = """from annual_report import open_network, publish
publish(open_network(data).rencontres, caption="Les rencontres")"""


def test_a_page_carries_no_comment_and_no_column_that_it_does_not_show(tmp_path: Path) -> None:
    network = copy_network(REAL, tmp_path)
    append(network / "textes" / "2025.md", "\n<!-- entre nous -->\n")
    with change_descriptor(network) as about:
        (meetings,) = (each for each in about["resources"] if each["name"] == "rencontres")
        meetings["schema"] = {"fields": [{"name": "aparte", "title": "Aparté"}]}
        about["contributors"] = [{"title": "Quelqu’un"}]
    rows = (network / "rencontres.csv").read_text(encoding="utf-8").splitlines()
    rows = [f"{row},{'aparte' if not n else 'entre nous'}" for n, row in enumerate(rows)]
    (network / "rencontres.csv").write_text("\n".join(rows), encoding="utf-8")
    write_notebook(network / "notebooks", "table", TABLE, pages={})
    make_pages(network, tmp_path, {"2025", "table"}.__contains__)
    told = json.dumps(carried_of(read_page(tmp_path / "2025.html"))._asdict(), ensure_ascii=False)
    assert not re.search("entre nous|Aparté|Quelqu’un", told)
    assert verify_page(tmp_path / "2025.html").right
    # A notebook that publishes a whole table shows each of its columns, and names none.
    table = tmp_path / "table.html"
    assert "entre nous" in carried_of(read_page(table)).files["rencontres.csv"]
    assert verify_page(table, network).right


def list_masks(files: Mapping[str, str]) -> Mapping[str, Any]:
    """Return what a page says of its masked counts, by meeting: whose they are, and the total."""
    masks: Mapping[str, Any] = json.loads(files["extrait.json"])["masques"]
    assert masks
    return masks


@pytest.mark.parametrize("threshold", [5, 10])
def test_no_small_count_is_carried_nor_follows_from_what_is(tmp_path: Path, threshold: int) -> None:
    network = copy_network(EXAMPLE, tmp_path, seuil=threshold)
    make_pages(network, tmp_path, "2025-donnees".__eq__)
    files = carried_of(read_page(tmp_path / "2025-donnees.html")).files
    rows = list(csv.DictReader(io.StringIO(files["presences.csv"])))
    assert all(int(row["agents"]) >= threshold for row in rows if row["agents"])
    for meeting, mask in list_masks(files).items():
        shown = sum(int(row["agents"] or 0) for row in rows if row["rencontre"] == meeting)
        hidden, many = (mask["total"] or 0) - shown, len(mask["membres"])
        assert mask["total"] is None or many < hidden < many * (threshold - 1)


def test_how_many_counts_are_masked_is_said(example_build: Path) -> None:
    page = example_build / "2025-donnees.html"
    masks = list_masks(carried_of(read_page(page)).files)
    count = sum(len(mask["membres"]) for mask in masks.values())
    line = f"{count} masked counts: totals beside them are as published"
    assert verify_page(page) == (True, (line,))


@pytest.mark.parametrize("name", ["2025-donnees", pytest.param("2025", marks=pytest.mark.deep)])
def test_attendance_that_no_page_shows_is_not_carried_and_its_numbers_are_as_published(
    tmp_path: Path, name: str
) -> None:
    network = copy_network(EXAMPLE, tmp_path, chapitres_omis=["presences", "paires"])
    make_pages(network, tmp_path, name.__eq__)
    page = tmp_path / f"{name}.html"
    assert "presences.csv" not in carried_of(read_page(page)).files
    right, (line,) = verify_page(page)
    assert right
    assert re.match(r"made of data that are not in the page, and as published: .*\d", line)


def test_what_is_said_to_be_published_is_shown_whatever_it_says_of_itself(
    real_build: Path, tmp_path: Path
) -> None:
    forged = {"html": "<p>Le groupe est <b>dissous</b>.</p>", "sentences": []}
    said = {"masques": {}, "valeurs": {"2025-affiche": {"sujets-dits": [forged]}}}
    html = with_file(read_page(real_build / "2025-affiche.html"), "extrait.json", json.dumps(said))
    extract_of = tmp_path / "2025-affiche.html"
    extract_of.write_text(html, encoding="utf-8")
    extract_page(extract_of, tmp_path / "network")
    make_pages(tmp_path / "network", tmp_path, "2025-affiche".__eq__)
    right, (line,) = verify_page(extract_of)
    assert right
    assert line.endswith("and as published: Le groupe est dissous.")


def test_a_year_that_is_a_draft_is_carried_by_no_page(real_build: Path, tmp_path: Path) -> None:
    network = copy_network(REAL, tmp_path)
    append(network / "membres.csv", "2026,33,\n2026,44,\n2026,72,\n")
    (network / "textes" / "2026.md").write_text("<!-- À compléter : tout -->", encoding="utf-8")
    make_pages(network, tmp_path, {"2025", "2026"}.__contains__)
    before = read_page(real_build / "2025.html")
    assert read_page(tmp_path / "2025.html") == before, "it is as if the year weren't there"
    assert read_carried(read_page(tmp_path / "2026.html")) is None
