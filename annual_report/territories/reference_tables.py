"""The tables of the reference, as rows of text."""

import csv

from annual_report.project import REFERENCE


def lines(name: str) -> list[list[str]]:
    """Read a large table, in the order of its columns."""
    with (REFERENCE / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.reader(stream))[1:]


def rows(name: str) -> list[dict[str, str]]:
    """Read a table of the reference."""
    with (REFERENCE / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))
