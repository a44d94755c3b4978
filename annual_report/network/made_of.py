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
"""The key of the hash in `Network.counts`, which keeps results for all pages of a network."""
LENGTH_OF_HASH = 12
"""The number of digits of a hash that a page prints."""


def hash_data(network: Network) -> str:
    """Return a short hash of a network's data: settings, rows of tables, texts, logo and style.

    Each page prints the hash, "1f0c9a7e52d4": two pages with the same hash are made of the same
    data. The same data from CSV files and from a workbook have the same hash: neither the order of
    columns nor an empty column counts.
    """
    # All pages of a network have the same hash: the first page computes it for the others.
    if KEY_OF_HASH not in network.counts:
        network.counts[KEY_OF_HASH] = _hash_data(network)
    return str(network.counts[KEY_OF_HASH])


def _hash_data(network: Network) -> str:
    """Return the hash of a network's data, computed anew; `hash_data` says what is in it."""
    tables = {}
    for name, table in network.tables.items():
        # A table that a later version of the program adds, and that is empty, must not change the
        # hash of pages that were sent before.
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
    """Return a short hash of the files of sentences ("phrases") that a network's pages are told by.

    A network's own file replaces the program's file of the same name.
    """
    phrases = {}
    for file in (NOTEBOOKS / PHRASES).glob("*.md"):
        phrases[file.stem] = file.read_text(encoding="utf-8")
    phrases.update(network.phrases)
    return hash_bytes(json.dumps(phrases, sort_keys=True).encode())[:LENGTH_OF_HASH]


def _list_filled(settings: Settings) -> dict[str, str]:
    """Return the filled settings of a network: {"nom": "'réseau d’exemple'", …}."""
    filled = {}
    for setting in fields(settings):
        value = getattr(settings, setting.name)
        # A setting that a newer version adds is empty at first, and leaves the hash as it was.
        if value:
            filled[setting.name] = repr(value)
    return filled


def _write_table(table: pd.DataFrame) -> str:
    """Return the rows of a table as CSV, without empty columns, the others sorted by name."""
    filled = table.dropna(axis="columns", how="all")
    return str(filled[sorted(filled, key=str)].to_csv(index=False))
