"""Every package that is accepted gives its pages, whatever people wrote in it, and none is live."""

import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st
from making import build_pages
from packages import Tables, packages, write_tables
from twin import TWIN

from annual_report.network.network import assemble_network
from annual_report.network.reading.inspection import inspect_network

pytestmark = pytest.mark.slow

HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "=HYPERLINK(1)",
    "\u202eà l’envers",
    "5 < 7 & <b>",
    "de 5 $ à 7 $, ou $\\nimporte$",
    "Retour d'expérience : l'écoute ; et après ?",
    "mot " * 120,
]
WORDS = st.one_of(st.sampled_from(HOSTILE), st.text(st.characters(codec="ascii"), min_size=1))
# Each example is a whole build: a failing one is told as it is, not made smaller.
PHASES = (Phase.explicit, Phase.generate)
FEW = max(2, settings().max_examples // 40)
"""Packages that are built: each takes as long as a build."""


@st.composite
def hostile_packages(draw: st.DrawFn) -> Tables:
    """Draw a network in whose titles, kinds, towns and subjects anything may stand."""
    tables = draw(packages())
    for name, column in (
        ("rencontres", "genre"),
        ("rencontres", "ville"),
        ("rencontres", "titre"),
        ("sujets", "sujet"),
        ("sujets", "theme"),
    ):
        header, *rows = tables[name]
        for row in rows:
            row[header.index(column)] = draw(WORDS)
    tables["ressources"].append(["2024", draw(WORDS), draw(WORDS), ""])
    return tables


@settings(max_examples=FEW, phases=PHASES, suppress_health_check=list(HealthCheck))
@given(hostile_packages(), WORDS)
def test_every_accepted_package_gives_its_pages(tables: Tables, prose: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        package = Path(shutil.copytree(TWIN, Path(folder) / "reseau"))
        for name, content in write_tables(tables).items():
            (package / name).write_bytes(content)
        text = f"## Objectifs\n\n{prose}\n\n## Temps forts\n\n### {prose}\n\n{prose}\n"
        (package / "textes" / "2024.md").write_text(text, encoding="utf-8")
        inspection = inspect_network(package)
        assume(inspection.contents is not None)
        assert inspection.contents is not None
        out, years = Path(folder) / "out", assemble_network(inspection.contents).years
        assert build_pages(package, out).failures == []
        assert all((out / f"{name}.html").is_file() for name in ("index", *years))
        for page in (path.read_text(encoding="utf-8") for path in out.rglob("*.html")):
            assert "<script" not in page.lower()
            assert " onerror=alert" not in page.replace("&lt;img src=x onerror=alert(1)&gt;", "")
            assert "\u202e" not in page
