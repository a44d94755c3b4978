"""Superlatives and "all": told of values that are known of every row, or with their number."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any, NamedTuple
from unittest.mock import patch

import pytest
from cells import run_cells

from annual_report import measures, open_network
from annual_report.base.errors import PhraseError
from annual_report.network.network import Network
from annual_report.network.phrases.amounts import Known

UNASKED = "is said of a value, and nothing asks of how many it is known"
SUPERLATIVES = (
    "carte",
    "carte_dite",
    "lieux",
    "hotes",
    "lieux_vus",
    "membres_par_annee",
    "regions",
    "rencontres_par_an",
    "tailles",
    "themes_annonces",
    "voisins",
    "voisins_ensembles",
)
"""The phrases that tell a superlative, a total or "all" of a value that a notebook hands over."""
WITHOUT_PARTS = (
    "carte_dite",
    "hotes",
    "lieux_vus",
    "regions",
    "themes_annonces",
    "voisins_ensembles",
)
"""Those of them that are sentences of a text, not the words of a figure."""


@pytest.fixture(scope="module")
def example() -> Network:
    return open_network("data/reseau-exemple")


class Handed(NamedTuple):
    """The row and the values by name that a notebook hands to a phrase."""

    row: Any
    values: dict[str, Any]

    def list_plain(self) -> Iterator["Handed"]:
        """Yield copies in which the row, or a value, doesn't tell the known rows."""
        if isinstance(self.row, Known):
            yield self._replace(row=self.row.value)
        for name, value in self.values.items():
            if isinstance(value, Known):
                yield self._replace(values={**self.values, name: value.value})


@contextmanager
def hear_known() -> Iterator[dict[str, Handed]]:
    """Note the values that a notebook hands to each phrase, if some are known of some rows."""
    heard: dict[str, Handed] = {}
    tell = Network.tell
    words = Network.words

    def note(phrase: str, handed: Handed) -> None:
        if any(handed.list_plain()):
            heard[phrase] = handed

    def note_told(self: Network, name: str, row: Any = None, /, **values: Any) -> Any:
        note(name, Handed(row, values))
        return tell(self, name, row, **values)

    def note_words(self: Network, name: str, row: Any = None, /, **values: Any) -> Any:
        note(name, Handed(row, values))
        return words(self, name, row, **values)

    with patch.object(Network, "tell", note_told), patch.object(Network, "words", note_words):
        yield heard


@pytest.fixture(scope="module")
def handed(example: Network) -> dict[str, Handed]:
    """Return the values that the three notebooks hand to each phrase, if some are partly known."""
    with hear_known() as heard:
        run_cells(example, "trends")
        run_cells(example, "year_data", year=2025)
        run_cells(example, "annual_report", year=2025)
    return heard


def tell(network: Network, phrase: str, handed: Handed) -> object:
    """Tell a phrase as a notebook does: in parts for a figure, and whole for a text."""
    if phrase in WITHOUT_PARTS:
        return network.tell(phrase, handed.row, **handed.values)
    return network.words(phrase, handed.row, **handed.values)


@pytest.mark.parametrize("phrase", SUPERLATIVES)
def test_a_plain_value_is_refused_where_a_superlative_is_told_of_it(
    example: Network, handed: dict[str, Handed], phrase: str
) -> None:
    for plain in handed[phrase].list_plain():
        with pytest.raises(PhraseError, match="nobody said of how many this value is known"):
            tell(example, phrase, plain)


@pytest.mark.parametrize(
    "source",
    [
        "Au plus {{ members|chiffres }} membres.",
        "La plus proche : {{ members[0].nom }}.",
        "Tous les membres : {{ members.membre|les }}.",
        "{{ members.region|accord('Première région', 'Premières régions') }} : Bretagne.",
        "Premiers membres\u00a0: {{ members.membre|les }}.",
    ],
)
def test_a_superlative_without_a_question_is_refused_with_its_line(
    example: Network, source: str
) -> None:
    members = measures.list_members(example, 2025)
    own = replace(example, phrases={"essai": f"Un mot.\n\n{source}"})
    with pytest.raises(PhraseError, match=f"essai.md, line 3: .*{UNASKED}"):
        own.tell("essai", members=members)


def test_a_question_in_another_part_of_a_figure_is_none_for_this_part(example: Network) -> None:
    members = measures.list_members(example, 2025)
    asked = "# constat : {{ 'Oui.' if members.region.complet }}\n"
    own = replace(
        example, phrases={"essai": f"{asked}# note : Au plus {{{{ members|chiffres }}}}."}
    )
    with pytest.raises(PhraseError, match=f"essai.md, line 2: .*{UNASKED}"):
        own.words("essai", members=members)


@pytest.mark.parametrize(
    ("source", "told"),
    [
        (
            "La première année, {{ members|chiffres }} membres.",
            "La première année, 40\u00a0membres.",
        ),
        ("Tous les résumés {{ nous.du }}.", "Tous les résumés du réseau."),
        # A comma parts the words: nothing is said of "tous les membres".
        (
            "À eux tous, les membres sont {{ members|chiffres }}.",
            "À\u00a0eux tous, les membres sont 40.",
        ),
        (
            "{% if members.region.complet %}Tous les membres : {{ members|chiffres }}.{% endif %}",
            "Tous les membres\u00a0: 40.",
        ),
    ],
)
def test_words_of_a_superlative_that_rank_no_value_need_no_question(
    example: Network, source: str, told: str
) -> None:
    own = replace(example, phrases={"essai": source})
    assert own.tell("essai", members=measures.list_members(example, 2025)).text == told
