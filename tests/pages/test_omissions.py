"""A network leaves chapters out of its pages: nothing of them is given out, the others count on."""

import json
import re
import shutil
from pathlib import Path

import pytest
from conftest import build_some
from page_text import chapter_text, page_text

from annual_report.project import ROOT
from annual_report.reading.settings import settings_of

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build 2025 of the real network without its chapter of subjects."""
    folder = tmp_path_factory.mktemp("omitted")
    package = shutil.copytree(ROOT / "data" / "departements-participatifs", folder / "package")
    file = package / "datapackage.json"
    descriptor = json.loads(file.read_text(encoding="utf-8"))
    descriptor["reseau"]["chapitres_omis"] = ["sujets"]
    file.write_text(json.dumps(descriptor), encoding="utf-8")
    build_some(package, folder / "out", "annual_report")
    return folder / "out"


def test_an_omitted_chapter_is_nowhere(built: Path) -> None:
    for name in ("2025.html", "2025.json", "2025.ipynb"):
        text = (built / name).read_text(encoding="utf-8")
        assert "À plusieurs reprises" not in text, name
        assert "balades urbaines" in text, name


def test_the_chapters_that_stay_follow_each_other(built: Path) -> None:
    assert "membres" in chapter_text(built / "2025.html", 1)
    assert chapter_text(built / "2025.html", 2).startswith("2 2. Les rencontres")
    assert chapter_text(built / "2025.html", 4).startswith("4 4. Et pour 2026 ?")
    assert not re.search(r"\b5\. [A-ZÉ]", page_text(built / "2025.html"))
    told = json.loads((built / "2025.json").read_text(encoding="utf-8"))
    assert [each["numero"] for each in told["chapitres"] if each["numero"]] == [1, 2, 3, 4]


def test_chapters_are_named_by_words() -> None:
    named = settings_of({"reseau": {"nom": "réseau", "chapitres_omis": ["presences"]}})
    assert named.chapitres_omis == ("presences",)
    with pytest.raises(ValueError, match="chapitres_omis"):
        settings_of({"reseau": {"nom": "réseau", "chapitres_omis": [2]}})
