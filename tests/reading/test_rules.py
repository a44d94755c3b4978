"""The rules across tables: each error and each remark, on the smallest network that shows it."""

import shutil
from pathlib import Path

import pytest
from twin import TWIN

from annual_report.reading.inspection import inspect_package

LINE = "2025-3,2025,{debut},{fin},présentiel,,,,{hote},\n"


def problems(tmp_path: Path, file: str, added: str) -> list[tuple[str, str]]:
    package = Path(shutil.copytree(TWIN, tmp_path / "package"))
    path = package / file
    path.parent.mkdir(exist_ok=True)
    known = path.read_text(encoding="utf-8") if path.exists() else ""
    path.write_text(known + added, encoding="utf-8")
    return [(each.severity, str(each)) for each in inspect_package(package).problems]


@pytest.mark.parametrize(
    ("file", "added", "severity", "said"),
    [
        (
            "rencontres.csv",
            LINE.format(debut="", fin="2025-06", hote=""),
            "error",
            "rencontres.csv, row 6, column fin: “2025-06” is an end without a start; "
            "expected: a value in column debut",
        ),
        (
            "rencontres.csv",
            LINE.format(debut="2025-06", fin="2025-05", hote=""),
            "error",
            "rencontres.csv, row 6, column fin: “2025-05” is an end before its start; "
            "expected: 2025-06 or later",
        ),
        (
            "rencontres.csv",
            LINE.format(debut="2026-01-05", fin="", hote=""),
            "remark",
            "rencontres.csv, row 6, column debut: “2026-01-05” is outside the year that the "
            "meeting counts for; expected: a day of 2025",
        ),
        (
            "rencontres.csv",
            LINE.format(debut="", fin="", hote="75"),
            "remark",
            "rencontres.csv, row 6, column hote: “75C” is not a member that year; "
            "expected: a member of 2025",
        ),
        (
            "rencontres.csv",
            "2023-1,2023,,,distanciel,,,,,\n",
            "error",
            "rencontres.csv, row 6, column annee: “2023” is a year without members; "
            "expected: a year of membres.csv; nearest: 2025",
        ),
        (
            "presences.csv",
            "2025-3,01,1,\n",
            "error",
            "presences.csv, row 5, column rencontre: “2025-3” is not a known meeting; "
            "expected: an identifier of rencontres.csv",
        ),
        (
            "presences.csv",
            "2025-1,20R,1,\n",
            "error",
            "presences.csv, row 5, column membre: “20R” is not a member that year; "
            "expected: a member of 2025",
        ),
        (
            "sujets.csv",
            "2029,RGPD,,prévu,\n",
            "remark",
            "sujets.csv, row 5, column annee: “2029” is a year without members: no report will "
            "show it; nearest: 2026",
        ),
        (
            "sujets.csv",
            "2025,RGPD,,prévu,\n",
            "remark",
            "sujets.csv, row 5, column sujet: “RGPD” was planned for 2025 and never spoken of "
            "again",
        ),
        (
            "dispositifs.csv",
            "75,Conseil citoyen,,,\n",
            "remark",
            "dispositifs.csv, row 3, column membre: “75C” was never a member: no page will show it",
        ),
        (
            "textes/2030.md",
            "## Objectifs\n\nFaits.\n",
            "remark",
            "textes/2030.md: is the text of a year without members; "
            "expected: a year of membres.csv; nearest: 2025",
        ),
        (
            "textes/2025.md",
            "\nM. Exemple a animé la séance.\n",
            "remark",
            "textes/2025.md, row 19: “M. Exemple a animé la séance.” looks like a person’s name",
        ),
    ],
)
def test_a_rule_says_one_thing(
    file: str, added: str, severity: str, said: str, tmp_path: Path
) -> None:
    assert problems(tmp_path, file, added) == [(severity, said)]


@pytest.mark.parametrize(
    ("added", "spoken"),
    [
        ("2025,Conseils,rgpd,traité,\n", True),  # the same theme, that year
        ("2026,RGPD,,traité,\n", True),  # later
        ("2026,RGPD,,prévu,\n", True),  # put off
        ("2024,RGPD,,traité,\n", False),  # before
        ("2025,Autre chose,,traité,\n", False),
    ],
)
def test_a_plan_is_spoken_of_in_its_year_or_later(added: str, spoken: bool, tmp_path: Path) -> None:
    found = problems(tmp_path, "sujets.csv", "2025,RGPD,,prévu,\n" + added)
    assert any("“RGPD” was planned" in said for _severity, said in found) != spoken


def test_a_text_without_a_chapter_and_a_year_without_text_are_remarked(tmp_path: Path) -> None:
    package = Path(shutil.copytree(TWIN, tmp_path / "package"))
    (package / "textes" / "2025.md").write_text("## Objectifs\n\nFaits.\n", encoding="utf-8")
    (package / "textes" / "2024.md").unlink()
    found = inspect_package(package)
    assert [(each.severity, str(each)) for each in found.problems] == [
        ("remark", "textes/2025.md: “La phrase de l’année” has nothing under this chapter"),
        ("remark", "textes/2025.md: “Temps forts” has nothing under this chapter"),
        ("remark", "textes/2025.md: “Perspectives” has nothing under this chapter"),
        ("remark", "textes/2024.md: is missing"),
    ]
    assert found.package is not None


def test_the_twin_has_nothing_to_be_said_of_it() -> None:
    assert inspect_package(TWIN).problems == ()
