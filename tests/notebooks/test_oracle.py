"""Every number and every name of every sentence is the right one, in networks unlike each other.

The oracle counts anew what each phrase has to tell (`tests/oracle`). Sentences that are a little
wrong, and files that have changed, show that it would tell.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from kinds_of_networks import FLEET, NETWORKS, write
from oracle import reference
from oracle.branches import Branches, note_branches
from oracle.files import Files, read_files
from oracle.grammar import (
    EXAMPLES,
    RIGHT,
    RULES,
    SPACES,
    find_forbidden_readings,
    find_wrong_words,
)
from oracle.hearing import hear_network
from oracle.registry import ORACLES, Told, hold
from oracle.sentences import (
    NUMBER,
    Span,
    UnheldError,
    is_list,
    list_phrases,
    read_number,
    write_plainly,
)
from oracle.tables import KEY_FIGURES, TABLES, Shown, find_wrong_rows
from page_text import alternatives_of, cells_of, sentences_of, spoken_text

from annual_report.base.project import ROOT

pytestmark = pytest.mark.slow

SHIPPED = ("departements-participatifs", "reseau-exemple")
YEARS = {
    "a_thousand_members": [2025],
    "melange": [2025],
    "reseau-exemple": [2024, 2025],
    "gaps_of_years": [2019, 2024, 2025],
    "all_remote": [2024, 2025],
}
"""The years of large networks that are heard; of the others all are."""
SENTENCES = ("", "chapeau", "finding", "alternative", "note")
"""The parts of a phrase that are sentences; the whole of one that has no parts."""
LONGEST_ALTERNATIVE = 280
"""Signs of what somebody hears of a figure: one more breath is one too many."""
FEW_WORDS = 5
"""Shorter sentences, and captions, may stand at two places of a page."""
MOST_SENTENCES = 10
"""An ordinary run changes no more sentences of each part of each phrase; `--deep` changes all."""
MOST_CHANGES = 30
"""Of a longer sentence, a list of a thousand members, not every number is changed in its turn."""


@pytest.fixture(scope="module")
def fleet(tmp_path_factory: pytest.TempPathFactory) -> "Iterator[Fleet]":
    with note_branches() as branches:
        yield Fleet(tmp_path_factory.mktemp("fleet"), branches)


class Fleet:
    """The networks, each written and heard once, when a test first asks for it."""

    names = (*SHIPPED, *NETWORKS, *FLEET)

    def __init__(self, folder: Path, branches: Branches) -> None:
        self.branches = branches
        self._folder = folder
        self._read = cache(self._hear)

    def find_folder(self, name: str) -> Path:
        """Return the folder of a network, which is there once it has been heard."""
        return ROOT / "data" / name if name in SHIPPED else self._folder / name

    def hear(self, name: str) -> list[Told]:
        """Return what the pages of a network tell."""
        return [each for each in self._read(name) if isinstance(each, Told)]

    def look_at(self, name: str) -> list[Shown]:
        """Return the tables that the pages of a network show."""
        return [each for each in self._read(name) if isinstance(each, Shown)]

    def _hear(self, name: str) -> list[Told | Shown]:
        if name not in SHIPPED:
            write(self.find_folder(name), name)
        return list(hear_network(self.find_folder(name), YEARS.get(name, [])))

    def hear_all(self) -> list[Told]:
        """Return what all pages of all networks tell."""
        return [told for name in self.names for told in self.hear(name)]


def find_fault(told: Told, text: str | None = None) -> str:
    """Return what is wrong with a sentence, or with another `text` in its place; "" if nothing."""
    try:
        hold(told if text is None else told._replace(text=text))
    except UnheldError as error:
        return f"{told.title}: {error}"
    return ""


@pytest.mark.parametrize("name", Fleet.names)
def test_each_sentence_tells_what_the_files_say(fleet: Fleet, name: str) -> None:
    assert list(filter(None, map(find_fault, fleet.hear(name)))) == []


@pytest.mark.parametrize("name", Fleet.names)
def test_an_alternative_is_short_and_says_nothing_of_its_caption_again(
    fleet: Fleet, name: str
) -> None:
    findings = {
        (told.asked, told.phrase): list_runs_of_words(told.text)
        for told in fleet.hear(name)
        if told.part == "finding"
    }
    for told in fleet.hear(name):
        if told.part == "alternative":
            assert len(told.text) <= LONGEST_ALTERNATIVE, told.text
            again = findings[told.asked, told.phrase] & list_runs_of_words(told.text)
            assert again == set(), told.text


@pytest.mark.parametrize("name", Fleet.names)
def test_each_cell_of_a_table_has_what_the_files_say(fleet: Fleet, name: str) -> None:
    wrong = [(shown.title, find_wrong_rows(shown)) for shown in fleet.look_at(name)]
    assert [(title, rows) for title, rows in wrong if rows] == []


def test_each_table_is_shown_by_some_network(fleet: Fleet) -> None:
    shown = {shown.kind for name in fleet.names for shown in fleet.look_at(name)}
    assert shown == {*TABLES, KEY_FIGURES}


def test_a_cell_that_is_wrong_is_found(fleet: Fleet, pytestconfig: pytest.Config) -> None:
    """Each row of a table has its turn with `--deep`, and else the first, the last and a middle."""
    for shown in fleet.look_at("neighbours"):
        last = len(shown.rows) - 1
        turns = range(len(shown.rows)) if pytestconfig.option.deep else {0, last // 2, last}
        for at in turns:
            row = shown.rows[at]
            for head in row.keys() - {"Définition"}:
                words = row[head]
                changed = {**row, head: f"{words}1"}
                rows = [*shown.rows[:at], changed, *shown.rows[at + 1 :]]
                assert find_wrong_rows(shown._replace(rows=rows)) != [], (shown.title, changed)
        assert find_wrong_rows(shown._replace(rows=shown.rows[:-1])) != []


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("une", 1),
        ("vingt et un", 21),
        ("soixante et onze", 71),
        ("quatre-vingts", 80),
        ("quatre-vingt-dix-sept", 97),
        ("trois cent quarante-deux", 342),
        ("12,8 millions", 12_800_000),
        ("434\u202f000", 434_000),
    ],
)
def test_a_number_is_read_as_people_do(words: str, number: int) -> None:
    found = NUMBER.fullmatch(words)
    assert found, "all of it is one number"
    assert read_number(words) == number


def test_each_phrase_has_an_oracle_and_is_told(fleet: Fleet) -> None:
    phrases = set(list_phrases())
    assert phrases == set(ORACLES)
    assert phrases - {told.phrase for told in fleet.hear_all()} == set()


def test_each_branch_of_a_phrase_is_taken(fleet: Fleet) -> None:
    fleet.hear_all()
    assert sorted(fleet.branches.every - fleet.branches.taken) == []


def test_a_number_that_is_one_more_or_less_is_found(
    fleet: Fleet, pytestconfig: pytest.Config
) -> None:
    unfound = []
    for told in choose_sentences(fleet.hear_all(), all_of_them=pytestconfig.option.deep):
        text = write_plainly(told.text)
        for number in take_some(list(NUMBER.finditer(text))):
            for step in (-1, 1):
                wrong = f"{read_number(number[0]) + step:f}".replace(".", ",")
                changed = f"{text[: number.start()]}{wrong}{text[number.end() :]}"
                if not find_fault(told, changed):
                    unfound.append(f"{told.title}: {changed}")
    assert unfound == []


def test_two_right_values_in_each_other_s_place_are_found(
    fleet: Fleet, pytestconfig: pytest.Config
) -> None:
    unfound = []
    for told in choose_sentences(fleet.hear_all(), all_of_them=pytestconfig.option.deep):
        spans = hold(told)
        for first, second in take_some(list(pairwise(spans))):
            if is_other(first, second):
                changed = swap(write_plainly(told.text), first, second)
                if not find_fault(told, changed):
                    unfound.append(f"{told.title}: {changed}")
    assert unfound == []


def test_a_value_of_another_year_is_found(fleet: Fleet) -> None:
    unfound = []
    compared = 0
    by_place = defaultdict(list)
    for told in fleet.hear_all():
        by_place[told.network, told.asked.page, told.phrase, told.part, told.asked.time].append(
            told
        )
    for same in by_place.values():
        for told, other in pairwise(same):
            if told.text == other.text:
                continue
            compared += 1
            if not find_fault(told, other.text):
                unfound.append(f"{told.title}: {other.text}")
    assert compared > 100
    assert unfound == []


@pytest.mark.parametrize(
    ("table", "row", "phrases"),
    [
        ("membres", "2025,Lot,", {"membres", "liste_membres", "mouvement", "voisins"}),
        ("membres", "2024,Vosges,", {"mouvement", "carte", "membres_partis", "couverture_annees"}),
        ("rencontres", "2025-4,", {"liste_rencontres", "hotes", "formats_au_fil"}),
        ("sujets", "2025,Les jeunes,", {"sujets_suites", "themes_annonces"}),
        ("sujets", "2026,Le budget", {"suites", "annonces"}),
        ("presences", "2025-2,Lot,", {"presences", "presences_au_fil", "chiffres"}),
        ("ressources", "2025,Fiche", {"ressources"}),
    ],
)
def test_a_row_that_is_missing_is_found(
    fleet: Fleet, tmp_path: Path, table: str, row: str, phrases: set[str]
) -> None:
    folder = write(tmp_path / "neighbours", "neighbours")
    file = folder / f"{table}.csv"
    lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
    left = [line for line in lines if not line.startswith(row)]
    assert len(left) < len(lines)
    file.write_text("".join(left), encoding="utf-8")
    files = read_files(folder)
    told = fleet.hear("neighbours")
    found = {each.phrase for each in told if each.phrase in phrases and is_wrong_of(each, files)}
    assert found == phrases & {each.phrase for each in told}


def list_runs_of_words(text: str) -> set[tuple[str, ...]]:
    """Return every four words in a row of a text, the name of a région counted as one word."""
    for region in reference.departments()["region"].unique():
        text = text.replace(region, "région")
    words = re.findall(r"\w+", text.casefold())
    return {tuple(words[at : at + 4]) for at in range(len(words) - 3)}


def each_once(told: list[Told]) -> Iterator[Told]:
    """Yield sentences, those that are told in the same words once."""
    yield from {(each.phrase, each.part, each.text): each for each in told}.values()


def choose_sentences(told: list[Told], *, all_of_them: bool) -> list[Told]:
    """Return sentences in words of their own: all of them, or some of each part of each phrase."""
    sentences = list(each_once(told))
    if all_of_them:
        return sentences
    by_part = defaultdict(list)
    for sentence in sentences:
        by_part[sentence.phrase, sentence.part].append(sentence)
    chosen = []
    for similar in by_part.values():
        chosen += similar[:: 1 + len(similar) // MOST_SENTENCES]
    return chosen


def take_some(changes: list[Any]) -> list[Any]:
    """Return some of the changes to a sentence, all of them unless they are many."""
    return changes[:: 1 + len(changes) // MOST_CHANGES]


def is_other(first: Span, second: Span) -> bool:
    """Whether two facts would be told otherwise in each other's place."""
    return first.fact != second.fact


def swap(text: str, first: Span, second: Span) -> str:
    """Return a text with two of its facts in each other's place."""
    between = text[first.end : second.start]
    one, other = text[first.start : first.end], text[second.start : second.end]
    return f"{text[: first.start]}{other}{between}{one}{text[second.end :]}"


def is_wrong_of(told: Told, files: Files) -> bool:
    """Whether a sentence is wrong of other files."""
    try:
        hold(told, told.asked._replace(files=files))
    except UnheldError:
        return True
    return False


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_finds_what_breaks_it(rule: str) -> None:
    for wrong in EXAMPLES[rule].split("|"):
        assert [*RULES[rule](wrong)], wrong
    assert [*RULES[rule](RIGHT)] == []


def test_each_sentence_is_french(fleet: Fleet) -> None:
    wrong = []
    for told in each_once(fleet.hear_all()):
        # Where one item of a list ends as the next begins, no word is doubled.
        faults = find_wrong_words(told.text)
        if is_list(told.phrase):
            faults = [fault for fault in faults if not fault.startswith("doubled word")]
        is_sentence = told.part in SENTENCES and not (told.part == "" and is_list(told.phrase))
        line = " ".join(told.text.split())
        faults += find_forbidden_readings(line, is_sentence=is_sentence)
        wrong += [f"{told.title}: {fault}: {told.text}" for fault in faults]
    assert wrong == []


def test_each_line_of_a_page_is_french(pages: list[Path]) -> None:
    wrong = []
    for page in pages:
        said = (*sentences_of(page), *alternatives_of(page))
        for line in said:
            wrong += [(page.name, line, each) for each in find_forbidden_readings(line)]
        for line in (*said, *cells_of(page)):
            wrong += [(page.name, line, each) for each in find_wrong_words(line)]
    assert wrong == []


def test_nothing_is_said_twice_on_a_page(pages: list[Path]) -> None:
    for page in pages:
        sentences = [
            sentence
            for line in sentences_of(page)
            for sentence in re.split(r"(?<=[.?!]) ", line)
            if len(sentence.split()) >= FEW_WORDS and sentence[-1] in ".?!"
        ]
        assert sorted(set(sentences)) == sorted(sentences), page


def test_signs_have_their_french_spaces_on_each_page(pages: list[Path]) -> None:
    for page in pages:
        for line in spoken_text(page).splitlines():
            wrong = [sign[0] for sign in SPACES.finditer(line) if "http" not in line]
            assert wrong == [], (page.name, line)


def test_the_source_of_a_map_begins_on_the_line_of_its_label(pages: list[Path]) -> None:
    notes = [
        note
        for page in pages
        for note in re.findall(r"Contours.{3}[^<]*(?=</figcaption>)", page.read_text("utf-8"))
    ]
    assert notes, "the maps of both networks have a source"
    assert set(notes) == {"Contours\u00a0:\u00a0Natural\u00a0Earth."}


@pytest.fixture(scope="module")
def pages(real_build: Path, example_build: Path) -> list[Path]:
    """Return the pages of both networks that the project ships."""
    return sorted((*real_build.rglob("*.html"), *example_build.rglob("*.html")))
