"""The reading of a network goes one way: each part works once for all files, and hands on."""

import shutil
import sys
from pathlib import Path
from types import FrameType

import pytest
from networks_of_sizes import write_of_size

from annual_report.network.network import open_network

READING = str(Path("network", "reading"))
MOST = 31
VALUES = {"rows.py"}
"""The modules whose classes are handed from part to part: a row is made and asked everywhere."""


def trace_parts(folder: Path) -> list[str]:
    """Return the parts of the reading through which a network goes, each call counted.

    A part is a module, or one of the folders `files` and `values`; `VALUES` are no parts.
    """
    parts: list[str] = []

    def note(frame: FrameType, event: str, _argument: object) -> None:
        # Up to Python 3.11 a comprehension is a call too, `<listcomp>`, and from 3.12 on it isn't.
        if event != "call" or frame.f_code.co_name.startswith("<"):
            return
        _before, inside, rest = frame.f_code.co_filename.partition(READING)
        if inside:
            part = Path(rest).parts[1]
            if part not in VALUES and parts[-1:] != [part]:
                parts.append(part)

    open_network(folder)  # what is looked up once is known then
    sys.setprofile(note)
    try:
        open_network(folder)
    finally:
        sys.setprofile(None)
    return parts


@pytest.mark.parametrize("meetings", [1, 20])
def test_reading_comes_back_to_few_parts_however_long_the_tables(
    meetings: int, tmp_path: Path
) -> None:
    folder = write_of_size(tmp_path / "reseau", members=9, years=2, meetings=meetings)
    shutil.rmtree(folder / "textes")
    parts = trace_parts(folder)
    assert len(parts) - 1 <= MOST, parts
