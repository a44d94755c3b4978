"""One cell: each spelling that is understood, and each that is refused with its remedy."""

import unicodedata
from collections.abc import Mapping
from typing import Any

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

FORMATS = ["présentiel", "distanciel", "hybride"]
FIELDS: dict[str, Field] = {
    "department": {"type": "string", "kind": "department"},
    "day": {"type": "string", "kind": "partial-date"},
    "attendance": {"type": "string", "kind": "attendance"},
    "year": {"type": "integer", "kind": "year"},
    "flag": {"type": "boolean"},
    "format": {"type": "string", "constraints": {"enum": FORMATS}},
    "title": {"type": "string"},
    "town": {"type": "string", "kind": "town"},
}
UNDERSTOOD = {
    "department": {"1": "01", "2a": "2A", "l'Aude": "11", "La Loire Atlantique": "44"},
    "day": {"2025": "2025", "06/2025": "2025-06", "1/6/2025": "2025-06-01",
            "19.06.2025": "2025-06-19", "jeudi 19/06/2025": "2025-06-19"},
    "attendance": {
        **dict.fromkeys(("présent", "Présente", "x", "X", "oui", "✓", "☑"), "présent"),
        **dict.fromkeys(("absent", "non", "Absente", "abs."), "absent"),
        **dict.fromkeys(("excusé", "Excusée", "exc.", "Absent excusé"), "excusé"),
        **dict.fromkeys(("non invité", "pas invitée"), "non invité"),
        **dict.fromkeys(("", "?", "nc", "N.R."), ""),
        **dict.fromkeys(("3", "2,0", "007"), "présent"), "0": "absent",
    },
    "year": {"2 025": "2025", "2025,0": "2025"},
    "flag": {"Oui": "oui", "x": "oui", "0": "non"},
    "format": {"Presentiel": "présentiel", "visio": "distanciel", "Teams": "distanciel"},
    "title": {"  Retour  d'expérience\u00a0": "Retour d’expérience", "   ": "",
              unicodedata.normalize("NFD", "Aîné"): "Aîné",
              "page\u200b\u202edépartements": "pagedépartements",
              "'-25 % de papier": "-25 % de papier", "Le 'rock'-'roll'": "Le 'rock'-'roll'"},
}  # fmt: skip
STATES = "présent, absent, excusé, non invité, or an empty cell"
DATE = "2025, 2025-06, 2025-06-19 or 19/06/2025"
REFUSED: dict[str, dict[str, tuple[str | None, ...]]] = {
    "department": dict.fromkeys(("Rhin", "96"), ()),
    "day": {"19 juin": ("is not a date", DATE, None), "31/02/2025": (), "2025-06-00": (),
            **dict.fromkeys(("12-13 novembre 2025", "19/06/2025 14:00", "19 juin 2025 à 14h",
                             "2e trimestre 2025", "juin", "19/06/25"),
                            ("is not a date", DATE, None))},
    "attendance": {
        **dict.fromkeys(("-", "—", "/"),
                        ("can mean “none” or “not recorded”", "the value, or an empty cell", None)),
        "deux": ("is not a state of attendance", STATES, None), "2,5": (), "3 agents": (),
    },
    "year": dict.fromkeys(("2025/2026", "25", "2O25"),
                          ("is not a year", "a year on four digits", None)),
    "format": {"distantiel": ("is not one of the choices", ", ".join(FORMATS), "distanciel")},
    "town": {"visio": ("is a format, which has a column of its own",
                       "the name of a commune, or an empty cell", None), "Teams": ()},
    "title": dict.fromkeys(("#ERROR!", "#N/D", "voir #REF!"), ()),
}  # fmt: skip


def pairs(table: Mapping[str, Mapping[str, Any]]) -> list[tuple[str, str, Any]]:
    return [(kind, written, said) for kind, all_ in table.items() for written, said in all_.items()]


@pytest.mark.parametrize(("kind", "written", "read"), pairs(UNDERSTOOD))
def test_a_cell_is_understood_and_what_was_understood_is_again(
    kind: str, written: str, read: str
) -> None:
    assert read_cell(written, FIELDS[kind]) == read
    assert read_cell(read, FIELDS[kind]) == read
    assert kind != "day" or read_cell(write_day(read), FIELDS[kind]) == read


@pytest.mark.parametrize(("kind", "written", "said"), pairs(REFUSED))
def test_a_cell_is_refused(kind: str, written: str, said: tuple[str | None, ...]) -> None:
    with pytest.raises(CellError) as refused:
        read_cell(written, FIELDS[kind])
    assert not said or (refused.value.what, refused.value.expected, refused.value.nearest) == said


@pytest.mark.parametrize(
    ("written", "read"),
    [("Ville de Quimper", "Quimper (29232)"), ("29232 Quimper", ""), ("29232", ""),
     ("Haute Garonne", "Haute-Garonne (31)"), ("2A", "Collectivité de Corse"), ("75C", "")],
)  # fmt: skip
def test_a_member_is_read_as_people_know_it(written: str, read: str) -> None:
    field = {"type": "string", "kind": "member", "genres": ["commune", "département"]}
    (cell,) = understand_cells([(written, field)])
    assert [problem.what for problem in cell.problems] == ([f"as “{read}”"] if read else [])


@given(st.text(max_size=30))
def test_any_text_that_is_understood_is_understood_again_as_itself(text: str) -> None:
    for field in FIELDS.values():
        try:
            once = read_cell(text, field)
        except CellError:
            continue
        assert read_cell(once, field) == once
    assert clean_text(clean_text(text)) == clean_text(text)


def test_what_nobody_sees_is_no_other_reading() -> None:
    typed = unicodedata.normalize("NFD", "  Démocratie\u200b à l’école ")
    assert understand_cell(typed, FIELDS["title"]) == ReadCell("Démocratie à l’école")
