"""The tables that measures take, checked before the work: a wrong one is refused in one line."""

from collections.abc import Iterable

import pandas as pd

from annual_report.base.errors import ParameterError
from annual_report.base.messages import _


def require_codes(codes: object, measure: str) -> None:
    """Raise ParameterError unless `codes` is a list, a column or an index of members' codes.

    The letters of a text and the columns of a table would each pass for an organisation's name.
    `measure` is the name of the measure that asks.
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
    """Raise ParameterError unless `table` is a frame that has the `columns` of another measure.

    `source` is the name of the measure whose rows are expected, and `measure` is the name of the
    measure that asks: the message has both. A frame of somebody else with these columns is taken.
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
