"""Copies among the years of a network: a sheet that was copied, and not all of it written anew.

Last year's days, last year's attendance, or a meeting of last year stand in another year: each is
one line, at the year that has the copy.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from annual_report.base.dates import is_day
from annual_report.base.messages import _, list_some
from annual_report.network.reading.problems import Place, Problem, Severity
from annual_report.network.reading.tables import Row, Table

FEWEST_STATES = 6
"""States, some present and some not, that two meetings don't share by chance."""
NAMED = 4

Pairs = dict[tuple[str, str], list[tuple[Row, Row]]]
"""Meetings of two years that are alike, by these years."""


def check_for_copied_attendance(rencontres: Table, presences: Table) -> Iterator[Problem]:
    """Refuse attendance that is, state by state, that of a meeting of another year."""
    states: dict[str, list[tuple[str, str]]] = {}
    rows: dict[str, list[Row]] = {}
    for row in presences.rows:
        if row["etat"]:
            states.setdefault(row["rencontre"], []).append((row["membre"], row["etat"]))
            rows.setdefault(row["rencontre"], []).append(row)
    first: dict[tuple[tuple[str, str], ...], Row] = {}
    pairs: Pairs = {}
    for meeting in rencontres.rows:
        noted = tuple(sorted(states.get(meeting["rencontre"], ())))
        kinds = {state for _member, state in noted}
        if len(noted) < FEWEST_STATES or len(kinds) == 1:
            continue
        before = first.setdefault(noted, meeting)
        if before["annee"] != meeting["annee"]:
            pairs.setdefault((before["annee"], meeting["annee"]), []).append((before, meeting))
    for (year, _later), alike in pairs.items():
        copied = [row for _before, meeting in alike for row in rows[meeting["rencontre"]]]
        fault = _("is the same attendance as in {year}: was the sheet copied? {meetings}",
                  year=year, meetings=_name_pairs(alike))  # fmt: skip
        expected = _("the attendance of the year, or empty cells")
        yield Problem(_join_places(copied), fault, expected=expected)


def check_for_copied_meetings(rencontres: Table) -> Iterator[Problem]:
    """Yield meetings that have the same day, format, town and title as in another year.

    Where all meetings of a year are those of another, its sheet was copied: they are refused. Some
    alone are remarked: a meeting may be on the fifteenth of September, the day of democracy, each
    year.
    """
    counts: Counter[str] = Counter()
    first: dict[tuple[str, ...], Row] = {}
    pairs: Pairs = {}
    for meeting in rencontres.rows:
        if not is_day(meeting["debut"]):
            continue
        counts[meeting["annee"]] += 1
        same = tuple(meeting[name] for name in ("format", "ville", "titre"))
        before = first.setdefault((meeting["debut"][5:], meeting["fin"][5:], *same), meeting)
        if before["annee"] != meeting["annee"]:
            pairs.setdefault((before["annee"], meeting["annee"]), []).append((before, meeting))
    for (year, later), alike in pairs.items():
        # One without a title may well be held on the same day.
        if len(alike) == 1 and not alike[0][1]["titre"]:
            continue
        places = [replace(rencontres.locate(meeting, "debut"), column=None)
                  for _before, meeting in alike]  # fmt: skip
        place = replace(
            places[0],
            rows=tuple(row for each in places for row in each.rows),
            cells=tuple(cell for each in places for cell in each.cells),
        )
        fault = _("has the same day, format, town and title as in {year}: was the sheet copied? "
                  "{meetings}", year=year, meetings=_name_pairs(alike))  # fmt: skip
        is_copy = len(alike) > 1 and len(alike) == counts[later]
        severity: Severity = "error" if is_copy else "remark"
        yield Problem(place, fault, expected=_("the meetings of the year"), severity=severity)


def _name_pairs(alike: Sequence[tuple[Row, Row]]) -> str:
    pairs = [f"{before['rencontre']} = {meeting['rencontre']}" for before, meeting in alike]
    return list_some(pairs, NAMED)


def _join_places(rows: Sequence[Row]) -> Place:
    """Return the place of the states of some rows, all of one sheet or file."""
    cells = tuple(row.cells["etat"] for row in rows if row.cells)
    numbers = () if cells else tuple(number for row in rows for number in row.place.rows)
    return replace(rows[0].place, cells=cells, rows=numbers)
