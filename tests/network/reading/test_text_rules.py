"""The years' texts beside each other and beside the tables, and signs that a page would print."""

from pathlib import Path

import pytest

from annual_report.network.network import assemble_network
from annual_report.network.reading.inspection import Inspection, inspect_network

TEXT = "textes/2025.md"
SENTENCE = "À Nantes, on a mis en commun *ce qui marche*."
"""The sentence of 2025 in the twin, whose three members are Ain, Haute-Garonne and 44."""


def inspect_with(twin: Path, file: str, text: str) -> Inspection:
    """Inspect the twin, the small network in order, with another text in one of its files."""
    (twin / file).write_text(text, encoding="utf-8")
    return inspect_network(twin)


def list_problems_of_texts(inspection: Inspection) -> list[str]:
    """Return a line for each problem of a text: "error: textes/2025.md, row 3: …"."""
    lines = []
    for problem in inspection.problems:
        if "textes/" in problem.place.file:
            lines.append(f"{problem.severity}: {problem}")
    return lines


def test_a_text_of_a_year_without_members_is_remarked(twin: Path) -> None:
    inspection = inspect_with(twin, "textes/2052.md", "## Perspectives\n\nDes mots.\n")
    assert list_problems_of_texts(inspection) == [
        "remark: textes/2052.md: is of a year without members: no page has it; expected: a year "
        "that has members"
    ]


def test_the_text_of_the_year_before_is_remarked_chapter_by_chapter(twin: Path) -> None:
    last_year = (twin / "textes/2024.md").read_text(encoding="utf-8")
    assert list_problems_of_texts(inspect_with(twin, TEXT, last_year)) == [
        "remark: textes/2025.md: “La phrase de l’année” is word for word that of 2024",
        "remark: textes/2025.md: “Perspectives” is word for word that of 2024",
        "remark: textes/2025.md: “Temps forts” is word for word that of 2024",
    ]


def list_problems_of_sentence(sentence: str, twin: Path) -> list[str]:
    """Return a line for each problem of the twin with another sentence of the year 2025."""
    text = (twin / TEXT).read_text(encoding="utf-8")
    return list_problems_of_texts(inspect_with(twin, TEXT, text.replace(SENTENCE, sentence)))


@pytest.mark.parametrize(
    "sentence",
    [
        pytest.param(SENTENCE, id="without a number"),
        pytest.param("En 2025, nous étions trois membres, comme en 2024.", id="both years"),
        pytest.param("Nous étions trois départements.", id="the number of members"),
    ],
)
def test_a_sentence_true_of_its_year_and_its_members_is_no_problem(
    sentence: str, twin: Path
) -> None:
    assert list_problems_of_sentence(sentence, twin) == []


@pytest.mark.parametrize(
    ("sentence", "fault"),
    [
        # The twin has three members in 2025. In the first case "3 membres" is right, "deux" isn't.
        ("Deux départements ont rejoint les 3 membres.", "another number of members"),
        ("Vingt-deux membres se sont réunis.", "another number of members"),
        ("En 2024, nous étions ensemble.", "another year"),
    ],
)
def test_a_sentence_with_another_year_or_number_of_members_is_remarked(
    sentence: str, fault: str, twin: Path
) -> None:
    [line] = list_problems_of_sentence(sentence, twin)
    assert fault in line


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
    assert list_problems_of_texts(inspect_with(twin, TEXT, f"{text}\n{line}\n")) == [
        f"{severity}: {TEXT}, row 19: {words}"
    ]


@pytest.mark.parametrize(
    "line", ["5 < 6 et 7 > 3", "Une étoile \\* voulue.", "Un *mot* et **un**."]
)
def test_ordinary_signs_are_no_problem(line: str, twin: Path) -> None:
    text = (twin / TEXT).read_text(encoding="utf-8")
    assert list_problems_of_texts(inspect_with(twin, TEXT, f"{text}\n{line}\n")) == []


def test_a_heading_in_bold_is_said_once_with_the_heading_that_is_meant(twin: Path) -> None:
    text = (twin / TEXT).read_text(encoding="utf-8").replace("## Perspectives", "**Perspectives**")
    [line] = list_problems_of_texts(inspect_with(twin, TEXT, text))
    assert line == (
        f"error: {TEXT}, row 15: “**Perspectives**” is the heading of a chapter; expected: "
        "## Perspectives"
    )


def test_a_text_in_utf_16_is_refused_with_how_to_save_a_text(twin: Path) -> None:
    (twin / TEXT).write_bytes("## Perspectives\n\nÉté.\n".encode("utf-16"))
    [line] = list_problems_of_texts(inspect_network(twin))
    assert "a text saved in UTF-8" in line
    assert "CSV" not in line


def test_a_meeting_after_the_publication_is_remarked_and_told_by_no_page(twin: Path) -> None:
    text = (twin / TEXT).read_text(encoding="utf-8")
    inspection = inspect_with(twin, TEXT, f"Parution : 2025-03-01\n\n{text}")
    lines = [str(problem) for problem in inspection.problems]
    assert [line for line in lines if line.startswith("rencontres")] == [
        "rencontres.csv, row 4, column debut: “2025-06-19” is after the day that the pages of 2025 "
        "are published: none tells it"
    ]
    assert inspection.contents is not None
    # 2025-1 is the meeting of the 19th of June.
    network = assemble_network(inspection.contents)
    assert "2025-1" not in network.rencontres["rencontre"].tolist()
    assert "2025-1" not in network.presences["rencontre"].tolist()


def test_without_a_day_of_publication_every_meeting_is_told(twin: Path) -> None:
    contents = inspect_network(twin).contents
    assert contents is not None
    assert "2025-1" in assemble_network(contents).rencontres["rencontre"].tolist()
