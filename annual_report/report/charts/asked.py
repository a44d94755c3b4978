"""The refusals of a chart: an argument that is no table, a missing column, a wrong code.

A notebook's author reads these lines in place of a traceback of pandas or matplotlib.
"""

import pandas as pd

from annual_report.base.errors import PublishError
from annual_report.base.letters import find_nearest
from annual_report.base.messages import _, add_nearest


def require_columns(chart: str, frame: pd.DataFrame, *names: str) -> None:
    """Raise PublishError, with the nearest name, for a column that a chart needs and lacks."""
    if not isinstance(frame, pd.DataFrame):
        kind = type(frame).__name__
        raise PublishError(_("charts.{chart} takes a table, and no {kind}", chart=chart, kind=kind))
    for name in names:
        if name not in frame:
            columns = [str(column) for column in frame.columns]
            line = _(
                "charts.{chart}: the table has no column “{name}”, but {columns}",
                chart=chart,
                name=name,
                columns=", ".join(columns),
            )
            raise PublishError(add_nearest(line, find_nearest(name, columns)))


def require_codes(chart: str, frame: pd.DataFrame, member: str) -> None:
    """Raise PublishError for a member whose code isn't a text."""
    for code in frame[member]:
        if not isinstance(code, str):
            line = _(
                "charts.{chart}: “{value}” in {name} is no member’s code, which is a text: "
                'pd.read_csv(…, dtype="string") keeps 01 as it is',
                chart=chart,
                value=code,
                name=member,
            )
            raise PublishError(line)
