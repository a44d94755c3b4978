"""The years' texts beside each other and beside the tables, and signs that a page would print."""

from pathlib import Path

import pytest

from annual_report.network.network import assemble_network
from annual_report.network.reading.inspection import Inspection, inspect_network

TEXT = "textes/2025.md"
SENTENCE = "À Nantes, on a mis en commun *ce qui marche*."


def inspect_with(twin: Path, file: str, text: str) -> Inspection:
    (twin / file).write_text(text, encoding="utf-8")
    return inspect_network(twin)


def said_of_texts(inspection: Inspection) -> list[str]:
    problems = (problem for problem in inspection.problems if "textes/" in problem.place.file)
    return [f"{problem.severity}: {problem}" for problem in problems]


def test_a_text_of_a_year_without_members_is_remarked(twin: Path) -> None:
    inspection = inspect_with(twin, "textes/2052.md", "## Perspectives\n\nDes mots.\n")
    assert said_of_texts(inspection) == [
        "remark: textes/2052.md: is of a year without members: no page has it; expected: a year "
        "that has members"
    ]


def test_the_text_of_the_year_before_is_remarked_chapter_by_chapter(twin: Path) -> None:
    last_year = (twin / "textes/2024.md").read_text(encoding="utf-8")
    assert said_of_texts(inspect_with(twin, TEXT, last_year)) == [
        f"remark: {TEXT}: “{chapter}” is word for word that of 2024"
        for chapter in ("La phrase de l’année", "Perspectives", "Temps forts")
    ]


@pytest.mark.parametrize(
    ("sentence", "said"),
    [
        (SENTENCE, []),
        ("En 2025, nous étions trois membres, comme en 2024.", []),
        ("Nous étions trois départements.", []),
        ("Deux départements ont rejoint les 3 membres.", ["another number of members"]),
        ("En 2024, nous étions ensemble.", ["another year"]),
        ("Vingt-deux membres se sont réunis.", ["another number of members"]),
    ],
)
def test_the_sentence_of_the_year_is_held_to_its_year_and_its_members(
    sentence: str, said: list[str], twin: Path
) -> None:
    text = (twin / TEXT).read_text(encoding="utf-8").replace(SENTENCE, sentence)
    found = said_of_texts(inspect_with(twin, TEXT, text))
    assert len(found) == len(said)
    for line, words in zip(found, said, strict=True):
        assert words in line


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        pytest.param(
            "Un <b>mot</b>.",
            "error: “Un <b>mot</b>.” has HTML, which is printed as it is typed; expected: **…**",
            id="html",
        ),
        pytest.param(
            "Un ~~mot~~.",
            "remark: “Un ~~mot~~.” has signs that strike nothing out, and are printed",
            id="struck out",
        ),
        pytest.param(
            "Un ==mot==.",
            "remark: “Un ==mot==.” has signs that mark nothing, and are printed; expected: **…**",
            id="marked",
        ),
        pytest.param(
            "Une étoile * seule.",
            "remark: “Une étoile * seule.” has a star that opens or closes nothing, and is "
            "printed; expected: \\*",
            id="a star alone",
        ),
        pytest.param(
            "• un • deux",
            "remark: “un • deux” has a bullet in a paragraph, which is printed; expected: a line "
            "for each, the first after an empty one",
            id="bullets in a line",
        ),
        pytest.param(
            "Parution : 2026-02-15",
            "error: “Parution : 2026-02-15” stands below a heading; expected: this line above all "
            "headings",
            id="the publication too low",
        ),
    ],
)
def test_signs_that_a_page_would_print_are_said_with_their_line(
    line: str, fault: str, twin: Path
) -> None:
    # The twin's text has 17 lines: after an empty line, the added line is the nineteenth.
    text = (twin / TEXT).read_text(encoding="utf-8")
    severity, words = fault.split(": ", maxsplit=1)
    assert said_of_texts(inspect_with(twin, TEXT, f"{text}\n{line}\n")) == [
        f"{severity}: {TEXT}, row 19: {words}"
    ]


@pytest.mark.parametrize(
    "line", ["5 < 6 et 7 > 3", "Une étoile \\* voulue.", "Un *mot* et **un**."]
)
def test_ordinary_signs_are_no_surprise(line: str, twin: Path) -> None:
    text = (twin / TEXT).read_text(encoding="utf-8")
    assert said_of_texts(inspect_with(twin, TEXT, f"{text}\n{line}\n")) == []


def test_a_heading_in_bold_is_said_once_with_the_heading_that_is_meant(twin: Path) -> None:
    text = (twin / TEXT).read_text(encoding="utf-8").replace("## Perspectives", "**Perspectives**")
    (line,) = said_of_texts(inspect_with(twin, TEXT, text))
    assert line == (
        f"error: {TEXT}, row 15: “**Perspectives**” is the heading of a chapter; expected: "
        "## Perspectives"
    )


def test_a_text_in_utf_16_is_refused_with_how_to_save_a_text(twin: Path) -> None:
    (twin / TEXT).write_bytes("## Perspectives\n\nÉté.\n".encode("utf-16"))
    (line,) = said_of_texts(inspect_network(twin))
    assert "a text saved in UTF-8" in line
    assert "CSV" not in line


def test_a_meeting_after_the_publication_is_remarked_and_told_by_no_page(twin: Path) -> None:
    text = (twin / TEXT).read_text(encoding="utf-8")
    inspection = inspect_with(twin, TEXT, f"Parution : 2025-03-01\n\n{text}")
    said = [str(problem) for problem in inspection.problems if "rencontres" in str(problem)]
    assert said == [
        "rencontres.csv, row 4, column debut: “2025-06-19” is after the day that the pages of 2025 "
        "are published: none tells it"
    ]
    assert inspection.contents is not None
    network = assemble_network(inspection.contents)
    assert "2025-1" not in network.rencontres["rencontre"].tolist()
    assert "2025-1" not in network.presences["rencontre"].tolist()
    # Without a day of publication it is told.
    whole = inspect_with(twin, TEXT, text).contents
    assert whole is not None
    assert "2025-1" in assemble_network(whole).rencontres["rencontre"].tolist()
