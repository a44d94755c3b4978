"""jsonschema without its grammar of international addresses.

Where rfc3987_syntax is installed, jsonschema imports it to check the format "iri", and it builds a
grammar of all web addresses: eight tenths of a second, two fifths of a cold start. No notebook and
no table has that format, and jsonschema does without it where it is missing.
"""

import sys

GRAMMAR = "rfc3987_syntax"


def import_jsonschema() -> None:
    """Import jsonschema as if the grammar were not installed; whoever needs it later has it."""
    if "jsonschema" in sys.modules or GRAMMAR in sys.modules:
        return
    sys.modules[GRAMMAR] = None  # type: ignore[assignment]  # which import takes for "missing"
    try:
        import jsonschema  # type: ignore[import-untyped]  # noqa: F401
    finally:
        del sys.modules[GRAMMAR]
