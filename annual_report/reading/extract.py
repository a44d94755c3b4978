"""What a folder that was taken out of a page says beside its tables, in `extrait.json`.

    masques     {rencontre: {"membres": [codes], "total": agents, null where it is masked too}}
    brouillons  [the years that were drafts]

A page carries no masked count, and no question that is still to answer: only that there was one.
No other folder needs the file; what it says goes beside what its tables say, never instead of it.
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
from annual_report.reading.problems import Place, Problem, unread

LARGEST = 1_000_000


@dataclass(frozen=True)
class Mask:
    """Whose counts of a meeting are masked, and its total; None where that is masked as well."""

    members: tuple[str, ...]
    total: int | None


@dataclass(frozen=True)
class Extract:
    """The masks by meeting, and the years that were drafts; none in an ordinary folder."""

    masks: Mapping[str, Mask] = field(default_factory=dict)
    drafts: frozenset[int] = frozenset()

    def to_json(self) -> str:
        """Write it as it is read; "" where there is nothing to say."""
        masks = {
            meeting: {"membres": list(each.members), "total": each.total}
            for meeting, each in self.masks.items()
        }
        said = {"masques": masks, "brouillons": sorted(self.drafts)}
        return json.dumps(said, ensure_ascii=False, sort_keys=True) if any(said.values()) else ""


def read_extract(folder: Path) -> tuple[Extract, list[Problem]]:
    """Read what a folder says as an extract; an ordinary one says nothing."""
    place = Place(EXTRACT)
    try:
        content = read_file(folder / EXTRACT, LARGEST, _("is too large for an extract"))
        return _extract(json.loads(content)), []
    except FileNotFoundError:
        return Extract(), []
    except (UnreadableError, OSError) as error:
        return Extract(), [unread(place, error)]
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return Extract(), [Problem(place, _("is not what a page carries"))]


def _extract(said: Mapping[str, Any]) -> Extract:
    masks = {meeting: _mask(**each) for meeting, each in said["masques"].items()}
    return Extract(masks, frozenset(map(int, said["brouillons"])))


def _mask(membres: list[str], total: int | None) -> Mask:
    return Mask(tuple(map(str, membres)), None if total is None else int(total))
