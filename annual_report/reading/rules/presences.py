"""Attendance: of members, at known meetings, and without contradiction."""

from collections.abc import Iterator

from annual_report.messages import _
from annual_report.reading.problems import Problem
from annual_report.reading.rules.rows import Tables, members, place, rows
from annual_report.reading.values.attendance_states import ABSENT, EXCUSED, UNINVITED
from annual_report.reading.values.cells import nearest

ABSENT_STATES = (ABSENT, EXCUSED, UNINVITED)


def attendance(tables: Tables) -> Iterator[Problem]:
    """Refuse attendance at an unknown meeting, or of somebody who was no member."""
    meetings = {row["rencontre"]: row["annee"] for _number, row in rows(tables, "rencontres")}
    known = members(tables)
    for number, row in rows(tables, "presences"):
        year = meetings.get(row["rencontre"])
        if year is None:
            yield Problem(
                place(tables, "presences", number, "rencontre"),
                _("is not a known meeting"),
                row["rencontre"],
                _("an identifier of rencontres.csv"),
                nearest(row["rencontre"], list(meetings)),
            )
        elif (year, row["membre"]) not in known:
            yield Problem(
                place(tables, "presences", number, "membre"),
                _("is not a member that year"),
                row["membre"],
                _("a member of {year}", year=year),
            )


def hosts_that_were_absent(tables: Tables) -> Iterator[Problem]:
    """Remark a host that is recorded as absent from its own meeting."""
    meetings = rows(tables, "rencontres")
    hosts = {(row["rencontre"], row["hote"]) for _number, row in meetings if row["hote"]}
    for number, row in rows(tables, "presences"):
        if row["etat"] in ABSENT_STATES and (row["rencontre"], row["membre"]) in hosts:
            yield Problem(
                place(tables, "presences", number, "etat"),
                _("hosted the meeting and is recorded as absent"),
                row["membre"],
                severity="remark",
            )
