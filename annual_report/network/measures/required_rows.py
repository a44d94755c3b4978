"""Checks of the tables that are given to measures: a wrong table is an error of one line."""

from collections.abc import Iterable

import pandas as pd

from annual_report.base.errors import ParameterError
from annual_report.base.messages import _


def require_codes(codes: object, measure: str) -> None:
    """Raise ParameterError unless `codes` is a list, a column or an index of members' codes.

    A text is no list of codes, and a table of columns isn't either: each letter, or each column's
    name, would be taken for the name of an organisation. `measure` is the name of the function that
    was called, for the message.
    """
    if isinstance(codes, Iterable) and not isinstance(codes, str | pd.DataFrame):
        return
    raise ParameterError(
        _(
            "{measure} takes codes of members, in a list or a column, not {kind}",
            measure=measure,
            kind=type(codes).__name__,
        )
    )


def require_rows_of(source: str, table: object, columns: tuple[str, ...], measure: str) -> None:
    """Raise ParameterError unless `table` is a frame with the `columns` that a measure needs.

    For the message, `source` is the name of the function that makes such frames, "list_members",
    and `measure` that of the function that was called. A frame from elsewhere is right too, if it
    has the columns.
    """
    if not isinstance(table, pd.DataFrame):
        raise ParameterError(
            _(
                "{measure} takes rows of {source}, not {kind}: give the table that it returns",
                measure=measure,
                source=source,
                kind=type(table).__name__,
            )
        )
    for column in columns:
        if column not in table:
            raise ParameterError(
                _(
                    "{measure} takes rows of {source}: the table has no column “{column}”",
                    measure=measure,
                    source=source,
                    column=column,
                )
            )
