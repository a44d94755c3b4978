"""The names of a notebook's parameters, checked before a cell runs."""

from collections.abc import Mapping, Sequence
from difflib import get_close_matches

from annual_report.errors import ParameterError
from annual_report.messages import _, with_nearest

RENAMED = {"departement": "membre"}
"""What older notebooks call a parameter, and its name by now."""


def check_names(given: Mapping[str, object], known: Sequence[str]) -> None:
    """Refuse a parameter that the notebook does not have: papermill only warns of it."""
    for name in given:
        if name not in known:
            today = RENAMED.get(name, "")
            close = [today] if today in known else get_close_matches(name, known, n=1)
            line = _(
                "unknown parameter “{name}”; expected: {known}", name=name, known=", ".join(known)
            )
            raise ParameterError(with_nearest(line, close[0] if close else None))
