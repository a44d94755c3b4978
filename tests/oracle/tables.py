"""The cells of a page's tables, counted anew: a row has words by the heads of columns."""

from collections import defaultdict
from collections.abc import Callable
from itertools import zip_longest
from typing import Any, NamedTuple

from oracle import reference
from oracle.attendance import INVITED, count_attendance, list_states
from oracle.files import is_dated, list_rows, write_dates
from oracle.key_figures import list_figures
from oracle.meetings import is_told_of
from oracle.members import count_people
from oracle.registry import Asked
from oracle.subjects import list_subjects, list_titles
from oracle.words import FEW, round_half_up

UNKNOWN = "non renseigné"
KEY_FIGURES = "Les chiffres clés de YEAR et leur définition"
Rows = list[dict[str, str]]
TABLES: dict[str, Callable[[Asked], Rows]] = {}
"""The oracles of tables by their captions, in which YEAR is the page's year."""


class Shown(NamedTuple):
    """A table that a page shows."""

    network: str
    asked: Asked
    caption: str
    rows: Rows

    @property
    def title(self) -> str:
        """Where the table stands: its caption, network and year."""
        return f"{self.caption} of {self.network}, {self.asked.year}"

    @property
    def kind(self) -> str:
        """The caption without its year, by which an oracle knows the table."""
        return self.caption.replace(str(self.asked.year), "YEAR")


def shows(caption: str) -> Callable[[Callable[[Asked], Rows]], Callable[[Asked], Rows]]:
    """Make a function the oracle of a table."""

    def register(oracle: Callable[[Asked], Rows]) -> Callable[[Asked], Rows]:
        TABLES[caption] = oracle
        return oracle

    return register


def find_wrong_rows(shown: Shown, asked: Asked | None = None) -> list[tuple[Any, Any]]:
    """Return the wrong rows, each beside the right one.

    A column without a known value has no place in a table.
    """
    if shown.kind == KEY_FIGURES:
        return _compare_figures(shown, list_figures(asked or shown.asked))
    expected = TABLES[shown.kind](asked or shown.asked)
    heads: set[str] = set()
    for row in shown.rows:
        heads.update(row)
    for row in expected:
        heads.update(head for head, words in row.items() if words != UNKNOWN)
    wrong: list[tuple[Any, Any]] = []
    # A row too few, or too many, stands beside None.
    for shown_row, full_row in zip_longest(shown.rows, expected):
        expected_row = None
        if full_row is not None:
            expected_row = {head: words for head, words in full_row.items() if head in heads}
        if shown_row != expected_row:
            wrong.append((shown_row, expected_row))
    return wrong


def _compare_figures(shown: Shown, expected: Rows) -> list[tuple[Any, Any]]:
    """Return the key figures that are wrong; order and definitions are those of a file of words."""
    expected_by_label = {row["Chiffre"]: row for row in expected}
    shown_by_label = {row["Chiffre"]: dict(row) for row in shown.rows}
    wrong: list[tuple[Any, Any]] = []
    for label in shown_by_label.keys() | expected_by_label.keys():
        row = shown_by_label.get(label, {})
        row.pop("Définition", None)
        if row != expected_by_label.get(label, {}):
            wrong.append((row, expected_by_label.get(label)))
    return wrong


def write_figures(number: int) -> str:
    return f"{number:,}".replace(",", " ")


def write_rate(came: int, invited: int, otherwise: str) -> str:
    """Write a rate in percent; with fewer than ten invitations no rate is told."""
    if invited >= FEW:
        return f"{round_half_up(100 * came / invited, '1')} %"
    return otherwise


def join(words: list[str]) -> str:
    """Join words as a list in French, "A, B et C"; without a word the list isn't recorded."""
    if not words:
        return UNKNOWN
    *others, last = words
    if not others:
        return last
    return f"{', '.join(others)} et {last}"


def write_code(code: str) -> str:
    """Return the number under which a table lists a member."""
    if not reference.is_known(code):
        return code
    departments = reference.fact(code, "departements")
    if reference.fact(code, "territoires") and len(departments) <= 2:
        return "-".join(departments)
    return code.removesuffix("R")


@shows("Où les rencontres ont eu lieu")
def list_places(asked: Asked) -> Rows:
    files = asked.files
    meetings = list_rows(files.meetings(*files.years))
    names = reference.tell_apart(dict.fromkeys(row.hote for row in meetings if row.hote))
    towns: dict[int, dict[str, None]] = defaultdict(dict)
    hosts: dict[int, dict[str, None]] = defaultdict(dict)
    # A dictionary keeps each town and each host once, in the order of the meetings.
    for row in meetings:
        if row.ville:
            towns[row.annee][row.ville] = None
        if row.hote:
            hosts[row.annee][names[row.hote]] = None
    rows = []
    for year in sorted(towns.keys() | hosts.keys()):
        rows.append(
            {"Année": str(year), "Villes": join([*towns[year]]), "Hôtes": join([*hosts[year]])}
        )
    return rows


@shows("Les sujets, année par année")
def mark_subjects(asked: Asked) -> Rows:
    states: dict[str, dict[int, set[str]]] = defaultdict(lambda: defaultdict(set))
    subjects = [row for row in list_subjects(asked.files) if row.etat != "envisagé"]
    for subject in sorted(subjects, key=lambda row: (row.annee, row.theme, row.etat)):
        states[subject.theme][subject.annee].add(subject.etat)
    years = sorted({subject.annee for subject in subjects})
    marked = []
    for theme, of_year in states.items():
        row = {"Sujet": theme}
        for year in years:
            row[str(year)] = _mark(of_year[year], year, asked.year)
        marked.append(row)
    return marked


def _mark(states: set[str], year: int, last: int) -> str:
    if states == {"prévu"}:
        if year > last:
            return "→"
        return "○"
    return {0: "", 1: "+", 2: "●"}[len(states)]


@shows("Les années de chaque membre")
def mark_members(asked: Asked) -> Rows:
    files = asked.files
    first = files.years[0]
    last = files.years[-1]
    if files.tells_absent:
        codes = set(files.membres["membre"])
    else:
        codes = files.members(last)
    start = files.membres.groupby("membre")["annee"].min().to_dict()
    order = sorted(files.sort(codes), key=lambda code: start[code])
    names = reference.tell_apart(codes)
    rows = []
    for code in order:
        marks = {}
        for year in range(first, last + 1):
            marks[str(year)] = "?"
            if year in files.years:
                marks[str(year)] = "●" if code in files.members(year) else "–"
        rows.append({"Code": write_code(code), "Membre": names[code], **marks})
    return rows


@shows("Les présences par année")
def count_years(asked: Asked) -> Rows:
    files = asked.files
    rows = []
    for year in files.years:
        noted = count_attendance(files, year)
        if noted is None:
            continue
        members = files.members(year)
        came = sum(
            state == "présent" and member in members
            for (_meeting, member), state in list_states(files, year).items()
        )
        rate = write_rate(noted.came, noted.invited, UNKNOWN)
        rows.append(
            {
                "Année": str(year),
                "Relevés complets": str(noted.complete),
                "Taux": rate,
                "Présences notées": str(came),
            }
        )
    return rows


@shows("Les membres de YEAR par région")
def count_regions(asked: Asked) -> Rows:
    files = asked.files
    year = asked.year
    codes = files.members(year)
    regions: dict[str, list[str]] = defaultdict(list)
    for code in codes:
        is_placed = reference.is_known(code) and files.kind["regions"] == "oui"
        regions[reference.fact(code, "region") if is_placed else "Sans région"].append(code)
    kinds = {reference.find_kind(code, files.genres) for code in codes}
    is_filling = len(kinds) == 1 and reference.kinds().at[min(kinds), "carte"] == "territoires"
    has_people = count_people(files, codes) is not None
    rows = []
    for region, inside in regions.items():
        people = sum(
            reference.fact(code, "population") for code in inside if reference.is_known(code)
        )
        row = {"Région": region, "Membres": str(len(inside))}
        if is_filling:
            row["Départements de la région"] = str(_count_departments(region, inside))
        if has_people:
            row["Habitants des membres"] = write_figures(people)
        rows.append((-len(inside), -people, region, row))
    return [row for *_order, row in sorted(rows, key=lambda each: each[:3])]


def _count_departments(region: str, inside: list[str]) -> int:
    """Count the members of a region, and the possible ones."""
    grounds = [ground for code in inside for ground in reference.fact(code, "territoires")]
    departments = reference.departments()
    others = [
        code
        for code in departments.index[departments["region"] == region]
        if not any(ground.startswith(code) for ground in grounds)
    ]
    return len(inside) + len(others)


@shows("La liste des membres de YEAR")
def list_all_members(asked: Asked) -> Rows:
    files = asked.files
    codes = files.sort(files.members(asked.year))
    names = reference.tell_apart(codes)
    rows = []
    for code in codes:
        row = {
            "Code": write_code(code),
            "Membre": names[code],
            "Région": UNKNOWN,
            "Habitants": UNKNOWN,
        }
        if reference.is_known(code):
            row["Habitants"] = write_figures(reference.fact(code, "population"))
            if files.kind["regions"] == "oui":
                row["Région"] = reference.fact(code, "region")
        rows.append(row)
    return rows


@shows("Prévu, traité, prévu : les sujets par thème")
def follow_subjects(asked: Asked) -> Rows:
    files = asked.files
    year = asked.year
    before = _group(list_titles(files, year, "prévu", "envisagé"))
    treated = _group(list_titles(files, year, "traité"))
    after = _group(list_titles(files, year + 1, "prévu"))
    rows = []
    for theme in dict.fromkeys([*before, *treated, *after]):
        row = {"Thème": theme}
        if before:
            row[f"Annoncé ou envisagé pour {year}"] = " ; ".join(before.get(theme, ["—"]))
        if treated or before:
            missing = "—"
            if theme in before:
                missing = "pas noté"
            row[f"Traité en {year}"] = " ; ".join(treated.get(theme, [missing]))
        if after:
            row[f"Annoncé pour {year + 1}"] = " ; ".join(after.get(theme, ["—"]))
        rows.append(row)
    return rows


def _group(rows: list[Any]) -> dict[str, list[str]]:
    """Return titles by theme; an idea is marked as such."""
    titles: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        titles[row.theme].append(f"{row.sujet} (envisagé)" if row.etat == "envisagé" else row.sujet)
    return titles


def write_whole_dates(row: Any) -> str:
    """Write a meeting's days with their year."""
    if not row.debut:
        return UNKNOWN
    if not is_dated(row.debut):
        return str(row.debut)
    dates = write_dates(row.debut, row.fin, alone=True).removesuffix(" d’année")
    return f"{dates} {row.debut[:4]}"


@shows("Les rencontres de YEAR")
def list_meetings(asked: Asked) -> Rows:
    rows = [row for row in list_rows(asked.files.meetings(asked.year)) if is_told_of(row)]
    names = reference.tell_apart({row.hote for row in rows if row.hote})
    formats = {"présentiel": "en présentiel", "distanciel": "à distance", "hybride": "hybride"}
    shown = []
    for row in rows:
        without = UNKNOWN
        if row.format == "distanciel":
            without = "—"
        cells = {"Date": write_whole_dates(row), "Titre": row.titre, "Genre": row.genre}
        told = {head: words or UNKNOWN for head, words in cells.items()}
        told["Format"] = formats[row.format]
        told["Ville"] = row.ville or without
        told["Hôte"] = names.get(row.hote, without)
        shown.append(told)
    return shown


@shows("Les présences à chaque rencontre de YEAR")
def rate_meetings(asked: Asked) -> Rows:
    files = asked.files
    year = asked.year
    members = files.members(year)
    states = list_states(files, year)
    rows = []
    for rank, row in enumerate(list_rows(files.meetings(year)), 1):
        noted = {member: state for (held, member), state in states.items() if held == row.rencontre}
        of_members = [noted.get(member) for member in members]
        invited = sum(state in INVITED for state in of_members)
        is_complete = None not in of_members
        came = sum(state == "présent" for state in noted.values())
        rate = "—"
        if is_complete:
            rate = write_rate(of_members.count("présent"), invited, "—")
        rows.append(
            {
                "N°": str(rank),
                "Date": write_whole_dates(row),
                "Titre": row.titre or UNKNOWN,
                "Présents": str(came) if noted else UNKNOWN,
                "Invités": str(invited) if is_complete else UNKNOWN,
                "Taux": rate,
            }
        )
    return rows


@shows("Qui est venu à quelle rencontre de YEAR")
def sign_meetings(asked: Asked) -> Rows:
    files = asked.files
    year = asked.year
    members = files.members(year)
    states = list_states(files, year)
    guests = {member for _meeting, member in states} - members
    order = [*reference.sort_codes(members), *reference.sort_codes(guests)]
    names = reference.tell_apart(order)
    signs = {"présent": "●", "absent": "○", "excusé": "E", "non invité": "–"}
    meetings = [row.rencontre for row in list_rows(files.meetings(year))]
    rows = []
    for code in order:
        of_code = [states.get((meeting, code), "") for meeting in meetings]
        marks = {str(rank): signs.get(state, "?") for rank, state in enumerate(of_code, 1)}
        came = str(of_code.count("présent"))
        row = {"Code": write_code(code), "Membre": names[code], **marks, "Présences": came}
        rows.append(row)
    return rows
