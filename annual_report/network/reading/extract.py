"""What a folder that was taken out of a page says beside its tables, in `extrait.json`.

    masques   {rencontre: {"membres": [codes], "total": agents, null where it is masked too}}
    valeurs   {page: {cell: [what it publishes]}}, where that is made of what the page doesn't have

A page carries no masked count, nor what its network leaves out of pages: only that there was
something, and what was published of it. No other folder needs the file.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from annual_report.base.errors import UnreadableError
from annual_report.base.messages import _
from annual_report.network.reading.files.opening import read_file
from annual_report.network.reading.problems import Problem

LARGEST = 1_000_000
Values = Mapping[str, list[Any]]


class Mask(NamedTuple):
    """Whose counts of a meeting are masked, and its total; None where that is masked as well."""

    membres: tuple[str, ...]
    total: int | None


class Extract(NamedTuple):
    """The masks by meeting, and by page what its cells published; nothing in an ordinary folder."""

    masques: Mapping[str, Mask] = {}
    valeurs: Mapping[str, Values] = {}

    def to_json(self) -> str:
        """Write it as it is read."""
        masks = {meeting: each._asdict() for meeting, each in self.masques.items()}
        said = {"masques": masks, "valeurs": self.valeurs}
        return json.dumps(said, ensure_ascii=False, sort_keys=True)

    @classmethod
    def from_json(cls, content: bytes) -> "Extract":
        """Read what `to_json` has written; raise an error of some kind for anything else."""
        said = json.loads(content)
        masks = {
            meeting: Mask(tuple(map(str, each["membres"])), each["total"] and int(each["total"]))
            for meeting, each in said["masques"].items()
        }
        values = {
            page: {cell: [dict(part) for part in parts] for cell, parts in cells.items()}
            for page, cells in said["valeurs"].items()
        }
        return cls(masks, values)


def read_extract(file: Path) -> tuple[Extract, list[Problem]]:
    """Read what a folder says as an extract; raise UnreadableError for what no page carries."""
    content = read_file(file, LARGEST, _("is too large for an extract"))
    try:
        return Extract.from_json(content), []
    except (ValueError, LookupError, TypeError, AttributeError, ArithmeticError, RecursionError):
        raise UnreadableError(_("is not what a page carries")) from None
