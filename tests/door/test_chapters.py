"""A year's text in fields: what no field has comes back byte for byte."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annual_report.base.errors import ParameterError
from annual_report.base.project import ROOT
from annual_report.door.chapters import change_chapters, cut_text, join_chapters
from annual_report.door.text_form import read_text_form, save_text_form
from annual_report.network.reading.text_lines import HEADINGS
from annual_report.network.reading.texts import parse_text
from annual_report.network.writing.new_year import write_questions

TEXTS = sorted((ROOT / "data").glob("*/textes/*.md"))
OWN = "Parution : 2026-02-15\r\n\r\n# Titre\r\n\r\n## Annexe\r\n\r\n<!-- à moi -->\r\n  \r\nRien."


def fields(text: str) -> dict[str, str]:
    """Return the fields of a text as a form sends them, with the ends of lines of forms."""
    words = {chapter.name: chapter.words for chapter in cut_text(text) if chapter.name}
    return {name: each.replace("\n", "\r\n") for name, each in words.items()}


@pytest.mark.parametrize("file", TEXTS, ids=lambda file: f"{file.parts[-3]}-{file.stem}")
def test_a_text_that_nobody_changed_comes_back_byte_for_byte(file: Path) -> None:
    text = file.read_bytes().decode()
    assert join_chapters(cut_text(text)) == text
    for written in (text, text.replace("\n", "\r\n"), OWN + "\r\n\r\n" + text):
        assert change_chapters(written, fields(written), {}) == written


@given(
    st.lists(
        st.sampled_from(
            [
                "## Objectifs\n",
                "## Annexe\r\n",
                "Perspectives\n---\n",
                "mot\n",
                "\n",
                "<!-- ## x -->",
                "\n\n\n",
                "```\n## y\n```\n",
                "# Un\n",
                "<!--",
                "-->",
                "- a\n",
                "\u2028",
                "\x0b",
            ]
        )
    )
)
def test_whatever_a_text_holds_its_pieces_are_the_text(parts: list[str]) -> None:
    text = "".join(parts)
    assert join_chapters(cut_text(text)) == text


def test_a_changed_chapter_leaves_all_others_and_what_has_no_field_as_they_are() -> None:
    text = OWN + "\r\n\r\n## Objectifs\r\n\r\nUn.\r\n\r\n\r\n## Perspectives\r\nDeux.  "
    changed = change_chapters(text, {**fields(text), "Objectifs": "Trois.\r\nQuatre."}, {})
    expected = "## Objectifs\r\n\r\nTrois.\r\nQuatre.\r\n\r\n## Perspectives\r\nDeux.  "
    assert changed == OWN + "\r\n\r\n" + expected
    more = change_chapters(changed, {**fields(changed), "Temps forts": "### Un"}, {})
    assert more == changed.replace(
        "## Perspectives", "## Temps forts\r\n\r\n### Un\r\n\r\n## Perspectives"
    )


def test_a_question_goes_when_it_is_answered_and_no_sooner() -> None:
    text = write_questions(2025, "le réseau")
    asked = {chapter.name: [*chapter.questions] for chapter in cut_text(text) if chapter.name}
    assert [len(asked[name]) for name in HEADINGS if name in asked] == [1, 3, 1, 1]
    typed = {**fields(text), "Objectifs": "Écouter."}
    first = change_chapters(text, typed, {"Objectifs": asked["Objectifs"][:1]})
    left = next(chapter for chapter in cut_text(first) if chapter.name == "Objectifs")
    assert left.words == "Écouter."
    assert [*left.questions] == asked["Objectifs"][1:]
    every = change_chapters(first, fields(first), asked)
    parsed, problems = parse_text(every, "textes/2025.md")
    assert problems == []
    assert parsed.objectives == "<p>Écouter.</p>"


@pytest.mark.parametrize("words", ["Un <!-- deux", "```\nun", "~~~~\nun"])
def test_what_would_swallow_the_next_chapter_is_refused(words: str) -> None:
    text = "## Objectifs\n\nUn.\n\n## Perspectives\n\nDeux.\n"
    with pytest.raises(ParameterError, match="“Objectifs” has a comment"):
        change_chapters(text, {**fields(text), "Objectifs": words}, {})


def test_a_form_is_saved_only_over_the_file_that_it_is_of(twin: Path) -> None:
    file = twin / "textes" / "2025.md"
    form = read_text_form(twin, 2025)
    typed = {field.name: [field.words] for field in form.fields}
    typed["lu"] = [form.read]
    assert read_text_form(twin, 2025, typed).is_saved
    typed["chapitre-2"] = ["Mes mots, <b>en HTML</b>."]
    file.write_bytes(file.read_bytes() + b"\n## Annexe\n\nD'un autre.\n")
    meanwhile = file.read_bytes()
    both = save_text_form(twin, 2025, typed)
    assert both is not None
    assert both.is_conflict
    assert not both.is_saved
    assert file.read_bytes() == meanwhile
    mine = both.fields[1]
    assert mine.words == "Mes mots, <b>en HTML</b>."
    assert mine.other == form.fields[1].words
    typed["lu"] = [both.read]
    assert save_text_form(twin, 2025, typed) is None
    assert read_text_form(twin, 2025, typed).is_saved
    assert b"Mes mots" in file.read_bytes()
    assert file.read_bytes().endswith(b"\n## Annexe\n\nD'un autre.\n")
    said = read_text_form(twin, 2025).fields[1].problems
    assert any("has HTML" in problem.what for problem in said)
    # Words that the file can't take are not in it.
    typed["chapitre-2"] = ["Un <!-- deux"]
    assert not read_text_form(twin, 2025, typed).is_saved
