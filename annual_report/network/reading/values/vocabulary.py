"""The words of the tables: the values that a column takes, and people's words for them."""

from collections.abc import Mapping

IN_PERSON, REMOTE, HYBRID = "présentiel", "distanciel", "hybride"
FORMATS = (IN_PERSON, REMOTE, HYBRID)
"""How a meeting is held."""

PLANNED, IDEA, TREATED = "prévu", "envisagé", "traité"
"""The states of a subject: announced, merely thought of, spoken of. An idea is no promise."""

GONE = "parti"
"""What is noted of who has left; nothing noted is a member."""

PRESENT, ABSENT, EXCUSED, UNINVITED = "présent", "absent", "excusé", "non invité"
ATTENDANCE = (PRESENT, ABSENT, EXCUSED, UNINVITED)
"""What is recorded of a member at a meeting; a row without any says nothing."""

YES, NO = "oui", "non"

OTHER_WORDS: Mapping[str, str] = {
    **dict.fromkeys(("en presentiel", "en presence", "en personne", "presence", "physique"),
                    IN_PERSON),
    **dict.fromkeys(("a distance", "en distanciel", "distance", "en ligne", "visio", "en visio",
                     "visioconference", "en visioconference", "visio conference", "teams", "zoom",
                     "webinaire"), REMOTE),
    **dict.fromkeys(("mixte",), HYBRID),
    **dict.fromkeys(("prevue", "prevus", "prevues", "annonce", "annoncee"), PLANNED),
    **dict.fromkeys(("envisagee", "envisages", "envisagees", "idee", "evoque"), IDEA),
    **dict.fromkeys(("traitee", "traites", "traitees"), TREATED),
    **dict.fromkeys(("depart", "partie", "sorti", "sortie", "a quitte le groupe"), GONE),
}  # fmt: skip
"""Other usual (folded) words for a choice, read as that choice where the column has it."""

FLAG_WORDS: Mapping[str, str] = {
    **dict.fromkeys(("oui", "o", "x", "1", "vrai", "true", "yes", "✓", "✔", "1.0"), YES),
    **dict.fromkeys(("non", "n", "0", "faux", "false", "no", "0.0"), NO),
}

ATTENDANCE_WORDS: Mapping[str, str] = {
    **dict.fromkeys(
        ("present", "presente", "presents", "presentes", "represente", "representee", "p", "x",
         "oui", "o", "yes", "vrai", "true", "✓", "✔", "☑"), PRESENT
    ),
    **dict.fromkeys(("absent", "absente", "absents", "absentes", "a", "abs", "abs.", "non", "n",
                     "no", "faux", "false", "☐"), ABSENT),
    **dict.fromkeys(("excuse", "excusee", "excuses", "excusees", "exc", "exc.", "e",
                     "absent excuse", "absente excusee"), EXCUSED),
    **dict.fromkeys(("non invite", "non invitee", "non invites", "pas invite", "pas invitee",
                     "non concerne", "non concernee"), UNINVITED),
}  # fmt: skip
"""People's words for a state of attendance, folded."""

UNKNOWN = frozenset(
    {"?", "nc", "n.c.", "nr", "n.r.", "nd", "n.d.", "na", "n/a"}
    | {"inconnu", "inconnue", "non renseigné", "non renseignée", "non communiqué", "nsp"}
)
"""What people write for "nobody knows": it is read as an empty cell."""

NONE_OR_UNKNOWN = frozenset({"-", "–", "—", "/", "néant", "neant", "aucun", "aucune", "rien"})
"""What says "none" for some and "not known" for others: refused where the two differ."""
