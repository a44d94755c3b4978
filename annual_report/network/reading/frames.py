"""Tables as pandas has them: rows of canonical text → columns of years and of text.

Only what makes a network of its tables comes here: whoever checks them does without pandas.
"""

import pandas as pd

from annual_report.network.reading.tables import Table


def make_frame(table: Table) -> pd.DataFrame:
    """Return a table's rows as typed values, NA for an empty cell."""
    names = [each["name"] for each in table.fields]
    text = pd.DataFrame(list(table.rows), columns=names, dtype="string").replace("", pd.NA)
    years = [each["name"] for each in table.fields if each["type"] in ("integer", "year")]
    return text.astype(dict.fromkeys(years, "Int64"))
