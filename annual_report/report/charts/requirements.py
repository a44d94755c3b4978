"""The checks of a chart's arguments: a table, with the columns needed, of known members.

A notebook's author reads these lines in place of a traceback of pandas or matplotlib, or of a map
from which a member is missing without a word.
"""

from typing import Any

import pandas as pd

from annual_report.base.errors import PublishError
from annual_report.base.letters import find_nearest
from annual_report.base.messages import _, add_nearest
from annual_report.network.territories.institutions import (
    departments_by_code,
    find_institution,
    institutions_by_code,
)
from annual_report.network.territories.kinds import DEFAULT, ORGANISATION, TERRITORY, kinds_by_name
from annual_report.network.territories.spelling import find_institutions, find_nearest_institution


def require_columns(chart: str, frame: pd.DataFrame, *names: str) -> None:
    """Raise PublishError, with the nearest name, for a column that a chart needs and lacks.

    `chart` is the name of the chart for the message, "map" of `charts.map`; `names` are the columns
    that it needs.
    """
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


def require_members(chart: str, frame: pd.DataFrame, member: str) -> None:
    """Raise PublishError for a row of a frame whose member is no known institution.

    `chart` is the chart's name for the message; `member` is the column of the codes, such as "44".
    An organisation has a name in place of a code, if the column `nature` says "organisation".
    """
    # Without the column a name is an error, because it may as well be a mistyped code.
    natures = pd.Series(pd.NA, frame.index)
    if "nature" in frame:
        natures = frame["nature"]
    for code, nature in zip(frame[member], natures, strict=True):
        if not isinstance(code, str):
            line = _(
                "charts.{chart}: “{value}” in {name} is no member’s code, which is a text: "
                'pd.read_csv(…, dtype="string") keeps 01 as it is',
                chart=chart,
                value=code,
                name=member,
            )
            raise PublishError(line)
        _require_nature(chart, nature)
        # A row of digits names no organisation: in a network's files such a name is an error too.
        is_name = pd.notna(nature) and nature == ORGANISATION and not code.isdecimal()
        # Any text that is no code is found as an organisation of that name.
        is_known = ORGANISATION not in find_institution(code).kinds
        if not is_known and not is_name:
            line = _(
                "charts.{chart}: “{value}” in {name} is no institution’s code; a frame with "
                "organisations has the column “nature”, as measures.list_members returns it",
                chart=chart,
                value=code,
                name=member,
            )
            nearest = _find_nearest_code(code, tuple(kinds_by_name()))
            raise PublishError(add_nearest(line, nearest))


def _require_nature(chart: str, nature: Any) -> None:
    """Raise PublishError for a value of the column `nature` that is no kind of institution.

    "commune" is a kind; a missing value is allowed too. `chart` is named in the message.
    """
    kinds = list(kinds_by_name())
    if pd.isna(nature) or nature in kinds:
        return
    line = _(
        "charts.{chart}: “{value}” in nature is no kind of member, but one of {kinds} is",
        chart=chart,
        value=nature,
        kinds=", ".join(kinds),
    )
    raise PublishError(add_nearest(line, find_nearest(str(nature), kinds)))


def require_departments(chart: str, places: pd.DataFrame) -> None:
    """Raise PublishError for a code of a département that doesn't exist, in a table of places.

    `chart` is the chart's name for the message; `places` has the codes in its column `departement`.
    A place whose département nobody recorded is allowed: no map shows it.
    """
    known = departments_by_code()
    for code in places["departement"].dropna():
        if code not in known:
            line = _(
                "charts.{chart}: “{value}” in departement is no département’s code",
                chart=chart,
                value=code,
            )
            nearest = _find_nearest_code(str(code), (TERRITORY,))
            raise PublishError(add_nearest(line, nearest))


def _find_nearest_code(text: str, kinds: tuple[str, ...]) -> str | None:
    """Return the code that a wrong text may stand for, for a message; None if nothing is near.

    "Finistère" → "29 (Finistère)", "2a1" → "2A". An exact name is looked for among all `kinds`, a
    similar name only among départements, which are few.
    """
    # A text with a digit is a mistyped code.
    if any(sign.isdigit() for sign in text):
        codes = [*institutions_by_code(DEFAULT), *departments_by_code()]
        return find_nearest(text, codes)
    exact_matches = find_institutions(text, kinds)
    if exact_matches:
        institution = exact_matches[0]
    else:
        nearest = find_nearest_institution(text, (DEFAULT,))
        if nearest is None:
            return None
        institution = nearest
    return f"{institution.code} ({institution.name})"
