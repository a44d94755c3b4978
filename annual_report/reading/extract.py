"""What a folder that was taken out of a page says beside its tables, in `extrait.json`.

    masques   {rencontre: {"membres": [codes], "total": agents, null where it is masked too}}
    valeurs   {page: {cell: [what it publishes]}}, where that is made of what the page doesn't have

A page carries no masked count, nor what its network leaves out of pages: only that there was
something, and what was published of it. No other folder needs the file.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from annual_report.errors import UnreadableError
from annual_report.messages import _
from annual_report.reading.files.opening import read_file
from annual_report.reading.files.package_files import EXTRACT
from annual_report.reading.problems import Place, Problem, explain_unread

LARGEST = 1_000_000
Values = Mapping[str, Mapping[str, list[Any]]]


@dataclass(frozen=True)
class Mask:
    """Whose counts of a meeting are masked, and its total; None where that is masked as well."""

    members: tuple[str, ...]
    total: int | None


@dataclass(frozen=True)
class Extract:
    """The masks by meeting, and what cells published by page; nothing in an ordinary folder."""

    masks: Mapping[str, Mask] = field(default_factory=dict)
    values: Values = field(default_factory=dict)

    def to_json(self) -> str:
        """Write it as it is read; "" where there is nothing to say."""
        masks = {
            meeting: {"membres": list(each.members), "total": each.total}
            for meeting, each in self.masks.items()
        }
        said = {"masques": masks, "valeurs": self.values}
        return json.dumps(said, ensure_ascii=False, sort_keys=True) if any(said.values()) else ""

    @classmethod
    def from_json(cls, content: bytes) -> "Extract":
        """Read what `to_json` has written; raise an error of some kind for anything else."""
        said = json.loads(content)
        masks = {meeting: _mask(**each) for meeting, each in said["masques"].items()}
        values = {
            str(page): {str(cell): list(parts) for cell, parts in cells.items()}
            for page, cells in said["valeurs"].items()
        }
        return cls(masks, values)


def read_extract(folder: Path) -> tuple[Extract, list[Problem]]:
    """Read what a folder says as an extract; an ordinary one says nothing."""
    place = Place(EXTRACT)
    try:
        content = read_file(folder / EXTRACT, LARGEST, _("is too large for an extract"))
        return Extract.from_json(content), []
    except FileNotFoundError:
        return Extract(), []
    except (UnreadableError, OSError) as error:
        return Extract(), [explain_unread(place, error)]
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return Extract(), [Problem(place, _("is not what a page carries"))]


def _mask(membres: list[str], total: int | None) -> Mask:
    return Mask(tuple(map(str, membres)), None if total is None else int(total))
