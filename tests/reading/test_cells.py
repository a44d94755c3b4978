"""One cell: each spelling that is understood, and each that is refused with its remedy."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annual_report.reading.values.cells import CellError, Field, clean, nearest, understand
from annual_report.territories.institution_tables import Institution, departments

DEPARTMENT: Field = {"name": "departement", "type": "string", "kind": "department"}
DAY: Field = {"name": "debut", "type": "string", "kind": "partial-date"}
COUNT: Field = {"name": "agents", "type": "integer", "kind": "attendance", "example": "2"}
FLAG: Field = {"name": "invite", "type": "boolean"}
FORMATS = ["présentiel", "distanciel", "hybride"]
FORMAT: Field = {"name": "format", "type": "string", "constraints": {"enum": FORMATS}}
TITLE: Field = {"name": "titre", "type": "string"}


@pytest.mark.parametrize(
    ("field", "written", "read"),
    [
        (DEPARTMENT, "44", "44"),
        (DEPARTMENT, "1", "01"),
        (DEPARTMENT, "2a", "2A"),
        (DEPARTMENT, "Haute Garonne", "31"),
        (DEPARTMENT, "La Loire Atlantique", "44"),
        (DEPARTMENT, "l'Aude", "11"),
        (DAY, "2025", "2025"),
        (DAY, "06/2025", "2025-06"),
        (DAY, "1/6/2025", "2025-06-01"),
        (DAY, "19.06.2025", "2025-06-19"),
        (COUNT, "2,0", "2"),
        (COUNT, "007", "7"),
        (COUNT, "0", "0"),
        (FLAG, "Oui", "oui"),
        (FLAG, "x", "oui"),
        (FLAG, "0", "non"),
        (FORMAT, "Presentiel", "présentiel"),
        (TITLE, "  Retour  d'expérience\u00a0", "Retour d’expérience"),
        (TITLE, unicodedata.normalize("NFD", "Aîné"), "Aîné"),
        (TITLE, "page\u200b\u202edépartements", "pagedépartements"),
        (TITLE, "   ", ""),
        (TITLE, "'-25 % de papier", "-25 % de papier"),
        (TITLE, "Le 'rock'-'roll'", "Le 'rock'-'roll'"),
    ],
)
def test_a_cell_is_understood(field: Field, written: str, read: str) -> None:
    assert understand(written, field) == read


@pytest.mark.parametrize(
    ("field", "written", "error"),
    [
        (
            DEPARTMENT,
            "Girond",
            CellError(
                "is not a French département", "an Insee code or an official name", "Gironde (33)"
            ),
        ),
        (DEPARTMENT, "Rhin", None),
        (DEPARTMENT, "96", None),
        (DAY, "19 juin", CellError("is not a date", "2025, 2025-06, 2025-06-19 or 19/06/2025")),
        (DAY, "31/02/2025", None),
        (DAY, "2025-06-00", None),
        (DAY, "19/06/25", None),
        (
            COUNT,
            "deux",
            CellError(
                "is not a state of attendance",
                "présent, absent, excusé, non invité, a number of agents, or an empty cell",
            ),
        ),
        (COUNT, "2,5", None),
        (FLAG, "peut-être", CellError("is neither yes nor no", "oui or non")),
        (
            FORMAT,
            "distantiel",
            CellError("is not one of the choices", "présentiel, distanciel, hybride", "distanciel"),
        ),
    ],
)
def test_a_cell_is_refused(field: Field, written: str, error: CellError | None) -> None:
    with pytest.raises(CellError) as refused:
        understand(written, field)
    if error is not None:
        assert refused.value == error


@given(st.sampled_from([*departments().values()]), st.booleans())
def test_every_departement_is_known_by_its_code_and_by_its_name(
    department: Institution, capitals: bool
) -> None:
    name = department.name.upper() if capitals else department.name
    assert understand(department.code, DEPARTMENT) == department.code
    assert understand(name, DEPARTMENT) == department.code
    assert understand(department.with_article, DEPARTMENT) == department.code


@given(st.text(max_size=30))
def test_what_was_understood_is_understood_again_as_itself(text: str) -> None:
    for field in (DEPARTMENT, DAY, COUNT, FLAG, FORMAT, TITLE):
        try:
            once = understand(text, field)
        except CellError:
            continue
        assert understand(once, field) == once
    assert clean(clean(text)) == clean(text)


def test_nothing_near_is_nothing() -> None:
    assert nearest("ville", FORMATS) is None
    assert nearest("HYBRID", FORMATS) == "hybride"
