"""Tables row by row: the types that analyses count on, and nothing for what isn't recorded."""

import pandas as pd
import pytest
from tables import table

from annual_report.analysis.rows import rows

PRESENCES = table("presences", "r1,44,3\nr1,09,,non\nr2,44,0")


def test_rows_come_in_the_order_of_the_file_with_their_types() -> None:
    found = list(rows(PRESENCES, "departement", "agents", "etat"))
    assert found == [
        ("44", 3, "présent"),
        ("09", None, "non invité"),
        ("44", None, "absent"),
    ]
    assert all(type(agents) is int for _code, agents, _state in found if agents is not None)


def test_what_is_missing_is_none_and_not_a_value_that_pandas_can_not_compare() -> None:
    assert not any(value is pd.NA for row in rows(PRESENCES, *PRESENCES) for value in row)


def test_a_table_without_rows_gives_none() -> None:
    assert list(rows(table("presences"), "rencontre", "agents")) == []


def test_a_column_that_a_table_does_not_have_is_an_error() -> None:
    with pytest.raises(KeyError, match="ville"):
        rows(PRESENCES, "ville")
