"""Attendance as people keep it, read as one state and, where somebody counted, one number.

    present, x, oui, 3         présent (and 3 agents)
    absent, non, 0             absent
    excusé, excusée            excusé
    non invité, pas invitée    non invité
    an empty cell, ?, nc       not recorded: it says nothing, and counts for nothing
    -                          refused: some mean "absent" by it, others "not recorded"

A state may stand in the column of the counts and a count in the column of the states. Older files
have `agents` and `invite` instead: a count above zero is a presence, zero an absence, "non" under
`invite` a département that was not invited. A row without either says nothing.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from annual_report.messages import _
from annual_report.reading.problems import Place, Problem
from annual_report.reading.values.refusal import CellError

Field = dict[str, Any]
Row = dict[str, str]

PRESENT, ABSENT, EXCUSED, UNINVITED = "présent", "absent", "excusé", "non invité"
STATES = (PRESENT, ABSENT, EXCUSED, UNINVITED)
WORDS: Mapping[str, str] = {
    **dict.fromkeys(
        ("present", "presente", "presents", "presentes", "represente", "representee", "p", "x",
         "oui", "o", "yes", "vrai", "true", "✓", "✔", "☑"), PRESENT
    ),
    **dict.fromkeys(("absent", "absente", "absents", "absentes", "a", "non", "n", "no", "faux",
                     "false", "☐"), ABSENT),
    **dict.fromkeys(("excuse", "excusee", "excuses", "excusees", "exc", "exc."), EXCUSED),
    **dict.fromkeys(("non invite", "non invitee", "non invites", "pas invite", "pas invitee",
                     "non concerne", "non concernee"), UNINVITED),
}  # fmt: skip
"""What people write for a state, folded."""

NOT_RECORDED = frozenset({"", "?", "nc", "n.c.", "nr", "n.r.", "nsp", "inconnu", "inconnue",
                          "non renseigne", "non renseignee"})  # fmt: skip
LEGACY: Field = {
    "name": "invite",
    "type": "boolean",
    "title": "Invité",
    "trueValues": ["oui"],
    "falseValues": ["non"],
}
STATE_FIELD: Field = {
    "name": "etat",
    "type": "string",
    "kind": "attendance",
    "title": "État",
    "description": "présent, absent, excusé ou non invité. Vide : non renseigné.",
    "example": PRESENT,
    "constraints": {"enum": list(STATES)},
}
COUNT = re.compile(
    r"(\d{1,4})(?:[.,]0{1,2})?(?: (?:agents?|agentes?|personnes?|pers\.?))?", re.ASCII
)


def described(descriptor: dict[str, Any]) -> dict[str, Any]:
    """Return a descriptor whose attendance has states, where an older one had `invite`."""
    resources = descriptor.get("resources")
    if not isinstance(resources, list):
        return descriptor
    return {**descriptor, "resources": [_with_states(each) for each in resources]}


def _with_states(resource: Any) -> Any:
    if not isinstance(resource, dict) or resource.get("name") != "presences":
        return resource
    schema = resource.get("schema")
    if not isinstance(schema, dict) or not isinstance(schema.get("fields"), list):
        return resource
    fields = schema["fields"]
    if not all(isinstance(each, dict) for each in fields):
        return resource
    names = [each.get("name") for each in fields]
    kept = [each for each in fields if each.get("name") != "invite"]
    if "etat" not in names and "agents" in names:
        at = [each.get("name") for each in kept].index("agents")
        kept.insert(at, STATE_FIELD)
    return {**resource, "schema": {**schema, "fields": kept}}


def read_columns(table: str, fields: Sequence[Field]) -> list[Field]:
    """Return the columns that a file may have: of attendance also that of older files."""
    return [*fields, LEGACY] if table == "presences" else list(fields)


def is_attendance(field: Field) -> bool:
    """Tell the column of the states and that of the counts, in a table of attendance."""
    return field.get("kind") == "attendance"


def read_attendance(text: str, fold: str) -> str:
    """Read a cell of either column: a state, a count, or "" if it isn't recorded."""
    if match := COUNT.fullmatch(text):
        return str(int(match[1]))
    if state := WORDS.get(fold) or WORDS.get(text):
        return state
    dashes = set(text) <= set("-–—/ ")
    if fold in NOT_RECORDED and not dashes:
        return ""
    what = _("may mean absent or not recorded") if dashes else _("is not a state of attendance")
    choices = ", ".join(STATES)
    raise CellError(what, _("{choices}, a number of agents, or an empty cell", choices=choices))


def settle(row: Row, place: Place) -> Iterator[Problem]:
    """Bring a row of attendance to a state and a count, in place; say what contradicts itself."""
    state, agents, invited = row["etat"], row["agents"], row.pop("invite", "")
    if agents in STATES and not state:
        state, agents = agents, ""
    elif agents in STATES:
        if agents != state:
            yield _contradiction(place, f"{state}, {agents}")
        agents = ""
    if state.isdecimal():
        if agents and agents != state:
            yield _contradiction(place, f"{state}, {agents}")
        state, agents = "", agents or state
    if not state:
        if agents and int(agents) and invited == "non":
            yield _contradiction(place, f"{agents}, {invited}")
        if agents:
            state = PRESENT if int(agents) else UNINVITED if invited == "non" else ABSENT
        elif invited == "non":
            state = UNINVITED
        else:
            yield Problem(
                place,
                _("says neither present nor absent: nothing is counted"),
                expected=", ".join(STATES),
                severity="remark",
            )
    elif agents and (state == PRESENT) != (int(agents) > 0):
        yield _contradiction(place, f"{state}, {agents}")
    row["etat"], row["agents"] = state, agents if state == PRESENT else ""


def _contradiction(place: Place, said: str) -> Problem:
    return Problem(
        place,
        _("contradicts itself"),
        said,
        _("a number of agents above 0 where they were present, and none elsewhere"),
    )
