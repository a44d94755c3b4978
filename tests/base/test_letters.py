"""Texts by their letters."""

import pytest

from annual_report.base.letters import make_slug


@pytest.mark.parametrize(
    ("value", "slug"),
    [
        ("L’Œuvre d’été", "L-OEuvre-d-ete"),
        ("2A", "2A"),
        ("…", "sans-nom"),
        ("Aux", "Aux-"),  # of which Windows makes no file
        ("COM1", "COM1-"),
        ("auxiliaire", "auxiliaire"),
    ],
)
def test_a_value_names_a_file_on_any_system(value: str, slug: str) -> None:
    assert make_slug(value) == slug
