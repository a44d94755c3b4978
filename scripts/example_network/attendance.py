"""Who came to the meetings: drawn, with the gaps that real records have."""

from collections.abc import Mapping, Sequence

from example_network.draw import Draw
from example_network.meetings import ANNUAL, PROGRAMME, Meeting, meeting_ids
from example_network.package import Row
from example_network.towns import OVERSEAS, institution_on

# How many agents come when a département comes: one, two, three or four.
UP_TO = ((0.42, 1), (0.78, 2), (0.94, 3), (1.0, 4))
FORGOTTEN = 0.05  # nobody wrote this département down: no row
UNCOUNTED = 0.03  # it came, but nobody counted: a state without a number


def attendance_rows(
    meetings: tuple[Meeting, ...],
    members: Mapping[int, Sequence[str]],
    draw: Draw,
    *,
    since: int = 0,
    unrecorded: frozenset[tuple[int, str]] = frozenset(),
    absent: frozenset[tuple[int, str]] = frozenset(),
    thorough: frozenset[int] = frozenset(),
) -> list[Row]:
    """Draw the rows of `presences.csv`, for the recorded meetings from the year `since` on.

    `unrecorded` and `absent` are pairs (year, code): nothing written all year, never there. Of
    the `thorough` years nobody is forgotten.
    """
    everyone = sorted({code for codes in members.values() for code in codes})
    zeal = {code: 0.35 + 0.6 * draw.share() for code in everyone}
    rows: list[Row] = []
    for meeting_id, meeting in zip(meeting_ids(meetings), meetings, strict=True):
        if meeting.year < since or not meeting.recorded:
            continue
        for code in members[meeting.year]:
            invited = not meeting.circle or draw.chance(0.55)
            agents = _agents(meeting, code, zeal[code], draw)
            if (meeting.year, code) in absent:
                agents = "0"
            forgotten = draw.chance(FORGOTTEN) and code != meeting.code
            if forgotten and meeting.year not in thorough:
                continue
            if (meeting.year, code) in unrecorded:
                continue
            rows.append(
                {
                    "rencontre": meeting_id,
                    "membre": institution_on(code),
                    "etat": _state(agents) if invited else "non invité",
                    "agents": agents if invited and agents != "0" else "",
                }
            )
    return rows


def _state(agents: str) -> str:
    return "absent" if agents == "0" else "présent"


def _agents(meeting: Meeting, code: str, zeal: float, draw: Draw) -> str:
    """Draw a count from 0 to 4, or nothing when nobody counted; the host always comes in number."""
    level = draw.share()
    count = next(count for limit, count in UP_TO if level < limit)
    comes = draw.chance(zeal * _reach(meeting, code))
    if code == meeting.code:
        return str(max(count, 3))
    if not comes:
        return "0"
    return "" if draw.chance(UNCOUNTED) else str(count)


def _reach(meeting: Meeting, code: str) -> float:
    """Return the share of its usual zeal that a meeting draws from a département."""
    if meeting.kind == PROGRAMME:
        return 0.5
    if meeting.format != "présentiel":
        return 1.0
    if code in OVERSEAS:
        return 0.25
    return 0.95 if meeting.kind == ANNUAL else 0.7
