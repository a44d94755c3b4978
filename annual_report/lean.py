"""Libraries that others import and nothing here uses: most of a cold start is imports.

jsonschema checks formats such as "iri" with some. Where they are installed it imports them, and one
builds a grammar of all web addresses: nine tenths of a second, two fifths of a cold start. A format
is checked only where that is asked for, and jsonschema does without where they are missing.
"""

import importlib
import sys
from types import ModuleType
from typing import Any

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


class Deferred(ModuleType):
    """Stands where a library is imported, and imports it when something of it is used, if ever.

    The standard library's LazyLoader would import it at the next `import`.
    """

    def __getattr__(self, name: str) -> Any:
        if sys.modules.get(self.__name__) is self:
            del sys.modules[self.__name__]
        return getattr(importlib.import_module(self.__name__), name)


def defer(name: str) -> None:
    """Put off the import of a library, unless that has happened."""
    sys.modules.setdefault(name, Deferred(name))
