"""Cells: the spellings that are understood, and those that are refused with a remedy."""

import unicodedata
from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annual_report.base.errors import CellError
from annual_report.base.letters import clean_text
from annual_report.network.reading.schema import Field
from annual_report.network.reading.values.cells import (
    ReadCell,
    read_cell,
    understand_cell,
    understand_cells,
)
from annual_report.network.reading.values.date_cells import write_day

# The columns of tables, as the description of a network's files has them.
DEPARTMENT_COLUMN: Field = {"type": "string", "kind": "department"}
DAY_COLUMN: Field = {"type": "string", "kind": "partial-date"}
ATTENDANCE_COLUMN: Field = {"type": "string", "kind": "attendance"}
YEAR_COLUMN: Field = {"type": "integer", "kind": "year"}
FLAG_COLUMN: Field = {"type": "boolean"}
FORMAT_COLUMN: Field = {
    "type": "string",
    "constraints": {"enum": ["présentiel", "distanciel", "hybride"]},
}
TITLE_COLUMN: Field = {"type": "string"}
TOWN_COLUMN: Field = {"type": "string", "kind": "town"}


def check_understood(field: Field, read_by_written: dict[str, str]) -> None:
    """Read each text as a cell of a column, and then read the result once more.

    The second reading must change nothing: the program writes files that it will read again.
    """
    once = {written: read_cell(written, field) for written in read_by_written}
    assert once == read_by_written
    twice = {written: read_cell(read, field) for written, read in once.items()}
    assert twice == read_by_written


def test_a_departement_is_understood_by_its_number_or_name() -> None:
    check_understood(
        DEPARTMENT_COLUMN, {"1": "01", "2a": "2A", "l'Aude": "11", "La Loire Atlantique": "44"}
    )


def test_a_date_is_understood_as_people_and_spreadsheets_write_it() -> None:
    check_understood(
        DAY_COLUMN,
        {
            "2025": "2025",
            "06/2025": "2025-06",
            "1/6/2025": "2025-06-01",
            "19.06.2025": "2025-06-19",
            "jeudi 19/06/2025": "2025-06-19",
        },
    )


@pytest.mark.parametrize("date", ["2025", "2025-06", "2025-06-01"])
def test_a_date_as_the_program_writes_it_is_understood(date: str) -> None:
    # In a workbook's cell a day is 01/06/2025, as French people write.
    assert read_cell(write_day(date), DAY_COLUMN) == date


@pytest.mark.parametrize(
    ("state", "spellings"),
    [
        ("présent", ["présent", "Présente", "x", "X", "oui", "✓", "☑"]),
        ("absent", ["absent", "non", "Absente", "abs."]),
        ("excusé", ["excusé", "Excusée", "exc.", "Absent excusé"]),
        ("non invité", ["non invité", "pas invitée"]),
        # Nobody noted anything.
        ("", ["", "?", "nc", "N.R."]),
        # A number of people: some came, or nobody.
        ("présent", ["3", "2,0", "007"]),
        ("absent", ["0"]),
    ],
)
def test_a_state_of_attendance_is_understood_in_many_spellings(
    state: str, spellings: list[str]
) -> None:
    check_understood(ATTENDANCE_COLUMN, dict.fromkeys(spellings, state))


def test_a_year_is_understood_as_spreadsheets_print_it() -> None:
    check_understood(YEAR_COLUMN, {"2 025": "2025", "2025,0": "2025"})


def test_an_answer_is_yes_or_no() -> None:
    check_understood(FLAG_COLUMN, {"Oui": "oui", "x": "oui", "0": "non"})


def test_a_choice_is_understood_by_words_that_people_use_for_it() -> None:
    check_understood(
        FORMAT_COLUMN, {"Presentiel": "présentiel", "visio": "distanciel", "Teams": "distanciel"}
    )


def test_a_title_loses_stray_spaces_and_signs_that_no_reader_sees() -> None:
    check_understood(
        TITLE_COLUMN,
        {
            "  Retour  d'expérience\u00a0": "Retour d’expérience",
            "   ": "",
            # "i" and a combining circumflex are one letter.
            "Ai\u0302ne\u0301": "Aîné",
            # A space without width, and a sign that turns the text round.
            "page\u200b\u202edépartements": "pagedépartements",
        },
    )


def test_a_leading_apostrophe_is_a_spreadsheets_and_quotes_are_a_persons() -> None:
    # A spreadsheet takes "'-25" for a text, where "-25" would be a number.
    check_understood(
        TITLE_COLUMN,
        {"'-25 % de papier": "-25 % de papier", "Le 'rock'-'roll'": "Le 'rock'-'roll'"},
    )


def check_refused(
    field: Field, texts: Iterable[str], what: str, expected: str, nearest: str | None = None
) -> None:
    """Read texts as cells of a column: each refused, with the same reason and the same remedy."""
    for text in texts:
        with pytest.raises(CellError) as refused:
            read_cell(text, field)
        assert refused.value.what == what, text
        assert refused.value.expected == expected, text
        assert refused.value.nearest == nearest, text


def test_a_date_in_any_other_form_is_refused_with_the_forms_that_are_read() -> None:
    check_refused(
        DAY_COLUMN,
        [
            # Without its year, without its day, of two days, with an hour, of another part,
            # and not sure.
            "19 juin",
            "juin",
            "vers juin 2025",
            "12-13 novembre 2025",
            "19/06/2025 14:00",
            "19 juin 2025 à 14h",
            "2e trimestre 2025",
            # 19 June 2025, or 25 June 2019.
            "19/06/25",
        ],
        what="is not a date",
        expected="2025, 2025-06, 2025-06-19 or 19/06/2025",
    )


@pytest.mark.parametrize("text", ["31/02/2025", "2025-06-00"])
def test_a_day_that_no_calendar_has_is_refused(text: str) -> None:
    with pytest.raises(CellError):
        read_cell(text, DAY_COLUMN)


@pytest.mark.parametrize("text", ["Rhin", "96"])
def test_a_name_or_number_of_no_departement_is_refused(text: str) -> None:
    with pytest.raises(CellError):
        read_cell(text, DEPARTMENT_COLUMN)


def test_a_dash_is_refused_as_it_may_mean_two_things() -> None:
    check_refused(
        ATTENDANCE_COLUMN,
        ["-", "—", "/"],
        what="can mean “none” or “not recorded”",
        expected="the value, or an empty cell",
    )


def test_any_other_word_for_attendance_is_refused_with_the_states() -> None:
    check_refused(
        ATTENDANCE_COLUMN,
        ["deux", "2,5", "3 agents"],
        what="is not a state of attendance",
        expected="présent, absent, excusé, non invité, or an empty cell",
    )


def test_a_year_in_any_other_form_is_refused() -> None:
    # A school year, two digits, and the letter O for a zero.
    check_refused(
        YEAR_COLUMN,
        ["2025/2026", "25", "2O25"],
        what="is not a year",
        expected="a year on four digits",
    )


def test_a_misspelt_choice_is_refused_with_the_choices_and_the_nearest() -> None:
    check_refused(
        FORMAT_COLUMN,
        ["distantiel"],
        what="is not one of the choices",
        expected="présentiel, distanciel, hybride",
        nearest="distanciel",
    )


def test_a_format_in_the_column_of_towns_is_refused() -> None:
    check_refused(
        TOWN_COLUMN,
        ["visio", "Teams"],
        what="is a format, which has a column of its own",
        expected="the name of a commune, or an empty cell",
    )


@pytest.mark.parametrize("text", ["#ERROR!", "#N/D", "voir #REF!"])
def test_an_error_of_a_formula_is_refused(text: str) -> None:
    with pytest.raises(CellError):
        read_cell(text, TITLE_COLUMN)


MEMBER_COLUMN: Field = {"type": "string", "kind": "member", "genres": ["commune", "département"]}


@pytest.mark.parametrize(
    ("written", "read_as"),
    [
        ("Ville de Quimper", "Quimper (29232)"),
        ("Haute Garonne", "Haute-Garonne (31)"),
        ("2A", "Collectivité de Corse"),
    ],
)
def test_an_unusual_spelling_of_a_member_is_understood_and_the_reading_told(
    written: str, read_as: str
) -> None:
    [cell] = understand_cells([(written, MEMBER_COLUMN)])
    assert [problem.what for problem in cell.problems] == [f"as “{read_as}”"]


@pytest.mark.parametrize("written", ["29232 Quimper", "29232", "75C"])
def test_a_member_by_its_code_needs_no_word(written: str) -> None:
    [cell] = understand_cells([(written, MEMBER_COLUMN)])
    assert cell.problems == ()


@pytest.mark.parametrize(
    "field",
    [
        DEPARTMENT_COLUMN,
        DAY_COLUMN,
        ATTENDANCE_COLUMN,
        YEAR_COLUMN,
        FLAG_COLUMN,
        FORMAT_COLUMN,
        TITLE_COLUMN,
        TOWN_COLUMN,
    ],
    ids=str,
)
@given(text=st.text(max_size=30))
def test_any_text_that_is_understood_is_understood_again_as_itself(field: Field, text: str) -> None:
    try:
        once = read_cell(text, field)
    except CellError:
        return
    assert read_cell(once, field) == once


@given(st.text(max_size=30))
def test_a_text_that_was_cleaned_is_clean(text: str) -> None:
    once = clean_text(text)
    assert clean_text(once) == once


def test_signs_that_no_reader_sees_are_dropped_without_a_word() -> None:
    typed = unicodedata.normalize("NFD", "  Démocratie\u200b à l’école ")
    read = understand_cell(typed, TITLE_COLUMN)
    assert read == ReadCell("Démocratie à l’école")
    assert read.problems == ()
