"""The hashes of a network's data and phrases, in the head of each page made of them.

`verify` compares them with today's: they tell why a page made again differs.
"""

import json
from dataclasses import fields

import pandas as pd

from annual_report.base.program import hash_bytes
from annual_report.base.project import NOTEBOOKS
from annual_report.network.network import Network
from annual_report.network.reading.files.network_folder import PHRASES
from annual_report.network.reading.settings import Settings

KEY_OF_HASH = "hash_data"
"""The key of the hash in `Network.counts`, once it is computed."""
LENGTH_OF_HASH = 12
"""The number of digits of a hash that a page prints."""


def hash_data(network: Network) -> str:
    """Return a short hash of a network's data: settings, rows of tables, texts, logo and style.

    The same data from files and from a workbook have the same hash: neither the order of columns
    nor an empty column counts. The hash is computed once, for all pages of a network.
    """
    if KEY_OF_HASH not in network.counts:
        network.counts[KEY_OF_HASH] = _hash_data(network)
    return str(network.counts[KEY_OF_HASH])


def _hash_data(network: Network) -> str:
    """Compute the hash that `hash_data` keeps in the network's `counts`."""
    tables = {}
    for name, table in network.tables.items():
        if len(table):
            tables[name] = _write_table(table)
    parts = {
        "settings": _list_filled(network.settings),
        "tables": tables,
        "texts": {year: repr(text) for year, text in network.textes.items()},
        "logo": repr(network.logo),
        "style": network.style,
    }
    return hash_bytes(json.dumps(parts, sort_keys=True).encode())[:LENGTH_OF_HASH]


def hash_phrases(network: Network) -> str:
    """Return a short hash of all phrases of a network: the program's, replaced by the network's."""
    phrases = {}
    for file in (NOTEBOOKS / PHRASES).glob("*.md"):
        phrases[file.stem] = file.read_text(encoding="utf-8")
    phrases.update(network.phrases)
    return hash_bytes(json.dumps(phrases, sort_keys=True).encode())[:LENGTH_OF_HASH]


def _list_filled(settings: Settings) -> dict[str, str]:
    """Return the filled settings of a network by name, as text."""
    filled = {}
    for setting in fields(settings):
        value = getattr(settings, setting.name)
        if value:
            filled[setting.name] = repr(value)
    return filled


def _write_table(table: pd.DataFrame) -> str:
    """Return the rows of a table as text, the filled columns sorted by name."""
    filled = table.dropna(axis="columns", how="all")
    return str(filled[sorted(filled, key=str)].to_csv(index=False))
