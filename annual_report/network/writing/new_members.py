"""A new network's members as a person types them: their kinds, and the doubtful names.

    Gers, Landes                the kind of most names comes first: départements
    Nantes Métropole            a name of a second kind alone adds that kind: a mixed network
    Girnode                     a doubt: the name stays as it was typed, and Gironde is offered
    Valence                     a doubt too: a commune alone among other kinds; three are offered
    Arras                       alone a doubt too: the commune, or its communauté urbaine
    Réseau des maires           an organisation, where most of the names mean no institution

No typed name is lost: a name that isn't understood is written as typed. The command `check` then
has an error at that name, until a person corrects the cell.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from annual_report.base.letters import clean_text, fold_spelling
from annual_report.base.messages import _
from annual_report.network.reading.problems import Problem
from annual_report.network.reading.schema import GENRES, REQUIRED
from annual_report.network.reading.values.cells import ReadCell, is_placeholder, understand_cell
from annual_report.network.territories.institutions import Institution
from annual_report.network.territories.kinds import (
    ANY,
    COMMUNE,
    DEFAULT,
    ORGANISATION,
    kinds_by_name,
)
from annual_report.network.territories.spelling import (
    find_institutions,
    find_nearest_institution,
    list_other_kinds,
)

# Taken: "," and ";", the separators of the names of a line. Not taken: "-", which names have.
SEPARATOR = re.compile(r"[,;]")
# Taken: "Arras (62041)". Not taken: "Vaudreuil (Le)", "Valence (26)", which has a département.
CODE_OF_COMMUNE = re.compile(r"\(\d[\dAB]\d{3}\)$")
"""The code of a commune behind its name."""
MOST_CHOICES = 6
"""The most institutions that are offered for a name: twenty communes may have the same name."""


@dataclass(frozen=True)
class Doubt:
    """A typed name that isn't understood for certain, and the institutions to choose from."""

    line: int
    """The line of the name in the typed text, from 1."""
    name: str
    what: str
    """The fault, as words that follow the name: "is more than one institution"."""
    institutions: tuple[Institution, ...] = ()

    @property
    def choices(self) -> tuple[str, ...]:
        """The institutions in words that a cell takes: "Gironde (33)"."""
        return tuple(institution.label for institution in self.institutions)


@dataclass(frozen=True)
class NewMembers:
    """The members of a new network: their kinds, the most frequent first; their codes; the doubts.

    A doubtful name stands among the codes as it was typed.
    """

    kinds: tuple[str, ...]
    codes: tuple[str, ...]
    doubts: tuple[Doubt, ...] = ()


def read_members(text: str, *, organisations: bool = False) -> NewMembers:
    """Return the members that a text lists by names or codes, a line each or with commas between.

    "Gers, Landes" → NewMembers(kinds=("département",), codes=("32", "40")). Names that mean no
    institution become organisations if `organisations` asks for them, or if most of the names are
    such names; else each of them is a doubt.
    """
    typed = [*_split_names(text)]
    names = [name for _line, name in typed]
    kinds = _choose_kinds(names, organisations=organisations)
    ambiguous_names = _list_ambiguous_names(names, kinds)
    codes: list[str] = []
    doubts: list[Doubt] = []
    for line, name in typed:
        cell = _read_name(name, kinds)
        # A name that isn't understood is written as typed, so that it isn't lost.
        codes.append(cell.value or name)
        faults = _list_faults(cell)
        # The value of an institution is its code; that of an organisation is the typed name.
        is_organisation = cell.value == name
        if faults or (is_organisation and _resembles_institution(name, kinds)):
            doubts.append(_explain_doubt(line, name, faults, kinds))
        elif name in ambiguous_names:
            meant = _list_choices(name, _drop_organisations(kinds))
            doubts.append(Doubt(line, name, _("is more than one institution"), meant))
    # A name that was typed twice is a single member.
    return NewMembers(kinds, tuple(dict.fromkeys(codes)), tuple(doubts))


def _split_names(text: str) -> Iterator[tuple[int, str]]:
    """Yield each name in a text with the number of its line: (1, "Gers"), (1, "Landes"), ….

    The words "à compléter", for a member who isn't known yet, are no name.
    """
    for number, line in enumerate(text.splitlines(), start=1):
        for part in SEPARATOR.split(line):
            name = clean_text(part)
            if name and not is_placeholder(name):
                yield number, name


def _choose_kinds(names: Sequence[str], *, organisations: bool) -> tuple[str, ...]:
    """Return the kinds of institutions for some names: the kind of most names, then of the rest.

    ["Gers", "Landes", "Nantes Métropole"] → ("département", "métropole"). `organisations` adds the
    kind for names that mean no institution, which is also added if most of the names mean none.
    """
    left = [*names]
    kinds: list[str] = []
    # Each round takes the kind that explains most of the names left.
    while left:
        kind, explained = _find_main_kind(left)
        if not explained or (kinds and _is_probably_misspelt(kind, explained)):
            break
        kinds.append(kind)
        left = [name for name in left if name not in explained]
    if organisations or len(left) * 2 > len(names):
        kinds.append(ORGANISATION)
    return tuple(kinds) or (DEFAULT,)


def _find_main_kind(names: Sequence[str]) -> tuple[str, list[str]]:
    """Return the kind of institution that explains most of some names, and the names it explains.

    ["Gers", "Landes", "Nantes Métropole"] → ("département", ["Gers", "Landes"]). Where no kind
    explains a name, the list is empty.
    """
    by_kind: dict[str, list[str]] = {}
    for kind in kinds_by_name():
        if kind not in (ANY, ORGANISATION, COMMUNE):
            by_kind[kind] = [name for name in names if _is_understood(name, kind)]
    best = max(by_kind, key=lambda kind: len(by_kind[kind]))
    explained = by_kind[best]
    # Any word may be the name of a commune. So communes are chosen only where more than half of the
    # names may be communes, and more than may be of the best other kind.
    communes = [name for name in names if _may_be_commune(name)]
    is_of_communes = len(communes) * 2 > len(names) and len(communes) > len(explained)
    # "Arras" and "Dunkerque" are whole names of communes, and only short for the names of two
    # communautés urbaines: the communes are meant.
    is_by_short_names = best != DEFAULT and all(map(_list_namesakes, explained))
    if is_of_communes or is_by_short_names or not explained:
        return COMMUNE, communes
    return best, explained


def _is_probably_misspelt(kind: str, names: Sequence[str]) -> bool:
    """Whether the `names` that a further `kind` explains are a single one, and a commune's.

    Among départements "Valence" is probably a slip, for any word may be a commune's name. With its
    code, "Arras (62041)", the commune is meant: a button beside a doubt writes names like this.
    """
    return kind == COMMUNE and len(names) == 1 and not CODE_OF_COMMUNE.search(names[0])


def _list_ambiguous_names(names: Sequence[str], kinds: Sequence[str]) -> Sequence[str]:
    """Return the typed names for which a person must choose between a commune and another kind.

    ["Arras"] → ["Arras"], the commune or the Communauté urbaine d’Arras; ["Arras", "Bapaume"] → [].
    """
    # Only in a network with communes are short names of other kinds taken for communes.
    if COMMUNE not in kinds:
        return ()
    ambiguous: list[str] = []
    for name in names:
        if _list_namesakes(name):
            ambiguous.append(name)
        # "Bapaume" is a commune and nothing else: then its neighbours in the list are communes too.
        elif _may_be_commune(name):
            return ()
    return ambiguous


def _list_namesakes(name: str) -> tuple[Institution, ...]:
    """Return the communes with a name, and the institutions of other kinds that it is short for.

    "Arras" → the commune of Arras, and the Communauté urbaine d’Arras. Return () unless there are
    both: then the name has a single meaning, or none.
    """
    communes = find_institutions(name, (COMMUNE,))
    # Départements aren't looked at: their names have no short form.
    others = find_institutions(name, list_other_kinds((DEFAULT,)))
    if not communes or not others:
        return ()
    # "Bretagne" is a commune too, but the whole name of the région, which is meant.
    if any(fold_spelling(other.name) == fold_spelling(name) for other in others):
        return ()
    return (*communes, *others)


def _may_be_commune(name: str) -> bool:
    """Whether a name may be a commune's; several communes of that name are a doubt later on."""
    return bool(find_institutions(name, (COMMUNE,))) or _is_understood(name, COMMUNE)


def _is_understood(name: str, kind: str) -> bool:
    """Whether a name means exactly one institution of a kind: an ambiguous name is an error too."""
    return not _list_faults(_read_name(name, (kind,)))


def _list_faults(cell: ReadCell) -> list[Problem]:
    """Return the errors of a typed name, without remarks such as "CD 44" is Loire-Atlantique."""
    return [problem for problem in cell.problems if problem.severity == "error"]


def _read_name(name: str, kinds: Sequence[str]) -> ReadCell:
    """Read a name like a cell of the table of members, in a network of some kinds.

    "CD 44" → a value "44"; "Girnode" → no value, and an error with Gironde as the nearest name.
    """
    # A field describes a column of a table, as `tables.json` does for the columns of files.
    field = {"kind": "member", REQUIRED: True, "example": "44", GENRES: [*kinds]}
    return understand_cell(name, field)


def _resembles_institution(name: str, kinds: Sequence[str]) -> bool:
    """Whether a name, taken for an organisation's, is nearly an institution's: "Girnode"."""
    # Without organisations such a name is an error already.
    if ORGANISATION not in kinds:
        return False
    searched = _drop_organisations(kinds)
    return not find_institutions(name, searched) and bool(_list_choices(name, searched))


def _explain_doubt(line: int, name: str, faults: Sequence[Problem], kinds: Sequence[str]) -> Doubt:
    """Return a doubt about a name, with its first fault and the institutions that it may mean.

    `faults` is empty for the name of an organisation that resembles an institution's. `kinds` are
    those of the network.
    """
    choices = _list_choices(name, _drop_organisations(kinds))
    if not faults:
        return Doubt(line, name, _("is nearly the name of an institution"), choices)
    fault = faults[0].what
    # Where no button offers an institution of the network's kinds, the sentence names these kinds.
    is_of_the_kinds = any({*choice.kinds} & {*kinds} for choice in choices)
    if faults[0].expected and not is_of_the_kinds:
        fault = _("{line}; expected: {expected}", line=fault, expected=faults[0].expected)
    return Doubt(line, name, fault, choices)


def _drop_organisations(kinds: Sequence[str]) -> tuple[str, ...]:
    """Return the kinds of which there is a list of institutions; of organisations there is none.

    ("métropole", "organisation") → ("métropole",); ("organisation",) → ("département",).
    """
    of_institutions = tuple(kind for kind in kinds if kind != ORGANISATION)
    return of_institutions or (DEFAULT,)


def _list_choices(name: str, kinds: tuple[str, ...]) -> tuple[Institution, ...]:
    """Return the institutions to offer for a doubtful name, at most MOST_CHOICES.

    "Girnode" → Gironde, by its likeness; "Valence", among départements → three communes.
    """
    meant = _list_namesakes(name) or find_institutions(name, kinds)
    # No institution of the kinds has the name: a misspelt name resembles one of them.
    if not meant:
        near = find_nearest_institution(name, kinds)
        if near:
            return (near,)
        # The name may be of a kind that the network doesn't have: of a commune at last, for any
        # word may be a commune's.
        meant = find_institutions(name, list_other_kinds(kinds))
        meant = meant or find_institutions(name, (COMMUNE,))
    return tuple(meant[:MOST_CHOICES])
