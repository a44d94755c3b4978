"""What of a build is given out: its finished pages and their files, and nothing else."""

import re
import shutil
from collections.abc import Collection
from pathlib import Path

from annual_report.errors import ParameterError
from annual_report.messages import _
from annual_report.run.tasks import ERROR, PLAIN_INDEX

SUFFIXES = (".html", ".md", ".pdf", ".png", ".json", ".csv", ".ipynb")


def give_out(pages: Path, folder: Path, drafts: Collection[int] = ()) -> list[str]:
    """Copy the finished pages of a build into a folder, and return their names.

    What tells of a failure, what a build keeps for itself and the years that are drafts stay
    behind; what the folder holds besides is left as it is. Raise ParameterError if the folder is
    in the build.
    """
    if folder.resolve().is_relative_to(pages.resolve()):
        raise ParameterError(_("{folder} is in the build itself", folder=folder))
    found = [
        path.relative_to(pages)
        for path in sorted(pages.rglob("*"))
        if path.is_file() and _is_given(path.relative_to(pages), drafts)
    ]
    for path in found:
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(pages / path, target)
    return [path.as_posix() for path in found]


def _is_given(path: Path, drafts: Collection[int]) -> bool:
    if any(part.startswith(".") for part in path.parts) or path.name.endswith(ERROR):
        return False
    year = re.match(r"\d{4}(?!\d)", path.name)
    if len(path.parts) == 1 and year and int(year[0]) in drafts:
        return False
    return path.suffix in SUFFIXES or path.as_posix() == PLAIN_INDEX
