"""The values that the columns of choices take, and people's words for these values.

People's words stand in `vocabulary.json` beside this module, folded (`fold_spelling`): each value
of the tables with the list of the words that are read as that value.
"""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

IN_PERSON = "présentiel"
REMOTE = "distanciel"
HYBRID = "hybride"
FORMATS = (IN_PERSON, REMOTE, HYBRID)
"""The ways to hold a meeting."""

PLANNED = "prévu"
IDEA = "envisagé"
TREATED = "traité"
"""The states of a subject: announced, merely thought of, spoken of. An idea is no promise."""

GONE = "parti"
"""The note on a member that has left; a row of `membres` without a note is a member."""

PRESENT = "présent"
ABSENT = "absent"
EXCUSED = "excusé"
UNINVITED = "non invité"
ATTENDANCE = (PRESENT, ABSENT, EXCUSED, UNINVITED)
"""The states of a member at a meeting; an empty cell says that nobody noted the state."""

YES = "oui"
NO = "non"

_WORDS = json.loads(Path(__file__).with_name("vocabulary.json").read_text("utf-8"))


def _index_words(words_by_value: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Return word → the value that the word means, from value → the words that people type.

    {"présent": ["p", "x"]} → {"p": "présent", "x": "présent"}
    """
    values = {}
    for value, words in words_by_value.items():
        for word in words:
            values[word] = value
    return values


OTHER_WORDS: Mapping[str, str] = _index_words(_WORDS["choices"])
"""Other usual words for a choice, read as that choice where the column has the choice."""
FLAG_WORDS: Mapping[str, str] = _index_words(_WORDS["flags"])
"""The words for yes and no."""
ATTENDANCE_WORDS: Mapping[str, str] = _index_words(_WORDS["attendance"])
"""The words for a state of attendance."""
UNKNOWN = frozenset(_WORDS["unknown"])
"""The words for "nobody knows", in small letters: such a cell is read as empty."""
NONE_OR_UNKNOWN = frozenset(_WORDS["none_or_unknown"])
"""Words that say "none" for some people and "not known" for others.

They are an error in the columns where the two meanings differ."""
