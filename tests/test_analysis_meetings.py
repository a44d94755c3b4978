"""Meetings by format and kind, the order of partial dates, and who has hosted."""

from tables import table

from annual_report.analysis.hosting import Hosting, rotation
from annual_report.analysis.meetings import (
    Formats,
    Meeting,
    formats,
    formats_by_year,
    is_placed,
    kinds,
    meetings,
)
from annual_report.dates import PartialDate

ROWS = """
a,2024,2024-09-03,,présentiel,visite,Nantes,44,44,Au bord de l’eau
b,2024,2024,,distanciel
c,2024,2024-02,,distanciel,atelier
d,2024,2024-02-08,2024-02-09,présentiel,visite,Auch,32
e,2024,,,distanciel
f,2023,2023-05-02,,hybride,visite,Nantes,44,44
g,2023,2023-06-02,,distanciel,,,,32
"""
SMALL = table("rencontres", ROWS)


def test_meetings_are_by_date_and_those_without_a_month_last() -> None:
    found = meetings(SMALL, 2024)
    assert [each.id for each in found] == ["c", "d", "a", "b", "e"]
    assert [is_placed(each) for each in found] == [True, True, True, False, False]


def test_a_meeting_is_all_that_its_row_says_of_it() -> None:
    row = "v,2024,2024-03-11,2024-03-12,présentiel,visite,Mende,48,12,Au bord du Lot"
    assert meetings(table("rencontres", row), 2024) == (
        Meeting(
            id="v",
            format="présentiel",
            start=PartialDate(2024, 3, 11),
            end=PartialDate(2024, 3, 12),
            kind="visite",
            town="Mende",
            department="48",
            host="12",
            title="Au bord du Lot",
        ),
    )


def test_what_is_empty_is_none() -> None:
    last = meetings(SMALL, 2024)[-1]
    assert (last.start, last.kind, last.town, last.host, last.title) == (None,) * 5


def test_formats_are_counted() -> None:
    assert formats(SMALL, 2024) == Formats(in_person=2, remote=3, hybrid=0)
    assert formats(SMALL, 2024).total == 5  # type: ignore[union-attr]


def test_no_meeting_recorded_is_not_zero_meetings() -> None:
    assert formats(SMALL, 2022) is None
    assert formats_by_year(SMALL, [2022, 2023]) == {2022: None, 2023: Formats(0, 1, 1)}


def test_kinds_are_the_most_frequent_first_and_the_unknown_last() -> None:
    assert list(kinds(SMALL, 2024).items()) == [
        ("visite", Formats(2, 0, 0)),
        ("atelier", Formats(0, 1, 0)),
        (None, Formats(0, 2, 0)),
    ]


def test_hosts_are_those_that_are_named_up_to_the_year() -> None:
    found = rotation(SMALL, ["11", "32", "44"], 2024)
    assert found is not None
    # Placed: a, d and f, and g, a remote meeting that names its host. d names none.
    assert (found.since, found.placed, found.named) == (2023, 4, 3)
    assert found.hosts == (Hosting("44", (2023, 2024), ("Nantes",)), Hosting("32", (2023,), ()))
    assert found.never == ("11",)


def test_hosts_of_the_first_year_alone() -> None:
    found = rotation(SMALL, ["44"], 2023)
    assert found is not None
    assert (found.placed, found.named, found.never) == (2, 2, ())


def test_remote_meetings_alone_need_no_host() -> None:
    assert rotation(table("rencontres", "b,2024,2024,,distanciel"), ["44"], 2024) is None


def test_the_order_of_rows_never_matters_but_for_what_has_no_date() -> None:
    backwards = SMALL.iloc[::-1]
    assert [each.id for each in meetings(backwards, 2024)] == ["c", "d", "a", "e", "b"]
    assert kinds(backwards, 2024) == kinds(SMALL, 2024)
    assert rotation(backwards, ["11", "44"], 2024) == rotation(SMALL, ["11", "44"], 2024)
