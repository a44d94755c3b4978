"""The fictional network: it has of everything that a report must show, and nothing that is real."""

import pandas as pd
import pytest

from annual_report.base.project import ROOT

pytestmark = pytest.mark.slow

EXAMPLE = ROOT / "data" / "reseau-exemple"


def table(name: str) -> pd.DataFrame:
    return pd.read_csv(EXAMPLE / f"{name}.csv", dtype=str, keep_default_na=False)


def test_addresses_stay_on_example_domains_and_texts_are_written_as_in_french() -> None:
    addresses = table("ressources")["url"]
    ours = ("https://example.org/", "https://exemple.example/")

    assert addresses[addresses != ""].str.startswith(ours).all()

    texts = [path.read_text(encoding="utf-8") for path in sorted(EXAMPLE.glob("textes/*.md"))]
    assert [text.count("\n### ") for text in texts] == [1, 0, 2, 3, 1, 2]
    assert not any("'" in text for text in texts)
