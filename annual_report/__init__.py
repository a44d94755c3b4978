"""Annual reports of a network of French départements, from its data to one HTML file a year.

What a notebook imports:

    from annual_report import open_network                 a network in memory
    from annual_report import measures, sentences, charts  tables, French, Axes
    from annual_report import publish, chapter             what goes into the page
"""

import sys
from typing import Any

# Beside Jupyter, jsonschema finds a package by which it could check addresses in any alphabet. Its
# grammars take longer to load than all else that `check` needs, and no schema here asks for them.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]


def __getattr__(name: str) -> Any:
    """Import what notebooks ask for when they do: the command line starts without pandas."""
    if name == "open_network":
        from annual_report.network import open_network

        return open_network
    if name == "chapter":
        from annual_report.publish import chapter

        return chapter
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
