"""Write docs/reference.md: the names that a notebook may import, from their docstrings.

    make generated

`--check` writes nothing, and fails if the page is not current.
"""

import importlib
import inspect
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "reference.md"
OPENING = """# Les noms qu’un carnet peut importer

{about}

```python
from annual_report import chapter, charts, front, measures, open_network, prose, publish
```
"""
ABOUT = (
    "Cette page est écrite par `make generated`, à partir de ce que le code dit de lui-même, en "
    "anglais. Pour apprendre à s’en servir\u00a0: "
    "[Votre propre question](tutoriel/votre-propre-question.ipynb). Dans JupyterLab, "
    "`measures.list_members?` ou Maj+Tab montrent la même chose."
)
PLACES = re.compile(
    r"\b(?:annual_report|pandas|pathlib|collections\.abc|typing|matplotlib|numpy)(?:\.\w+)*\."
)
"""Where types come from, which a signature does without."""
ARRAY = "ndarray[tuple[Any, ...], dtype[Any]]"
"""How older versions of numpy write `NDArray[Any]`."""
QUOTED = re.compile(r"(= '[^']*'|Literal\[[^\]]*\])|'([^']*)'")
"""A type that is written as a text; a default keeps its quotes, and so does a choice of words."""


def reference() -> str:
    """Return the page."""
    return "\n".join((OPENING.format(about=ABOUT), *_sections())).rstrip() + "\n"


def _sections() -> Iterator[str]:
    package = importlib.import_module("annual_report")
    pages = importlib.import_module("annual_report.pages")
    yield from _named("open_network", package.open_network)
    network = importlib.import_module("annual_report.network").Network
    for name in ("tell", "words", "text"):
        yield from _named(f"network.{name}", getattr(network, name))
    yield from _named("publish", pages.publish)
    yield from _named("chapter", pages.chapter)
    for name in ("cover",):
        yield from _named(f"pages.{name}", getattr(pages, name))
    for name in ("front", "key_figures", "cover_figures", "prose", "attributions", "provenance"):
        yield from _named(name, getattr(package, name))
    for name in ("measures", "charts"):
        module = importlib.import_module(f"annual_report.{name}")
        yield from _module(name, module)


def _module(name: str, module: Any, level: int = 2) -> Iterator[str]:
    yield f"{'#' * level} {name}\n\n{inspect.getdoc(module)}\n"
    public = getattr(module, "__all__", None) or [
        each
        for each, value in vars(module).items()
        if inspect.isfunction(value) and value.__module__ == module.__name__ and each[0] != "_"
    ]
    for each in sorted(public, key=str.lower):
        value = getattr(module, each)
        if callable(value):
            yield from _named(f"{name}.{each}", value, level + 1)


def _named(name: str, value: Any, level: int = 2) -> Iterator[str]:
    signature = PLACES.sub("", str(inspect.signature(value))).replace(ARRAY, "NDArray[Any]")
    signature = QUOTED.sub(r"\1\2", signature)
    yield f"{'#' * level} {name}\n\n```python\n{_wrapped(name, signature)}\n```\n"
    yield f"{inspect.getdoc(value) or ''}\n"


def _wrapped(name: str, signature: str) -> str:
    """Write a long signature with a line for each parameter."""
    if len(name + signature) <= 100:
        return name + signature
    inside, _close, result = signature[1:].rpartition(")")
    parts = re.split(r", (?=\*?\w+(?::|=|,|$)|\*,)", inside)
    return f"{name}(\n    " + ",\n    ".join(parts) + f",\n){result}"


if __name__ == "__main__":
    written = reference()
    if "--check" in sys.argv:
        sys.exit(
            0 if PAGE.read_text(encoding="utf-8") == written else f"{PAGE.name} is not current"
        )
    PAGE.write_text(written, encoding="utf-8")
