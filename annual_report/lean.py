"""Libraries that others import and nothing here uses: most of a cold start is imports.

jsonschema checks formats such as "iri" with some. Where they are installed it imports them, and one
builds a grammar of all web addresses: nine tenths of a second, two fifths of a cold start. A format
is checked only where that is asked for, and jsonschema does without where they are missing.
"""

import sys

CHECKERS = ("rfc3987_syntax", "isoduration", "rfc3986_validator", "rfc3339_validator", "webcolors")


def import_jsonschema() -> None:
    """Import jsonschema as if they were not installed; whoever needs one later has it."""
    if "jsonschema" in sys.modules:
        return
    hidden = [name for name in CHECKERS if name not in sys.modules]
    for name in hidden:
        sys.modules[name] = None  # type: ignore[assignment]  # which import takes for "missing"
    try:
        import jsonschema  # type: ignore[import-untyped]  # noqa: F401
    finally:
        for name in hidden:
            del sys.modules[name]
