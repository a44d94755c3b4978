"""The rule of reading, as one property: a file is understood or refused, never guessed in silence.

A valid package of which a table was saved in another form, as people do: either it is read as it
was meant, or the build itself says something. What becomes of a cell is in `corpus.yaml`.
"""

import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from making import build_pages
from packages import FORMS, Tables, packages, save_otherwise, write_tables

from annual_report.network.reading.inspection import (
    Inspection,
    inspect_network,
    summarize_inspection,
)
from annual_report.network.reading.schema import read_shared_tables

pytestmark = pytest.mark.slow

USUAL = settings().max_examples
EACH = settings(max_examples=max(10, USUAL // 8), suppress_health_check=list(HealthCheck))


def inspected(files: Mapping[str, bytes]) -> Inspection:
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "textes").mkdir()
        for name, content in files.items():
            (Path(folder) / name).write_bytes(content)
        return inspect_network(folder)


def facts(inspection: Inspection) -> Any:
    """Return all that figures are made of: typed rows, settings and texts, in any order."""
    package = inspection.contents
    assert package is not None, [str(error) for error in inspection.errors]
    tables = {
        name: sorted(tuple(row.values()) for row in package.tables[name].rows)
        for name in read_shared_tables()
    }
    return tables, package.settings, package.texts


@pytest.mark.parametrize("form", FORMS)
@EACH
@given(tables=packages(), data=st.data())
def test_a_table_is_read_as_it_is_meant_or_the_build_says_something(
    form: str, tables: Tables, data: st.DataObject
) -> None:
    after = inspected(save_otherwise(data.draw, tables, FORMS[form]))
    if not after.errors:
        before = inspected(write_tables(tables))
        said = set(summarize_inspection(after)) - set(summarize_inspection(before))
        assert facts(after) == facts(before) or said


def test_a_build_says_how_much_is_said_and_again_when_nothing_is_due(
    twin: Path, tmp_path: Path
) -> None:
    for _again in range(2):
        found = build_pages(twin, tmp_path / "out", years=(2025,))
        said = [each.said for each in found.events if each.kind in ("noted", "failed")]
        assert said == ["the data: remarks: 0, to fill in: 1, values read: 0; all of them: check"]
