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

    Names that mean no institution become organisations if `organisations` asks for them, or if most
    of the names mean none.
    """
    typed = [*_split_names(text)]
    names = [name for _line, name in typed]
    kinds = _choose_kinds(names, organisations=organisations)
    ambiguous_names = _list_ambiguous_names(names, kinds)
    codes: list[str] = []
    doubts: list[Doubt] = []
    for line, name in typed:
        cell = _read_name(name, kinds)
        codes.append(cell.value or name)
        faults = _list_faults(cell)
        # An organisation stays as it was typed; an institution becomes its code.
        is_organisation = cell.value == name
        if faults or (is_organisation and _resembles_institution(name, kinds)):
            doubts.append(_explain_doubt(line, name, faults, kinds))
        elif name in ambiguous_names:
            meant = _list_choices(name, _drop_organisations(kinds))
            doubts.append(Doubt(line, name, _("is more than one institution"), meant))
    return NewMembers(kinds, tuple(dict.fromkeys(codes)), tuple(doubts))


def _split_names(text: str) -> Iterator[tuple[int, str]]:
    """Yield the names in a text, as (number of the line, name); "à compléter" is no name."""
    for number, line in enumerate(text.splitlines(), start=1):
        for part in SEPARATOR.split(line):
            name = clean_text(part)
            if name and not is_placeholder(name):
                yield number, name


def _choose_kinds(names: Sequence[str], *, organisations: bool) -> tuple[str, ...]:
    """Return the kinds of institutions for some names: the kind of most names, then of the rest.

    `organisations` adds that kind, for names that mean no institution.
    """
    known_kinds = [kind for kind in kinds_by_name() if kind not in (ANY, ORGANISATION)]
    left = [*names]
    kinds: list[str] = []
    # Each round takes the kind that explains most of the names left.
    while left:
        understood: dict[str, list[str]] = {}
        for kind in known_kinds:
            understood[kind] = [name for name in left if _is_understood(name, kind)]
        communes = [name for name in left if _may_be_commune(name)]
        understood[COMMUNE] = communes
        others = [kind for kind in known_kinds if kind != COMMUNE]
        best = max(others, key=lambda kind: len(understood[kind]))
        # Any word may be the name of a commune. So communes are chosen only where more than half of
        # the names may be communes, and more than of any other kind: "Arras" is a commune, and the
        # short name of a communauté urbaine.
        is_of_communes = len(communes) * 2 > len(left) and len(communes) > len(understood[best])
        # Where the names are whole names of communes, and only short names of the other kind, the
        # communes are meant.
        is_by_short_names = best != DEFAULT and all(map(_list_namesakes, understood[best]))
        if is_of_communes or is_by_short_names or not understood[best]:
            best = COMMUNE
        # A single commune among names of other kinds is probably a misspelt name, unless it stands
        # there with its code, "Arras (62041)", as a person gets it who chooses beside a doubt.
        fewest_names = 1
        has_code = any(CODE_OF_COMMUNE.search(name) for name in communes)
        if kinds and best == COMMUNE and not has_code:
            fewest_names = 2
        if len(understood[best]) < fewest_names:
            break
        kinds.append(best)
        left = [name for name in left if name not in understood[best]]
    if organisations or len(left) * 2 > len(names):
        kinds.append(ORGANISATION)
    return tuple(kinds) or (DEFAULT,)


def _list_ambiguous_names(names: Sequence[str], kinds: Sequence[str]) -> Sequence[str]:
    """Return the typed names for which a person must choose between a commune and another kind.

    "Arras" alone may be the commune, or short for the Communauté urbaine d’Arras → ["Arras"].
    "Arras" beside "Bapaume", a name that only a commune has: the network is one of communes, and
    no name is ambiguous → []. Without communes among the `kinds` none is either → [].
    """
    if COMMUNE not in kinds:
        return ()
    ambiguous: list[str] = []
    for name in names:
        if _list_namesakes(name):
            ambiguous.append(name)
        elif _may_be_commune(name):
            return ()
    return ambiguous


def _list_namesakes(name: str) -> tuple[Institution, ...]:
    """Return the communes with a name, and the institutions of which it is the short name.

    "Arras" → the commune of Arras, and the Communauté urbaine d’Arras. Return nothing unless there
    are both. Départements aren't looked at: their names have no short form.
    """
    communes = find_institutions(name, (COMMUNE,))
    others = find_institutions(name, list_other_kinds((DEFAULT,)))
    if not communes or not others:
        return ()
    if any(fold_spelling(other.name) == fold_spelling(name) for other in others):
        return ()
    return (*communes, *others)


def _may_be_commune(name: str) -> bool:
    """Whether a name may be a commune's; several communes of that name are a doubt later on."""
    return bool(find_institutions(name, (COMMUNE,))) or _is_understood(name, COMMUNE)


def _is_understood(name: str, kind: str) -> bool:
    """Whether a name means exactly one institution of a kind."""
    return not _list_faults(_read_name(name, (kind,)))


def _list_faults(cell: ReadCell) -> list[Problem]:
    """Return the errors of a name, without the remarks."""
    return [problem for problem in cell.problems if problem.severity == "error"]


def _read_name(name: str, kinds: Sequence[str]) -> ReadCell:
    """Read a name like a cell of the table of members, in a network of some kinds."""
    field = {"kind": "member", REQUIRED: True, "example": "44", GENRES: [*kinds]}
    return understand_cell(name, field)


def _resembles_institution(name: str, kinds: Sequence[str]) -> bool:
    """Whether the name of an organisation is nearly the name of an institution."""
    if ORGANISATION not in kinds:
        return False
    searched = _drop_organisations(kinds)
    return not find_institutions(name, searched) and bool(_list_choices(name, searched))


def _explain_doubt(line: int, name: str, faults: Sequence[Problem], kinds: Sequence[str]) -> Doubt:
    """Return a doubt: the fault of the name, and the institutions that the name may mean.

    Where none of them is of the network's kinds, the fault says which kinds these are.
    """
    choices = _list_choices(name, _drop_organisations(kinds))
    if not faults:
        return Doubt(line, name, _("is nearly the name of an institution"), choices)
    fault = faults[0].what
    is_of_the_kinds = any({*choice.kinds} & {*kinds} for choice in choices)
    if faults[0].expected and not is_of_the_kinds:
        fault = _("{line}; expected: {expected}", line=fault, expected=faults[0].expected)
    return Doubt(line, name, fault, choices)


def _drop_organisations(kinds: Sequence[str]) -> tuple[str, ...]:
    """Return the kinds without organisations, of which there is no list; at least départements."""
    of_institutions = tuple(kind for kind in kinds if kind != ORGANISATION)
    return of_institutions or (DEFAULT,)


def _list_choices(name: str, kinds: tuple[str, ...]) -> tuple[Institution, ...]:
    """Return the institutions that a name may mean, at most MOST_CHOICES."""
    meant = _list_namesakes(name) or find_institutions(name, kinds)
    if not meant:
        near = find_nearest_institution(name, kinds)
        if near:
            return (near,)
        # The name may be of a kind that the network doesn't have: of a commune at last, for any
        # word may be a commune's.
        meant = find_institutions(name, list_other_kinds(kinds))
        meant = meant or find_institutions(name, (COMMUNE,))
    return tuple(meant[:MOST_CHOICES])
