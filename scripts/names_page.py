"""Write docs/noms.md: each name that a notebook uses, in a sentence, with an example that runs.

The sentences and the examples are docs/noms.yaml's; signatures are the code's. The examples run on
the fictional network, where `network`, `year`, `members`, `meetings`, `attendance` and `figures`
are what a notebook would have made. `make generated` renews the page.
"""

import inspect
import re
from collections.abc import Iterator
from importlib import import_module
from typing import Any
from unittest.mock import patch

import matplotlib.pyplot as plt
import pandas as pd
import yaml
from markupsafe import Markup

from annual_report.network import open_network
from annual_report.project import ROOT

PAGE, SENTENCES = ROOT / "docs" / "noms.md", ROOT / "docs" / "noms.yaml"
OPENING = """# Les noms qu’un carnet emploie

Chaque nom en une phrase, avec un exemple et ce qu’il rend sur le réseau fictif. Dans les exemples,
`network` est ce réseau, `year` 2025 ; `members`, `meetings`, `attendance` et `figures` sont
`measures.list_members(network, year)`, `measures.list_meetings(network, year)`,
`measures.list_attendance(network, year)` et `measures.count_figures(network)`. Les colonnes d’une
mesure sont dites par son aide : `measures.list_members?` dans JupyterLab. Pour apprendre à s’en
servir : [Votre propre question](tutoriel/votre-propre-question.ipynb).

Cette page est écrite par `make generated`, à partir de [noms.yaml](noms.yaml).
"""
PLACES = re.compile(
    r"\b(?:annual_report|pandas|pathlib|collections\.abc|typing|matplotlib|numpy|markupsafe)"
    r"(?:\.\w+)*\."
)
"""Where types come from, which a signature does without."""
ARRAY = re.compile(r"NDArray\[Any\]|ndarray\[tuple\[Any, \.\.\.\], dtype\[Any\]\]")
"""An array of anything, whose type each version of Python prints in its own way."""
MODULES = {"measures": "measures", "charts": "charts", "poster": "network_pages.poster",
           "sheet": "network_pages.sheet"}  # fmt: skip
"""What notebooks import whole, and where it is."""


def write_names_page() -> str:
    """Return the page."""
    known = yaml.safe_load(SENTENCES.read_text(encoding="utf-8"))
    given = _given(name for of_chapter in known.values() for name in of_chapter)
    parts = [OPENING]
    with (
        pd.option_context("display.width", 100, "display.max_columns", 20),
        patch("annual_report.pages.publishing.display"),
        patch("annual_report.network_pages.figures_table.display"),
    ):
        for chapter, names in known.items():
            parts.append(f"## {chapter}\n")
            for name, said in names.items():
                parts += _entry(name, said["dit"], said["exemple"], given)
    plt.close("all")
    return "\n".join(parts).rstrip() + "\n"


def _given(names: Iterator[str]) -> dict[str, Any]:
    """Return what an example has at hand: the names of the page, and a notebook's own."""
    network, year = open_network(ROOT / "data" / "reseau-exemple"), 2025
    found: dict[str, Any] = {"pd": pd, "Markup": Markup, "network": network, "year": year}
    for name, home in MODULES.items():
        found[name] = import_module(f"annual_report.{home}")
    measures = found["measures"]
    found["members"] = measures.list_members(network, year)
    found["meetings"] = measures.list_meetings(network, year)
    found["attendance"] = measures.list_attendance(network, year)
    found["figures"] = measures.count_figures(network)
    for name in names:
        if name.partition(".")[0] not in (*MODULES, "network"):
            found[name.rpartition(".")[2]] = _imported(name)
    return found


def _imported(name: str) -> Any:
    home, _dot, last = f"annual_report.{name}".rpartition(".")
    return getattr(import_module(home), last)


def _entry(name: str, said: str, example: str, given: dict[str, Any]) -> Iterator[str]:
    """Yield a heading, the sentence, how it is imported and called, the example and its output."""
    shown = name.rpartition(".")[2] if name.rpartition(".")[2] in given else name
    value = eval(shown, dict(given))
    yield f"### {shown}\n\n{said}\n"
    lines = []
    if shown != name:
        lines.append(f"from annual_report.{name.rpartition('.')[0]} import {shown}")
    if callable(value) and not isinstance(value, type):
        lines.append(f"{shown}{_signature(value)}")
    output = eval(example, dict(given))
    text = output.to_string() if isinstance(output, pd.DataFrame) else repr(output)
    lines += [f">>> {example}", *([] if output is None else text.rstrip().splitlines())]
    yield "```python\n" + "\n".join(line.rstrip() for line in lines) + "\n```\n"


def _signature(value: Any) -> str:
    whole = ARRAY.sub("ndarray", PLACES.sub("", str(inspect.signature(value))))
    return re.sub(r"'([A-Z][^']*)'|\"([^\"]*)\"", r"\1\2", whole)
