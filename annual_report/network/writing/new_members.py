"""A new network's members as a person types them: their kinds, and the doubtful names.

    Gers, Landes                the kind of most names comes first: départements
    Nantes Métropole            a name of a second kind alone adds that kind: a mixed network
    Girnode                     a doubt: the name stays as it was typed, and Gironde is offered
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
    list_kinds_beside,
)

# Taken: "," and ";", the separators of the names of a line. Not taken: "-", which names have.
BETWEEN = re.compile(r"[,;]")
# Taken: "Arras (62041)". Not taken: "Vaudreuil (Le)", "Valence (26)", which has a département.
CODED = re.compile(r"\(\d[\dAB]\d{3}\)$")
"""The code of a commune behind its name."""
MOST_CHOICES = 6
"""Institutions that are offered for a name; twenty communes may have the same name."""


@dataclass(frozen=True)
class Doubt:
    """A name that isn't understood, the line, from 1, the fault, and the institutions to choose."""

    line: int
    name: str
    what: str
    institutions: tuple[Institution, ...] = ()

    @property
    def choices(self) -> tuple[str, ...]:
        """The institutions in words that a cell takes: "Gironde (33)"."""
        return tuple(institution.label for institution in self.institutions)


@dataclass(frozen=True)
class NewMembers:
    """The members of a new network: kinds, the most frequent first; codes; doubts.

    A doubtful name stands among the codes as typed.
    """

    kinds: tuple[str, ...]
    codes: tuple[str, ...]
    doubts: tuple[Doubt, ...] = ()


def read_members(text: str, *, organisations: bool = False) -> NewMembers:
    """Return the members for typed names or codes, a line each or with commas between.

    Names of no institution become organisations if `organisations` asks for them, or if most of the
    names are of no institution.
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
            meant = _list_choices(name, _list_places(kinds))
            doubts.append(Doubt(line, name, _("is more than one institution"), meant))
    return NewMembers(kinds, tuple(dict.fromkeys(codes)), tuple(doubts))


def _split_names(text: str) -> Iterator[tuple[int, str]]:
    """Yield the names of a text, each with a line; a blank to complete is no name."""
    for number, line in enumerate(text.splitlines(), start=1):
        for part in BETWEEN.split(line):
            name = clean_text(part)
            if name and not is_placeholder(name):
                yield number, name


def _choose_kinds(names: Sequence[str], *, organisations: bool) -> tuple[str, ...]:
    """Return the kinds of institutions for some names: the kind of most names, then of the rest.

    `organisations` adds that kind, for names that mean no institution.
    """
    places = [kind for kind in kinds_by_name() if kind not in (ANY, ORGANISATION)]
    left = [*names]
    kinds: list[str] = []
    # Each round takes the kind that explains most of the names left.
    while left and places:
        understood: dict[str, list[str]] = {}
        for kind in places:
            understood[kind] = [name for name in left if _is_understood(name, kind)]
        communes = [name for name in left if _may_be_commune(name)]
        understood[COMMUNE] = communes
        others = [kind for kind in places if kind != COMMUNE]
        best = max(others, key=lambda kind: len(understood[kind]))
        # Any word may be the name of a commune: communes win where most of the names are communes,
        # a misspelt one among them, and more than are of another kind, such as Arras of its own
        # communauté urbaine.
        is_of_communes = len(communes) * 2 > len(left) and len(communes) > len(understood[best])
        # At a tie the whole name of a commune counts more than the short one of another kind.
        is_by_short_names = best != DEFAULT and all(map(_list_namesakes, understood[best]))
        if is_of_communes or is_by_short_names or not understood[best]:
            best = COMMUNE
        # A single commune among names of other kinds is probably a misspelt name, unless it was
        # written with its code: "Arras (62041)", as the choices beside a doubt are.
        least = 1
        if kinds and best == COMMUNE and not any(CODED.search(name) for name in communes):
            least = 2
        if len(understood[best]) < least:
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
    """Return the commune with a name, and the institutions whose longer name it shortens.

    Return nothing unless there are both. A département has no longer name: Landes is one.
    """
    communes = find_institutions(name, (COMMUNE,))
    others = find_institutions(name, list_kinds_beside((DEFAULT,)))
    if not communes or not others:
        return ()
    if any(fold_spelling(other.name) == fold_spelling(name) for other in others):
        return ()
    return (*communes, *others)


def _may_be_commune(name: str) -> bool:
    """Whether a name is a commune's; several communes of the name leave a doubt of their own."""
    return bool(find_institutions(name, (COMMUNE,))) or _is_understood(name, COMMUNE)


def _is_understood(name: str, kind: str) -> bool:
    """Whether a name is an institution's of a kind."""
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
    places = _list_places(kinds)
    return not find_institutions(name, places) and bool(_list_choices(name, places))


def _explain_doubt(line: int, name: str, faults: Sequence[Problem], kinds: Sequence[str]) -> Doubt:
    """Return a doubt: the fault of the name, and the institutions that the name may mean."""
    fault = _("is nearly the name of an institution")
    if faults:
        fault = faults[0].what
    return Doubt(line, name, fault, _list_choices(name, _list_places(kinds)))


def _list_places(kinds: Sequence[str]) -> tuple[str, ...]:
    """Return the kinds of institution among some kinds, by default départements."""
    places = tuple(kind for kind in kinds if kind != ORGANISATION)
    return places or (DEFAULT,)


def _list_choices(name: str, kinds: tuple[str, ...]) -> tuple[Institution, ...]:
    """Return the institutions that a name may mean, at most MOST_CHOICES."""
    meant = _list_namesakes(name) or find_institutions(name, kinds)
    if not meant:
        near = find_nearest_institution(name, kinds)
        if near:
            return (near,)
        # The name may be of a kind that the network doesn't have.
        meant = find_institutions(name, list_kinds_beside(kinds))
    return tuple(meant[:MOST_CHOICES])
