"""The laws of a three-way merge, on small tables: whoever changed nothing decides nothing."""

from collections.abc import Mapping

from hypothesis import given
from hypothesis import strategies as st

from annual_report.network.writing.merging import Merged, Model, RowChange, Side, Typed, merge_rows

COLUMNS = ("rencontre", "ville", "titre")
TITLES = {name: name for name in COLUMNS}
MODEL = Model("t", "T", TITLES, ("rencontre",))
Rows = list[dict[str, str]]

rows = st.dictionaries(
    st.sampled_from(["a", "b", "c", "d"]),
    st.tuples(*[st.sampled_from(["", "x", "y"])] * 2),
    max_size=4,
).map(lambda found: [dict(zip(COLUMNS, (key, *cells), strict=True))
                     for key, cells in sorted(found.items())])  # fmt: skip


Decided = Mapping[tuple[str, ...], Side]


def merged(held: Rows, typed: Rows, data: Rows, decided: Decided | None = None) -> Merged:
    mine = [Typed(row, COLUMNS) for row in typed]
    return merge_rows(MODEL, held, mine, Merged([Typed(row) for row in data]), decided or {})


def result(found: Merged) -> Rows:
    return sorted((dict(each.row) for each in found.rows), key=lambda row: row["rencontre"])


@given(held=rows, data=rows)
def test_whoever_typed_nothing_changes_nothing(held: Rows, data: Rows) -> None:
    found = merged(held, held, data)
    assert (result(found), found.changes, found.conflicts) == (data, (), ())


@given(held=rows, typed=rows)
def test_where_the_data_stayed_the_workbook_counts(held: Rows, typed: Rows) -> None:
    found = merged(held, typed, held)
    assert (result(found), found.conflicts) == (typed, ())


@given(held=rows, typed=rows, data=rows)
def test_twice_is_once(held: Rows, typed: Rows, data: Rows) -> None:
    for side in ("workbook", "data"):
        first = merged(held, typed, data)
        decided: dict[tuple[str, ...], Side] = {each.id: side for each in first.conflicts}
        once = result(merged(held, typed, data, decided))
        assert result(merged(held, typed, once, decided)) == once


@given(held=rows, typed=rows, data=rows)
def test_both_sides_say_the_same_whoever_comes_first(held: Rows, typed: Rows, data: Rows) -> None:
    """Two people's changes to the same rows give the same, or the same conflicts."""
    one, other = merged(held, typed, data), merged(held, data, typed)
    assert {each.id for each in one.conflicts} == {each.id for each in other.conflicts}
    if not one.conflicts:
        assert result(one) == result(other)


@given(held=rows, typed=rows, data=rows)
def test_nothing_that_nobody_deleted_disappears(held: Rows, typed: Rows, data: Rows) -> None:
    found = merged(held, typed, data)
    after = {row["rencontre"] for row in result(found)}
    deleted = {row["rencontre"] for row in held} - {row["rencontre"] for row in typed}
    assert {row["rencontre"] for row in data} - after <= deleted
    values = {(row["rencontre"], name, row[name]) for row in result(found) for name in COLUMNS}
    written = {
        (row["rencontre"], name, row[name])
        for table in (held, typed, data)
        for row in table
        for name in COLUMNS
    }
    assert values <= written  # and nothing is made up


def test_a_blank_is_never_taken_for_another_ones_correction() -> None:
    held = [{"rencontre": "à compléter", "ville": "x", "titre": "un"}]
    data = [{"rencontre": "à compléter", "ville": "x", "titre": "deux"}]
    model = Model("t", "T", TITLES, ("rencontre", "titre"))
    found = merge_rows(model, held, [], Merged([Typed(row) for row in data]), {})
    assert (found.changes, found.conflicts) == ((), ())


def test_two_people_who_fill_in_one_blank_say_two_things() -> None:
    blank = {"rencontre": "à compléter", "ville": "", "titre": "x"}
    first, second = ({**blank, "rencontre": name} for name in ("a", "b"))
    found = merged([blank], [first], [blank])
    assert list(map(str, found.changes)) == ["T: changed: x: rencontre: “à compléter” becomes “a”"]
    found = merged([blank], [second], [first])
    assert (result(found), found.conflicts) == ([first, second], ())


@given(typed=rows, data=rows)
def test_without_an_origin_nothing_goes(typed: Rows, data: Rows) -> None:
    found = merged([], typed, data)
    by_key = {row["rencontre"]: row for row in result(found)}
    for row in data:
        assert all(by_key[row["rencontre"]][name] == cell for name, cell in row.items() if cell)


def test_a_change_names_the_members_whose_code_nobody_knows() -> None:
    model = Model("rencontres", "Rencontres", {"rencontre": "Rencontre", "hote": "Hôte"},
                  ("rencontre",))  # fmt: skip
    one, other = ({"rencontre": "35238", "hote": host} for host in ("44", "29232"))
    assert str(RowChange(model, one, other)) == (
        "Rencontres: changed: 35238: Hôte: “44” becomes “29232 Quimper”"
    )
    assert str(RowChange(model, None, other)) == "Rencontres: added: 35238, 29232 Quimper"
