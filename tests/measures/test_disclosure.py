"""No reader can work a small count out of what is published: an attacker tries everything."""

from collections import defaultdict
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tables import network, rows, shuffled, table

from annual_report import measures
from annual_report.errors import PublishError
from annual_report.pages import publication
from annual_report.reading.disclosure import disclosed

MEETINGS = "a,2024,,,distanciel\nb,2024,,,distanciel"
Counts = dict[tuple[str, str], int]


def presences(counts: Counts) -> Any:
    return table("presences", "\n".join(f"{m},{code},{n}" for (m, code), n in counts.items()))


def of_one(*values: int) -> Counts:
    return {("a", f"{code:02}"): value for code, value in enumerate(values, 1)}


def shown(threshold: int, *values: int) -> tuple[list[int | None], int | None]:
    cells, totals = disclosed(presences(of_one(*values)), threshold)
    return [agents for (agents,) in rows(cells, "agents")], rows(totals, "agents")[0][0]


def test_without_a_threshold_all_is_published() -> None:
    assert shown(0, 1, 2, 0) == ([1, 2, 0], 3)


def test_a_small_count_takes_the_smallest_other_with_it() -> None:
    assert shown(2, 5, 1, 3, 0) == ([5, None, None, 0], 9)


def test_two_small_counts_that_add_up_to_two_need_a_third() -> None:
    assert shown(2, 1, 1, 4, 3) == ([None, None, 4, None], 9)


def test_two_small_counts_with_room_between_them_hide_each_other() -> None:
    assert shown(5, 2, 3, 6) == ([None, None, 6], 11)


def test_with_nobody_to_hide_behind_the_total_goes() -> None:
    assert shown(2, 1, 0) == ([None, 0], None)
    assert shown(2, 1, 1) == ([None, None], None)
    assert shown(3, 2, 5) == ([None, None], None)


def test_a_total_never_tells_by_being_held_back() -> None:
    # If it were shown here and held back for 1 and 1, its absence would say "1 and 1".
    assert shown(2, 1, 2) == ([None, None], None)
    assert shown(4, 3, 2) == ([None, None], None)


def test_a_count_at_the_threshold_is_published() -> None:
    assert shown(2, 2, 5) == ([2, 5], 7)


def test_an_absence_is_never_held_back() -> None:
    assert shown(9, 0, 0) == ([0, 0], 0)


def test_what_is_not_counted_is_not_held_back() -> None:
    cells, totals = disclosed(table("presences", "a,01,\na,02,,non"), 5)
    assert rows(cells, "agents", "agents_masque") == [(None, False), (None, False)]
    assert totals.empty


def test_a_network_holds_nothing_that_is_below_its_threshold() -> None:
    found = network({2024: "01 02"}, threshold=3, rencontres=MEETINGS, presences="a,01,2\nb,01,7")
    assert rows(found.presences, "agents", "agents_masque") == [(None, True), (7, False)]
    assert rows(found.agents.reset_index()) == [("a", None, True), ("b", 7, False)]
    assert rows(measures.attendance_by_year(found, [2024]), "agents") == [(None,)]
    figures = measures.key_figures(found, 2024)["value"]
    assert figures.isna()["agents"]
    assert figures["presences_comptees"] == 2  # that it was counted is no secret


def test_a_page_says_of_a_count_that_is_held_back_that_it_is_masked() -> None:
    found = network({2024: "01 02"}, threshold=5, rencontres=MEETINGS, presences="a,01,2\na,02,7")
    seen = measures.attendance(found, 2024)
    whole = publication(seen[["name", "state", "agents", "agents_masque"]], caption="Tous")
    assert "masqué" in whole.html
    assert "agents_masque" not in whole.html
    assert whole.facts["table"]["lignes"][0][-1] is None
    with pytest.raises(PublishError, match="agents_masque"):
        publication(seen[["name", "state", "agents"]], caption="Tous")
    with pytest.raises(PublishError, match="agents_masque"):
        publication(found.presences.set_index("membre")["agents"], caption="Tous")
    others = seen[["meeting", "state"]]
    assert "masqué" not in publication(others, caption="Sans nombre").html


counts = st.dictionaries(
    st.tuples(st.sampled_from("ab"), st.sampled_from(["01", "02", "03", "04"])),
    st.integers(0, 4),
    max_size=8,
)


@pytest.mark.slow
@given(counts, st.integers(0, 4), st.randoms(use_true_random=False))
def test_what_is_published_is_true_and_nothing_small_is(
    counts: Counts, threshold: int, random: Any
) -> None:
    cells, totals = disclosed(presences(counts), threshold)
    for meeting, code, agents, masked in rows(
        cells, "rencontre", "membre", "agents", "agents_masque"
    ):
        assert agents == (None if masked else counts[meeting, code])
        assert masked or not 0 < counts[meeting, code] < threshold
        assert not masked or counts[meeting, code] > 0
    for meeting, agents, masked in rows(totals.reset_index()):
        assert agents == (
            None if masked else sum(n for (each, _code), n in counts.items() if each == meeting)
        )
    again, totals_again = disclosed(shuffled(presences(counts), random), threshold)
    keys = ["rencontre", "membre"]
    assert again.sort_values(keys, ignore_index=True).equals(
        cells.sort_values(keys, ignore_index=True)
    )
    assert totals_again.equals(totals)


@given(counts, st.integers(2, 4))
@pytest.mark.slow
def test_each_count_that_is_held_back_could_be_another(counts: Counts, threshold: int) -> None:
    """Try all positive values, up to a bound, against all that any table publishes."""
    found = network(
        {2024: "01 02 03 04"},
        threshold=threshold,
        rencontres=MEETINGS,
        presences=presences(counts),
    )
    grid = measures.attendance(found, 2024)
    hidden = rows(grid[grid["agents_masque"]], "meeting", "code")
    if not 0 < len(hidden) <= 5:
        return
    known = {(m, c): n for m, c, n in rows(grid, "meeting", "code", "agents") if n is not None}
    totals = dict(rows(measures.turnout(found, grid), "meeting", "agents"))
    (year,) = rows(measures.attendance_by_year(found, [2024]), "agents")[0]
    possible: dict[tuple[str, ...], set[int]] = {pair: set() for pair in hidden}
    for guess in product(range(1, 6), repeat=len(hidden)):
        tried = known | dict(zip(hidden, guess, strict=True))
        sums = {name: sum(n for (m, _c), n in tried.items() if m == name) for name in totals}
        agrees = all(total in (None, sums[name]) for name, total in totals.items())
        if agrees and year in (None, sum(sums.values())):
            for pair, value in zip(hidden, guess, strict=True):
                possible[pair].add(value)
    assert all(len(values) > 1 for values in possible.values())


@pytest.mark.slow
@pytest.mark.parametrize("threshold", [2, 3])
def test_who_knows_the_rule_learns_nothing_from_a_total_that_is_held_back(threshold: int) -> None:
    """Publish every meeting there could be; those that look alike must not agree on a count.

    A count of 1 that is alone below a threshold of 2 is the exception: it can only be 1.
    """
    alike: dict[tuple[Any, ...], list[tuple[int, ...]]] = defaultdict(list)
    for values in product(range(5), repeat=3):
        cells, total = shown(threshold, *values)
        if total is None and cells.count(None) > 1:
            alike[tuple(cells)].append(values)
    assert alike
    for cells_shown, meetings in alike.items():
        for place, cell in enumerate(cells_shown):
            assert cell is not None or len({values[place] for values in meetings}) > 1
