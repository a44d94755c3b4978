"""The year from top to bottom, and the narrow drawings of a page on a telephone."""

from itertools import pairwise
from pathlib import Path
from typing import Any

import matplotlib.pyplot as plt
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Browser

from annual_report import charts
from annual_report.errors import PublishError
from annual_report.pages import publication

FORMATS = ("présentiel", "hybride", "distanciel")


def meetings(*rows: tuple[str | None, str, str | None]) -> pd.DataFrame:
    return pd.DataFrame([(*row, None) for row in rows], columns=["start", "format", "town", "end"])


def words(frame: pd.DataFrame) -> dict[str, tuple[float, float]]:
    ax = charts.timeline(frame, 2025)
    found = {text.get_text().replace("\xa0", " "): text.get_position() for text in ax.texts}
    plt.close("all")
    return found


def test_each_meeting_is_named_beside_its_day() -> None:
    found = words(
        meetings(("2025-06-19", "présentiel", "Nantes"), ("2025-12-01", "distanciel", None))
    )
    assert found["juin"][1] - 15 < found["Nantes, 19 juin"][1] < found["juin"][1] + 15
    assert found["1er décembre"][1] > found["nov."][1]
    assert found["Nantes, 19 juin"][0] > found["juin"][0]
    assert {"En présentiel", "À distance"} <= found.keys()
    assert "Hybrides" not in found


def test_what_nobody_dated_is_counted_and_not_placed() -> None:
    one = words(meetings(*[("2025", "distanciel", None)] * 3))
    assert "Pointillé : 3 rencontres à distance dans l’année, sans date" in " ".join(one)
    two = words(meetings(("2025", "hybride", "Dax"), (None, "distanciel", None)))
    assert "(1 hybride et 1 à distance)" in " ".join(two)
    assert "Dax." in " ".join(two)


@pytest.mark.slow
@given(st.lists(st.tuples(st.integers(1, 12), st.integers(1, 28), st.sampled_from(FORMATS)),
                min_size=1, max_size=24))  # fmt: skip
def test_no_words_stand_on_others(rows: list[tuple[int, int, str]]) -> None:
    frame = meetings(*[(f"2025-{m:02}-{d:02}", form, f"V{n}") for n, (m, d, form)
                       in enumerate(rows)])  # fmt: skip
    found = words(frame)
    places = sorted(y for text, (_x, y) in found.items() if text.startswith("V"))
    assert len(places) == len(rows)
    assert all(after - before > 17.9 for before, after in pairwise(places))
    dated = sorted((month, day, n) for n, (month, day, _form) in enumerate(rows))
    order = [n for _month, _day, n in dated]
    heights = [next(y for text, (_x, y) in found.items() if text.startswith(f"V{n},"))
               for n in order]  # fmt: skip
    assert all(
        one <= two or dated[at][:2] == dated[at + 1][:2]
        for at, (one, two) in enumerate(pairwise(heights))
    )


@pytest.mark.parametrize("years", [3, 12, 30])
def test_narrow_bars_have_numbers_that_can_be_read(years: int) -> None:
    frame = pd.DataFrame({"year": range(1996, 1996 + years), "members": range(100, 100 + years)})
    ax: Any = charts.bars(frame, width=charts.NARROW)
    numbers = [text for text in ax.texts if text.get_text().isdecimal()]
    assert f"{99 + years}" in {text.get_text() for text in numbers}
    assert min(text.get_size() for text in numbers) >= 11
    plt.close("all")


def test_a_narrow_drawing_is_one_drawing() -> None:
    axes = [plt.figure().subplots() for _each in range(2)]
    with pytest.raises(PublishError, match="2 figures"):
        publication(plt.figure().subplots(), narrow=axes, finding="Un.", alternative="Un.")
    plt.close("all")


def test_on_a_telephone_the_year_is_seen_to_its_end(real_build: Path, browser: Browser) -> None:
    page = browser.new_page(viewport={"width": 390, "height": 900})
    page.goto((real_build / "2025.html").as_uri())
    for word in ("Nantes, 19 et 20 juin", "déc."):
        seen = page.locator("#calendrier svg:visible text", has_text=word)
        box = seen.bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 390
        assert box["height"] >= 13
    assert page.locator("#calendrier svg:visible").count() == 1
    page.set_viewport_size({"width": 1280, "height": 900})
    assert page.locator("#calendrier svg:visible").count() == 1
    assert page.locator("#calendrier .narrow svg:visible").count() == 0
    page.close()
