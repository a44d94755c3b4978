"""Attendance: of members, at known meetings, and without contradiction."""

from collections.abc import Iterator

from annual_report.messages import _
from annual_report.reading.problems import Problem
from annual_report.reading.rules.rows import Tables, members, place, rows
from annual_report.reading.values.cells import nearest
from annual_report.reading.vocabulary import NO


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
        elif (year, row["departement"]) not in known:
            yield Problem(
                place(tables, "presences", number, "departement"),
                _("is not a member that year"),
                row["departement"],
                _("a member of {year}", year=year),
            )


def present_and_not_invited(tables: Tables) -> Iterator[Problem]:
    """Refuse agents of a département that was not invited."""
    for number, row in rows(tables, "presences"):
        if row.get("invite") == NO and int(row["agents"] or 0) > 0:
            yield Problem(
                place(tables, "presences", number, "invite"),
                _("says that a département with agents present was not invited"),
                row["invite"],
                _("no agents, or invited"),
            )


def hosts_that_were_absent(tables: Tables) -> Iterator[Problem]:
    """Remark a host that is recorded as absent from its own meeting."""
    meetings = rows(tables, "rencontres")
    hosts = {(row["rencontre"], row["hote"]) for _number, row in meetings if row["hote"]}
    for number, row in rows(tables, "presences"):
        absent = row["agents"] == "0" or row.get("invite") == NO
        if absent and (row["rencontre"], row["departement"]) in hosts:
            yield Problem(
                place(tables, "presences", number, "agents"),
                _("hosted the meeting and is recorded as absent"),
                row["departement"],
                severity="remark",
            )
