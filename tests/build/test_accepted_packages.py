"""Every package that is accepted gives its pages, whatever people wrote in it, and none is live."""

import csv
import shutil
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from making import build_pages
from twin import TWIN

from annual_report.network import network_from_package
from annual_report.pages.export.carried import FOUND
from annual_report.reading.inspection import inspect_package
from annual_report.reading.schema import shared_tables
from annual_report.territories.institutions import departments_by_code, institutions_of

pytestmark = pytest.mark.slow

HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "=HYPERLINK(1)",
    "{{ 7 * 7 }} {% raw %}",
    "\u202eà l’envers",
    "&amp; & <b>",
    "de 5 $ à 7 $, ou $\\nimporte$",
    "Retour d'expérience : l'écoute ; et après ?",
    "mot " * 120,
]
WORDS = st.one_of(st.sampled_from(HOSTILE), st.text(min_size=1, max_size=30))
BLANK_OR_WORDS = st.one_of(st.just(""), WORDS)
# Each example is a whole build: a failing one is told as it is, not made smaller.
PHASES = (Phase.explicit, Phase.generate)
FEW = max(2, settings().max_examples // 40)
"""Packages that are built: each takes as long as a build."""
CODES = st.sampled_from(sorted(departments_by_code()))
MEMBERS = st.sampled_from(sorted(institutions_of("département")))
DAYS = st.dates().map(lambda day: f"{day:%m-%d}")


@st.composite
def packages(draw: st.DrawFn) -> dict[str, list[list[Any]]]:
    """Draw the tables of a network: members, meetings, subjects, attendance, as people write."""
    years = range(2024, 2024 + draw(st.integers(1, 2)))
    members = {year: draw(st.sets(MEMBERS, min_size=1, max_size=4)) for year in years}
    meetings, presences = [], []
    for year in years:
        for number in range(draw(st.integers(0, 3))):
            id_, form = (
                f"{year}-{number}",
                draw(st.sampled_from(["présentiel", "VISIO", "Hybride"])),
            )
            start = draw(st.one_of(st.sampled_from(["", str(year)]), DAYS))
            start = f"{year}-{start}" if "-" in start else start
            place = draw(st.one_of(st.just(""), CODES))
            host = draw(st.one_of(st.just(""), MEMBERS))
            texts = [draw(BLANK_OR_WORDS) for _column in range(3)]
            meetings.append([id_, year, start, "", form, *texts[:2], place, host, texts[2]])
            for code in sorted(draw(st.sets(st.sampled_from(sorted(members[year]))))):
                count = draw(st.one_of(st.just("NC"), st.integers(0, 9)))
                presences.append([id_, code, count, draw(st.sampled_from(["", "oui", "non"]))])
    subjects = [
        [year, draw(WORDS), draw(BLANK_OR_WORDS), state, draw(BLANK_OR_WORDS)]
        for year in (*years, years[-1] + 1)
        for state in draw(st.lists(st.sampled_from(["prévu", "traité"]), max_size=2))
    ]
    return {
        "membres": [[year, code] for year in years for code in sorted(members[year])],
        "rencontres": meetings,
        "presences": presences,
        "sujets": subjects,
        "ressources": [[years[0], draw(WORDS), draw(BLANK_OR_WORDS), ""]],
        "dispositifs": [[sorted(members[years[0]])[0], draw(WORDS), "", "", ""]],
    }


def written(folder: Path, tables: dict[str, list[list[Any]]], prose: str) -> Path:
    package = Path(shutil.copytree(TWIN, folder / "reseau"))
    for name in shared_tables():
        path = package / f"{name}.csv"
        header = path.read_text(encoding="utf-8").splitlines()[0].split(",")
        with path.open("w", encoding="utf-8", newline="", errors="replace") as stream:
            csv.writer(stream).writerows([header, *tables[name]])
    text = f"## Objectifs\n\n{prose}\n\n## Temps forts\n\n### {prose}\n\n{prose}\n"
    (package / "textes" / "2024.md").write_text(text, encoding="utf-8", errors="replace")
    return package


@settings(max_examples=FEW, phases=PHASES, suppress_health_check=list(HealthCheck))
@given(packages(), WORDS)
def test_every_accepted_package_gives_its_pages(
    tables: dict[str, list[list[Any]]], prose: str
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        package = written(Path(folder), tables, prose)
        inspection = inspect_package(package)
        if inspection.package is None:
            return
        out, years = Path(folder) / "out", network_from_package(inspection.package).years
        assert build_pages(package, out).failures == []
        assert all((out / f"{name}.html").is_file() for name in ("index", *years))
        for page in (path.read_text(encoding="utf-8") for path in out.rglob("*.html")):
            assert "<script" not in FOUND.sub("", page).lower()
            assert " onerror=alert" not in page.replace("&lt;img src=x onerror=alert(1)&gt;", "")
            assert "\u202e" not in page
