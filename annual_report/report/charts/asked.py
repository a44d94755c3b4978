"""The refusal of a chart that asks a table for a column that it hasn't."""

import pandas as pd

from annual_report.base.errors import PublishError
from annual_report.base.letters import find_nearest
from annual_report.base.messages import _, add_nearest


def require_columns(chart: str, frame: pd.DataFrame, *names: str) -> None:
    """Raise PublishError, with the nearest name, for a column that a chart needs and lacks."""
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
