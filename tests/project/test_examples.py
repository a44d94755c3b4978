"""What a notebook imports has an example in its docstring, and each example answers as it says."""

import doctest
from types import FunctionType

import annual_report
from annual_report import charts, measures
from annual_report.network.network import Network

FLAGS = doctest.NORMALIZE_WHITESPACE | doctest.ELLIPSIS
PLACES = {"": annual_report, "measures.": measures, "charts.": charts, "network.": Network}
FUNCTIONS = {
    f"{place}{name}": thing
    for place, home in PLACES.items()
    for name in dir(home)
    if not name.startswith("_") and isinstance(thing := getattr(home, name), FunctionType)
}
"""What the front door has, and a network's own methods."""
