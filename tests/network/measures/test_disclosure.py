"""No reader can work a small count out of what is published: an attacker tries everything."""

from collections import defaultdict
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tables import FEWER, network, rows, shuffle_rows, table

from annual_report import measures
from annual_report.base.errors import PublishError
from annual_report.machine.pages.publishing import make_fragment
from annual_report.network.reading.disclosure import mask_small_counts

MEETINGS = "a,2024,,,distanciel\nb,2024,,,distanciel"
Counts = dict[tuple[str, str], int]


def presences(counts: Counts) -> Any:
    return table("presences", "\n".join(f"{m},{code},{n}" for (m, code), n in counts.items()))


def of_one(*values: int) -> Counts:
    return {("a", f"{code:02}"): value for code, value in enumerate(values, 1)}


def shown(threshold: int, *values: int) -> tuple[list[int | None], int | None]:
    cells, totals = mask_small_counts(presences(of_one(*values)), threshold)
    return [agents for (agents,) in rows(cells, "agents")], rows(totals, "agents")[0][0]


@pytest.mark.parametrize(
    ("threshold", "counted", "published", "total"),
    [
        (0, (1, 2, 0), [1, 2, 0], 3),  # without a threshold
        (3, (1, 2, 6), [None, None, 6], 9),  # 1 and 2, or 2 and 1
        (5, (2, 3, 6), [None, None, 6], 11),
        (5, (1, 1, 2, 0), [None, None, None, 0], 4),
        (5, (5, 1, 7, 0), [5, None, 7, 0], None),  # alone, it is the difference
        (5, (1, 1, 1, 9), [None, None, None, 9], None),  # nothing is less than 1 each
        (5, (4, 4, 4, 6), [None, None, None, 6], None),  # nor more than 4 each
        (3, (1, 0), [None, 0], None),
        (3, (3, 5), [3, 5], 8),  # at the threshold
        (9, (0, 0), [0, 0], 0),  # an absence is never held back
    ],
)
def test_a_total_stands_beside_masked_counts_that_it_leaves_open(
    threshold: int, counted: tuple[int, ...], published: list[int | None], total: int | None
) -> None:
    assert shown(threshold, *counted) == (published, total)


def test_a_meeting_to_which_somebody_came_and_nobody_was_counted_has_no_total() -> None:
    _cells, totals = mask_small_counts(table("presences", "a,01,\na,02,0\nb,01,0"), 0)
    assert rows(totals.reset_index(), "rencontre", "agents") == [("b", 0)]
    found = network({2024: "01 02"}, rencontres=MEETINGS, presences="a,01,\na,02,0\nb,01,0")
    turnout = measures.count_attendance_by_meeting(found, measures.list_attendance(found, 2024))
    assert rows(turnout, "meeting", "agents", "uncounted") == [("a", None, 1), ("b", 0, 0)]
    of_a = network({2024: "01 02"}, rencontres=MEETINGS, presences="a,01,\na,02,0")
    assert rows(measures.count_attendance_by_year(of_a, [2024]), "agents") == [(None,)]


def test_what_is_not_counted_is_not_held_back() -> None:
    cells, totals = mask_small_counts(table("presences", "a,01,\na,02,,non"), 5)
    assert rows(cells, "agents", "agents_masque") == [(None, False), (None, False)]
    assert totals.empty


def test_a_network_holds_nothing_that_is_below_its_threshold() -> None:
    found = network({2024: "01 02"}, threshold=3, rencontres=MEETINGS, presences="a,01,2\nb,01,7")
    assert rows(found.presences, "agents", "agents_masque") == [(None, True), (7, False)]
    assert rows(found.agents.reset_index()) == [("a", None, True), ("b", 7, False)]
    assert rows(measures.count_attendance_by_year(found, [2024]), "agents") == [(None,)]
    assert rows(measures.count_figures(found), "agents", "agents_masque") == [(None, True)]


def test_a_page_says_of_a_count_that_is_held_back_that_it_is_masked() -> None:
    found = network({2024: "01 02"}, threshold=5, rencontres=MEETINGS, presences="a,01,2\na,02,7")
    seen = measures.list_attendance(found, 2024)
    whole = make_fragment(seen[["name", "state", "agents", "agents_masque"]], caption="Tous")
    assert "masqué" in whole.html
    assert "agents_masque" not in whole.html
    with pytest.raises(PublishError, match="agents_masque"):
        make_fragment(seen[["name", "state", "agents"]], caption="Tous")
    with pytest.raises(PublishError, match="agents_masque"):
        make_fragment(found.presences.set_index("membre")["agents"], caption="Tous")
    others = seen[["meeting", "state"]]
    assert "masqué" not in make_fragment(others, caption="Sans nombre").html


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
    cells, totals = mask_small_counts(presences(counts), threshold)
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
    again, totals_again = mask_small_counts(shuffle_rows(presences(counts), random), threshold)
    keys = ["rencontre", "membre"]
    assert again.sort_values(keys, ignore_index=True).equals(
        cells.sort_values(keys, ignore_index=True)
    )
    assert totals_again.equals(totals)


@pytest.mark.parametrize("threshold", [3, 4, 5])
@pytest.mark.parametrize("length", [1, 2, 3, 4])
def test_who_knows_the_rule_never_finds_a_masked_count(threshold: int, length: int) -> None:
    """Publish every meeting there could be: those that look alike differ in each masked count."""
    every = list(product(range(threshold + 2), repeat=length))
    counted = {
        (f"{number:05}", f"{code:02}"): value
        for number, values in enumerate(every)
        for code, value in enumerate(values)
    }
    cells, totals = mask_small_counts(presences(counted), threshold)
    of_meeting = dict(zip(totals.index, rows(totals, "agents"), strict=True))
    alike: dict[Any, list[tuple[int, ...]]] = defaultdict(list)
    published: dict[str, list[int | None]] = defaultdict(list)
    for meeting, agents in rows(cells, "rencontre", "agents"):
        published[meeting].append(agents)
    for values, (meeting, seen) in zip(every, published.items(), strict=True):
        alike[tuple(seen), of_meeting[meeting]].append(values)
    for (seen, _total), meetings in alike.items():
        for place, cell in enumerate(seen):
            found = {values[place] for values in meetings}
            assert found == {cell} if cell is not None else len(found) > 1


@pytest.mark.slow
@FEWER
@given(counts, st.integers(0, 5))
def test_no_sum_says_more_than_the_cells_and_totals_that_are_published(
    counts: Counts, threshold: int
) -> None:
    found = network(
        {2024: "01 02 03 04"},
        threshold=threshold,
        rencontres=MEETINGS,
        presences=presences(counts),
    )
    totals = [total for (total,) in rows(found.agents, "agents")]
    year = None if None in totals or not totals else sum(totals)
    grid = measures.list_attendance(found, 2024)
    assert {
        total for (total,) in rows(measures.count_attendance_by_meeting(found, grid), "agents")
    } - {None} <= {*totals}
    assert rows(measures.count_attendance_by_year(found, [2024]), "agents") == (
        [(year,)] if counts else []
    )
    if counts:
        assert rows(measures.count_figures(found), "agents") == [(year,)]
