"""No reader can work a small count out of what is published: an attacker tries everything."""

from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from annual_report.analysis.disclosure import Pair, published


def column(*values: int) -> dict[Pair, int]:
    return {(f"r{row}", "a"): value for row, value in enumerate(values)}


def shown(threshold: int, *values: int) -> tuple[list[int | None], int | None]:
    found = published(column(*values), threshold)
    return list(found.counts.values()), found.totals["a"]


def test_without_a_threshold_all_is_published() -> None:
    assert shown(0, 1, 2, 0) == ([1, 2, 0], 3)


def test_a_small_count_takes_the_smallest_other_with_it() -> None:
    assert shown(2, 5, 1, 3, 0) == ([5, None, None, 0], 9)


def test_two_small_counts_that_add_up_to_two_need_a_third() -> None:
    assert shown(2, 1, 1, 4, 3) == ([None, None, 4, None], 9)


def test_two_small_counts_with_room_between_them_hide_each_other() -> None:
    assert shown(5, 2, 3, 6) == ([None, None, 6], 11)


def test_with_nobody_to_hide_behind_the_total_goes_and_the_grand_total_with_it() -> None:
    assert shown(2, 1, 0) == ([None, 0], None)
    found = published({**column(1), ("r0", "b"): 7}, 2)
    assert (found.totals, found.total) == ({"a": None, "b": 7}, None)


def test_a_count_at_the_threshold_is_published() -> None:
    assert shown(2, 2, 5) == ([2, 5], 7)


def test_an_absence_is_never_held_back() -> None:
    assert shown(9, 0, 0) == ([0, 0], 0)


tables = st.dictionaries(
    st.tuples(st.sampled_from(["r0", "r1", "r2", "r3"]), st.sampled_from(["a", "b"])),
    st.integers(0, 4),
    max_size=8,
)


@given(tables, st.integers(0, 4))
def test_what_is_published_is_true_and_nothing_small_is(
    counts: dict[Pair, int], threshold: int
) -> None:
    found = published(counts, threshold)
    for pair, value in found.counts.items():
        assert value in (None, counts[pair])
        assert value is None or not 0 < value < threshold
    for name, total in found.totals.items():
        assert total in (None, sum(v for (_row, column), v in counts.items() if column == name))
    assert found.total in (None, sum(counts.values()))


@given(tables, st.integers(2, 4))
def test_each_small_count_could_be_another(counts: dict[Pair, int], threshold: int) -> None:
    """Try all positive values, up to a bound, for what is held back."""
    found = published(counts, threshold)
    hidden = [pair for pair, value in found.counts.items() if value is None]
    possible: dict[Pair, set[int]] = {pair: set() for pair in hidden}
    for guess in product(range(1, 6), repeat=len(hidden)) if len(hidden) <= 5 else ():
        tried = {**counts, **dict(zip(hidden, guess, strict=True))}
        sums = {
            name: sum(value for (_row, column), value in tried.items() if column == name)
            for name in found.totals
        }
        agrees = all(total in (None, sums[name]) for name, total in found.totals.items())
        if agrees and found.total in (None, sum(sums.values())):
            for pair, value in zip(hidden, guess, strict=True):
                possible[pair].add(value)
    if len(hidden) <= 5:
        assert all(len(values) > 1 for values in possible.values())


@given(tables, st.integers(0, 4))
def test_the_order_of_rows_never_matters(counts: dict[Pair, int], threshold: int) -> None:
    backwards = dict(reversed(counts.items()))
    assert published(backwards, threshold) == published(counts, threshold)
