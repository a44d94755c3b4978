"""The fictional network: it has of everything that a report must show, and nothing that is real."""

import json
from pathlib import Path

import pandas as pd
import pytest
from frictionless import Package

from annual_report.base.project import ROOT
from annual_report.network.network import open_network
from annual_report.network.reading.schema import read_shared_tables

pytestmark = pytest.mark.slow

REAL, EXAMPLE = (ROOT / "data" / name for name in ("departements-participatifs", "reseau-exemple"))


def table(name: str) -> pd.DataFrame:
    return pd.read_csv(EXAMPLE / f"{name}.csv", dtype=str, keep_default_na=False)


def descriptor(folder: Path) -> dict[str, object]:
    described: dict[str, object] = json.loads((folder / "datapackage.json").read_text("utf-8"))
    return described


def test_the_package_is_valid_says_that_it_is_invented_and_has_the_schemas_of_the_real_one() -> (
    None
):
    example, real = descriptor(EXAMPLE), descriptor(REAL)
    described = {**example, "resources": [*read_shared_tables().values()]}
    assert Package.from_descriptor(described, basepath=str(EXAMPLE)).validate().valid
    assert example["resources"] == real["resources"]
    assert open_network(EXAMPLE).settings.fictif


def test_addresses_stay_on_example_domains_and_texts_are_written_as_in_french() -> None:
    addresses = table("ressources")["url"]
    ours = ("https://example.org/", "https://exemple.example/")
    assert addresses[addresses != ""].str.startswith(ours).all()
    texts = [path.read_text(encoding="utf-8") for path in sorted(EXAMPLE.glob("textes/*.md"))]
    assert [text.count("\n### ") for text in texts] == [1, 0, 2, 3, 1, 2]
    assert not any("'" in text for text in texts)
