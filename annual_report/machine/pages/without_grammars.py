"""Importing nbformat without the grammars of `rfc3987_syntax`: they cost more than an export.

jsonschema, by which nbformat checks notebooks, loads them wherever JupyterLab has brought them, to
check texts of the format "iri", of which the schema of a notebook has none. It does without them
where they aren't installed, as it is made to believe here, once, in whatever process imports this
module before nbformat. Whoever wants the grammars afterwards can import them.
"""

import sys

GRAMMARS = "rfc3987_syntax"


def import_nbformat() -> None:
    """Import nbformat, and all that it imports, as if the grammars weren't installed."""
    # A process that has loaded either already would win nothing.
    if "jsonschema" in sys.modules or GRAMMARS in sys.modules:
        return
    # Python's own sign for a module that can't be imported.
    sys.modules[GRAMMARS] = None  # type: ignore[assignment]
    try:
        import nbformat  # noqa: F401
    finally:
        del sys.modules[GRAMMARS]


import_nbformat()
