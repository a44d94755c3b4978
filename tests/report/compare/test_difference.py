"""What differs between two years and between two builds: lines worked out from the facts."""

import json
import shutil
from pathlib import Path

import pytest
from changing import edit
from conftest import pipeline
from hypothesis import given
from hypothesis import strategies as st

from annual_report.base.errors import ReportError
from annual_report.report.compare.alignment import pair_sentences
from annual_report.report.compare.difference import compare_builds, compare_years
from annual_report.report.compare.facts import read_published
from annual_report.report.compare.telling import tell_difference, write_page

SENTENCES = ("Le groupe a dix membres.", "Le groupe a onze membres.", "Rien n’est dit.", "Fin.")


def section(lines: list[str], title: str) -> list[str]:
    """Return the lines under a title of a page."""
    start = lines.index(f"  {title}") + 1
    end = next((n for n, line in enumerate(lines[start:], start) if line[:4] != "    "), len(lines))
    return [line.strip() for line in lines[start:end]]


def change(build: Path, folder: Path, name: str, old: str, new: str) -> Path:
    """Copy a build, and change something in one of its files."""
    copy = Path(shutil.copytree(build, folder / "copy"))
    edit(copy / name, old, new)
    return copy


def test_two_years_differ_in_figures_members_meetings_subjects_and_sentences(
    real_build: Path,
) -> None:
    said = [*tell_difference(compare_years(real_build, "2024", "2025"))]
    lines = [line.replace("\u00a0", " ") for line in said]
    assert lines[0] == "2024 → 2025"
    figures = section(lines, "Key figures")
    assert {
        "Membres: 17 → 16 (−1)",
        "Rencontres: 5 → 4 (−1)",
        "Absents de la liste: non renseigné → 1",
        "Hôtes des rencontres: non renseigné → at least 1",
    } <= set(figures)
    assert not [line for line in figures if line.startswith("À distance")], "three in both"
    assert section(lines, "Members") == ["− Somme (80)"]
    meetings = section(lines, "Meetings")
    assert [line[0] for line in meetings] == ["−", "−", "+"], "three were remote in both"
    nantes = "+ 19 et 20 juin · Rencontres annuelles des départements participatifs"
    assert any(line.startswith(nantes) for line in meetings)
    assert lines.count("  Subjects") == 1
    subjects = section(lines, "Subjects")
    assert "+ Protection des données (RGPD)" in subjects
    assert "Annoncé pour 2024" not in " ".join(subjects), "nothing is known of it"
    sentences = section(lines, "Les rencontres")
    assert any(line.startswith("+ Le groupe s’était réuni cinq fois en 2024") for line in sentences)


def test_one_changed_cell_is_all_that_differs(real_build: Path, tmp_path: Path) -> None:
    charente = '"Charente",\n              "{}"'.format
    moved = charente("Nouvelle-Aquitaine"), charente("Bretagne")
    copy = change(real_build, tmp_path, "2025.json", *moved)
    lines = list(tell_difference(compare_builds(real_build, copy)))
    assert lines[0] == "2025.html"
    assert lines[2:] == ["    Charente (16), Région: Nouvelle-Aquitaine → Bretagne"]


def test_pages_that_one_build_lacks_or_that_only_look_different(
    real_build: Path, tmp_path: Path
) -> None:
    copy = change(real_build, tmp_path, "2025.html", "<style>", "<style>\n")
    (copy / "2024.html").unlink()
    assert list(tell_difference(compare_builds(real_build, copy))) == [
        "2024.html",
        f"  only in {real_build.name}",
        "",
        "say the same, and look different or come from other data:",
        "  2025.html",
    ]


def test_a_page_has_changed_sentences_side_by_side_and_no_place_of_this_machine(
    real_build: Path, tmp_path: Path
) -> None:
    before = shutil.copytree(real_build, tmp_path / "un" / "copy")
    walks = "Des balades urbaines", "Des visites urbaines"
    html = write_page(
        compare_builds(before, change(real_build, tmp_path / "deux", "2025.json", *walks))
    )
    assert "De un/copy à deux/copy" in html
    assert tmp_path.as_posix() not in html
    assert html.count("modifié") == 1
    assert "Des <del>balades</del> urbaines" in html
    assert "Des <ins>visites</ins> urbaines" in html


@pytest.mark.parametrize(
    ("index", "names"), [("code", ("Corse-du-Sud (2A)", "Aisne (02)")), ("", ("2A", "02"))]
)
def test_tables_are_compared_by_their_values(
    tmp_path: Path, index: str, names: tuple[str, str]
) -> None:
    columns = [
        {"nom": index, "libelle": "Code", "unite": "", "decimales": 0},
        {"nom": "name", "libelle": "Nom", "unite": "", "decimales": 0},
        {"nom": "part", "libelle": "Part", "unite": "part", "decimales": 0},
    ]

    def page(name: str, *rows: list[object]) -> Path:
        table = {"legende": "Les parts", "cles": 1, "colonnes": columns, "lignes": rows}
        chapter = {"id": "a", "numero": 1, "titre": "A", "phrases": [], "tableaux": [table]}
        (tmp_path / name).mkdir()
        (tmp_path / name / "2025.html").touch()
        (tmp_path / name / "2025.json").write_text(json.dumps({"chapitres": [chapter]}))
        return tmp_path / name

    before = page("un", ["2A", "Corse-du-Sud", 0.5], ["02", "Aisne", None], ["33", "Gironde", 1])
    after = page("deux", ["2A", "Corse-du-Sud", 0], ["02", "Aisne", 0.25], ["40", "Landes", 0])
    lines = [line.replace("\u00a0", " ") for line in tell_difference(compare_builds(before, after))]
    assert lines == [
        "2025.html",
        "  Les parts",
        f"    {names[0]}, Part: 50 % → 0 %",
        f"    {names[1]}, Part: non renseigné → 25 %",
        "    − 33 · Gironde · 100 %",
        "    + 40 · Landes · 0 %",
    ]


DAX = "La rencontre de Dax a réuni douze départements."
TOULOUSE = "La rencontre de Toulouse a réuni dix départements."
TOULOUSE_AFTER = "La rencontre de Toulouse a réuni onze départements."


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ([DAX, TOULOUSE], [TOULOUSE_AFTER], [(DAX, ""), (TOULOUSE, TOULOUSE_AFTER)]),
        ([TOULOUSE], [DAX, TOULOUSE_AFTER], [("", DAX), (TOULOUSE, TOULOUSE_AFTER)]),
        ([DAX], [TOULOUSE], [(DAX, TOULOUSE)]),
        (["Aucune arrivée."], [DAX], [("Aucune arrivée.", ""), ("", DAX)]),
        ([DAX, "Fin."], [DAX, "Fin."], []),
    ],
)
def test_a_sentence_is_paired_with_the_one_it_became(
    old: list[str], new: list[str], expected: list[tuple[str, str]]
) -> None:
    assert list(pair_sentences(old, new)) == expected


@given(st.lists(st.sampled_from(SENTENCES)), st.lists(st.sampled_from(SENTENCES)))
def test_pairs_hold_every_sentence_that_differs_in_order(old: list[str], new: list[str]) -> None:
    pairs = list(pair_sentences(old, new))
    removed = [before for before, _after in pairs if before]
    added = [after for _before, after in pairs if after]
    assert is_part(removed, old)
    assert is_part(added, new)
    assert len(old) - len(removed) == len(new) - len(added)
    assert all(before != after for before, after in pairs)


def is_part(some: list[str], whole: list[str]) -> bool:
    """Whether some sentences are in a text, in its order."""
    rest = iter(whole)
    return all(each in rest for each in some)


def test_two_builds_that_are_the_same_are_said_to_be(real_build: Path) -> None:
    found = compare_builds(real_build, real_build)
    assert list(tell_difference(found)) == ["nothing differs"]
    assert "Rien ne diffère" in write_page(found)


def test_what_cannot_be_read_is_said(real_build: Path, tmp_path: Path) -> None:
    with pytest.raises(ReportError, match=r"1999\.html is not in"):
        compare_years(real_build, "1999", "2025")
    with pytest.raises(ReportError, match="there is no build here"):
        compare_builds(real_build, tmp_path)
    (tmp_path / "2025.html").write_text("<main></main>")
    (tmp_path / "2025.json").write_text("{")
    with pytest.raises(ReportError, match=r"2025\.json can't be read"):
        read_published(tmp_path, "2025.html")


def test_the_command_line_says_it_or_writes_it(real_build: Path, tmp_path: Path) -> None:
    done = pipeline("diff", "2024", "2025", "--out", real_build)
    assert (done.returncode, done.stderr) == (0, "")
    assert "− Somme (80)" in done.stdout
    page = tmp_path / "changes.html"
    assert pipeline("diff", "2024", "2025", "--out", real_build, "--html", page).returncode == 0
    assert "Somme (80)" in page.read_text(encoding="utf-8")
    assert pipeline("diff", "2024", "1999", "--out", real_build).returncode == 1
    assert pipeline("diff", "2024", real_build).returncode == 2
    assert "exit status: 0" in pipeline("diff", "--help").stdout
