"""Whatever people write in tables and texts, their pages are made, and none of it is live."""

from pathlib import Path

import pytest
from changing import append, edit
from making import build_pages

pytestmark = pytest.mark.slow

WRITTEN = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "5 < 7 & <b>",
    "de 5 $ à 7 $ ou $\\nimporte$",
    "Retour d'expérience : l'écoute ; et après ?",
    "mot " * 120,
)


def test_every_accepted_word_has_its_page_and_runs_nothing(twin: Path, tmp_path: Path) -> None:
    for number, words in enumerate(WRITTEN, 3):
        meeting = f"2025-{number},2025,2025-10-0{number},,présentiel,{words},{words},44,,{words}"
        append(twin / "rencontres.csv", f"{meeting}\n")
        append(twin / "sujets.csv", f"2025,{words},Thème de {words},traité,\n")
        append(twin / "ressources.csv", f"2025,{words},{words},\n")
    # HTML in a text is refused by name; in a table it stands as words.
    plain = [words for words in WRITTEN if "<" not in words]
    text = "".join(f"### {words}\n\n{words}\n\n" for words in plain)
    edit(twin / "textes" / "2025.md", "### Deux jours", f"{text}### Deux jours")
    out = tmp_path / "out"

    assert build_pages(twin, out).failures == []
    assert {"index.html", "2024.html", "2025.html"} <= {path.name for path in out.iterdir()}
    for page in (path.read_text(encoding="utf-8") for path in out.rglob("*.html")):
        assert "<script" not in page.lower()
        assert "<img src=x" not in page
    assert "&lt;script&gt;" in (out / "2025.html").read_text("utf-8"), "it is there as words"
