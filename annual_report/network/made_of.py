"""What the pages of a network are made of, as two hashes: of its data, and of its phrases."""

import json
from dataclasses import fields

import pandas as pd

from annual_report.base.program import hash_bytes
from annual_report.base.project import NOTEBOOKS
from annual_report.network.network import Network
from annual_report.network.reading.files.network_folder import PHRASES
from annual_report.network.reading.settings import Settings

DATA = "hash_data"
LENGTH = 12
"""Signs of a hash that a page prints."""


def hash_data(network: Network) -> str:
    """Return a short hash of a network as it was read, whichever files it was read from.

    It is of what the network says of itself, its tables in the order of their rows, its texts, its
    logo and its style. Where a table or a column stands in a file makes no difference, nor does
    an empty column. It is made once a network, which keeps it for each of its pages.
    """
    if DATA not in network.counts:
        network.counts[DATA] = _hash_data(network)
    return str(network.counts[DATA])


def _hash_data(network: Network) -> str:
    tables = {name: _write_table(network.tables[name]) for name in network.tables}
    parts = {
        "settings": _list_said(network.settings),
        "tables": {name: rows for name, rows in tables.items() if rows},
        "texts": {year: repr(network.textes[year]) for year in network.textes},
        "logo": repr(network.logo),
        "style": network.style,
    }
    return hash_bytes(json.dumps(parts, sort_keys=True).encode())[:LENGTH]


def hash_phrases(network: Network) -> str:
    """Return a short hash of all phrases that a network's pages may tell, its own first."""
    ours = {
        file.stem: file.read_text(encoding="utf-8") for file in (NOTEBOOKS / PHRASES).glob("*.md")
    }
    phrases = {**ours, **network.phrases}
    return hash_bytes(json.dumps(phrases, sort_keys=True).encode())[:LENGTH]


def _list_said(settings: Settings) -> dict[str, str]:
    """Return what a network says of itself, by setting; what it leaves unsaid isn't there."""
    values = {each.name: getattr(settings, each.name) for each in fields(settings)}
    return {name: repr(value) for name, value in values.items() if value}


def _write_table(table: pd.DataFrame) -> str:
    """Return the rows of a table as text, its columns by name; "" for a table without rows."""
    filled = table.dropna(axis="columns", how="all")
    return str(filled[sorted(filled, key=str)].to_csv(index=False)) if len(table) else ""
