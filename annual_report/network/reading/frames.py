"""Tables as pandas has them: rows of canonical text → columns of typed values.

Only what makes a network of its tables comes here: whoever checks them does without pandas.
"""

from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd

from annual_report.network.reading.tables import Table
from annual_report.network.reading.values.cells import Field
from annual_report.network.reading.values.vocabulary import YES

VALUES: Mapping[str, tuple[Callable[[str], Any], str]] = {
    "integer": (int, "Int64"),
    "year": (int, "Int64"),
    "number": (float, "Float64"),
    "boolean": (lambda text: text == YES, "boolean"),
}
"""How canonical texts become the values of a column's type, and what pandas calls the column."""


def make_text_frame(table: Table) -> pd.DataFrame:
    """Return a table's rows as text, "" for an empty cell."""
    columns = [each["name"] for each in table.fields]
    return pd.DataFrame(list(table.rows), columns=columns, dtype=object)


def make_frame(table: Table) -> pd.DataFrame:
    """Return a table's rows as typed values, NA for an empty cell."""
    text = make_text_frame(table)
    return pd.DataFrame({each["name"]: _type_column(text[each["name"]], each)
                         for each in table.fields})  # fmt: skip


def _type_column(text: Any, field: Field) -> Any:
    """Return a column of canonical text as one of values, with NA for what is empty."""
    kind = field.get("type", "string")
    if kind == "date":
        return pd.to_datetime(text.mask(text == "", None))
    value, dtype = VALUES.get(kind, (str, "string"))
    known: dict[str, Any] = {each: value(each) if each else pd.NA for each in text.unique()}
    values: Any = [known[each] for each in text]
    return pd.array(values, dtype=dtype)
