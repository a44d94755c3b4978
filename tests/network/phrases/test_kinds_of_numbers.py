"""Numbers keep the kind that a column or a cell gives them, up to the sentence."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from cells import draw_cell, publish_cell, run_cells, tell_cell
from kinds_of_networks import write

from annual_report import as_count, as_share, as_year, known_from, measures, open_network
from annual_report.base.errors import ParameterError, PhraseError
from annual_report.network.network import Network
from annual_report.network.phrases.filling import check_phrase
from annual_report.network.phrases.filters import FILTERS, KINDS_TAKEN


@pytest.fixture(scope="module")
def example() -> Network:
    return open_network("data/reseau-exemple")


@pytest.fixture(scope="module")
def this_year(example: Network) -> "pd.Series[float]":
    """Return the key figures of 2025, as a row that a notebook gives to a phrase."""
    return measures.count_figures(example).T[2025]


def have_phrase(network: Network, source: str) -> Network:
    """Return a network that has a phrase of its own, called `essai`."""
    return replace(network, phrases={"essai": source})


CALLS = {
    "lettres": "lettres",
    "chiffres": "chiffres",
    "combien": "combien('membre')",
    "accord": "accord('membre')",
    "rond": "rond('habitants')",
    "pourcent": "pourcent",
    "sur": "sur('habitant')",
    "sur_dix": "sur_dix",
}
"""Each filter for numbers, as a phrase calls it."""
KINDS_WRITTEN = {
    "lettres": {"count"},
    "chiffres": {"count", "people"},
    "combien": {"count", "people"},
    "accord": {"count", "people"},
    "rond": {"count", "people"},
    "pourcent": {"share"},
    "sur": {"share"},
    "sur_dix": {"share"},
}
"""The kinds that each of them writes: nobody reads twelve millions in letters."""
FIGURES = {
    # The kind of a number: (a key figure, the kind in a message).
    "share": ("part_population", "a share"),
    "count": ("membres", "a count"),
    "people": ("population", "a number of people"),
}


@pytest.mark.parametrize("kind", FIGURES)
@pytest.mark.parametrize("name", CALLS)
def test_a_filter_writes_numbers_of_its_kinds_and_refuses_all_others(
    example: Network, this_year: "pd.Series[float]", name: str, kind: str
) -> None:
    figure, named_kind = FIGURES[kind]
    phrase = "{{ " + figure + "|" + CALLS[name] + " }}"
    if kind in KINDS_WRITTEN[name]:
        assert have_phrase(example, phrase).tell("essai", this_year).text
    else:
        with pytest.raises(PhraseError) as refused:
            have_phrase(example, phrase).tell("essai", this_year)
        line = f"phrases/essai.md, line 1: “{figure}” is {named_kind}, and “{name}” is for"
        assert str(refused.value).startswith(line)


def test_every_filter_for_numbers_is_tried() -> None:
    assert KINDS_TAKEN.keys() >= CALLS.keys()
    assert FILTERS.keys() >= KINDS_TAKEN.keys()


def test_a_refusal_names_the_filters_that_fit_the_number(
    example: Network, this_year: "pd.Series[float]"
) -> None:
    with pytest.raises(PhraseError, match=r"for a share: pourcent, sur, sur_dix$"):
        have_phrase(example, "{{ part_population|chiffres }}").tell("essai", this_year)


def test_a_year_takes_no_filter(example: Network) -> None:
    with pytest.raises(PhraseError, match=r"“year” is a year.*no filter, it is printed as it is$"):
        have_phrase(example, "{{ year|rond('habitants') }}").tell("essai", year=2025)


def test_a_count_takes_a_filter_even_where_it_is_joined_to_a_text(
    example: Network, this_year: "pd.Series[float]"
) -> None:
    with pytest.raises(PhraseError, match=r"“membres” is a count: it takes a filter, such as"):
        have_phrase(example, "{{ 'Ils sont ' ~ membres }}").tell("essai", this_year)


def test_only_to_a_year_can_a_phrase_add(example: Network, this_year: "pd.Series[float]") -> None:
    phrase = "{% set year = membres %}{{ year + 1 }}"
    with pytest.raises(PhraseError, match=r"“membres” is a count, and “\+” is for a year"):
        have_phrase(example, phrase).tell("essai", this_year)


@pytest.mark.parametrize(
    "choose_row",
    [
        pytest.param(lambda figures: figures.loc[2025], id="loc"),
        pytest.param(lambda figures: figures.reindex([2025]).iloc[0], id="reindex"),
        pytest.param(lambda figures: figures.astype("float64").T[2025], id="transposed"),
        pytest.param(lambda figures: figures.loc[2025].dropna(), id="without unknown ones"),
        pytest.param(
            lambda figures: figures.loc[2025, ["membres", "part_population"]], id="some columns"
        ),
    ],
)
def test_a_row_keeps_the_kinds_of_its_columns_whatever_pandas_made_of_it(
    example: Network, choose_row: Callable[[pd.DataFrame], "pd.Series[float]"]
) -> None:
    row = choose_row(measures.count_figures(example))
    network = have_phrase(example, "{{ part_population|pourcent(1) }}, {{ membres|lettres }}")
    assert network.tell("essai", row).text == "39,7\u00a0%, 40"


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda row: row * 100, id="computed"),
        pytest.param(lambda row: row.rename(2024), id="of another year"),
        pytest.param(lambda row: row.rename({"regions": "membres"}), id="renamed"),
    ],
)
def test_a_row_that_was_changed_has_lost_the_kinds_of_its_numbers(
    example: Network,
    this_year: "pd.Series[float]",
    change: Callable[["pd.Series[float]"], "pd.Series[float]"],
) -> None:
    network = have_phrase(example, "{{ membres|lettres }}")
    with pytest.raises(PhraseError, match="line 1: nobody said what the number"):
        network.tell("essai", change(this_year))


def test_a_share_that_was_multiplied_is_told_by_no_filter(
    example: Network, this_year: "pd.Series[float]"
) -> None:
    network = have_phrase(example, "{{ part_population|pourcent(1) }}")
    with pytest.raises(PhraseError, match="nobody said what the number “part_population” is"):
        network.tell("essai", this_year * 100)


@pytest.mark.parametrize("number", [3, 2.5, 1234.0, 2025])
def test_a_bare_number_is_refused_unless_its_cell_says_what_it_is(
    example: Network, number: float
) -> None:
    with pytest.raises(PhraseError) as refused:
        have_phrase(example, "{{ n }}").tell("essai", n=number)
    assert str(refused.value) == (
        "phrases/essai.md: nobody said what the number “n” is: its cell says as_count(…), "
        "as_share(…) or as_year(…)"
    )


REGIONS = pd.DataFrame({"region": ["Bretagne"], "membres": [4], "part": [0.25], "depuis": [2020]})
"""A table of an analyst's own, whose numbers may mean anything."""
TYPED_REGIONS = as_count(REGIONS).assign(
    part=as_share(REGIONS["part"]), depuis=as_year(REGIONS["depuis"])
)
"""The same table once its cell has said what each number is."""


def test_a_table_whose_cell_names_the_kinds_of_its_numbers_is_told(example: Network) -> None:
    network = have_phrase(
        example,
        "{% for r in t %}{{ r.membres|lettres }}, {{ r.part|pourcent }}, {{ r.depuis }}"
        "{% endfor %}",
    )
    assert network.tell("essai", t=TYPED_REGIONS).text == "Quatre, 25\u00a0%, 2020"


def test_a_table_whose_cell_names_no_kind_is_refused(example: Network) -> None:
    network = have_phrase(example, "{% for r in t %}{{ r.membres|lettres }}{% endfor %}")
    with pytest.raises(PhraseError, match="nobody said what the number “membres” is"):
        network.tell("essai", t=REGIONS)


def test_the_kind_of_a_number_stays_with_it_through_pandas(example: Network) -> None:
    twice = pd.concat([TYPED_REGIONS, TYPED_REGIONS])
    grouped = twice.groupby("depuis")["membres"].agg(list).reset_index()
    network = have_phrase(
        example, "{% for r in t %}{{ r.depuis }} : {{ r.membres[0]|lettres }}{% endfor %}"
    )
    assert network.tell("essai", t=grouped).text == "2020\u00a0: quatre"


def test_the_kind_that_a_cell_says_last_holds(example: Network) -> None:
    counted = as_count(2025)
    said = have_phrase(example, "{{ depuis }}").tell("essai", depuis=as_year(counted))
    assert said.text == "2025"


@pytest.mark.parametrize(
    ("name_kind", "value", "fault"),
    [
        # A share goes from 0 to 1, a year has four digits.
        (as_share, 35.2, "35.2 is no share"),
        (as_year, 0.3, "0.3 is no year"),
        (as_year, 40, "40 is no year"),
        (as_year, 2025.5, "2025.5 is no year"),
        (as_count, "quatre", "“quatre” is a str, and no number"),
    ],
)
def test_a_value_can_not_be_named_as_a_kind_that_it_can_not_be(
    name_kind: Callable[[Any], object], value: object, fault: str
) -> None:
    with pytest.raises(ParameterError, match=fault):
        name_kind(value)


def count_by_region(members: pd.DataFrame) -> Any:
    """Return the régions with most members first, as a notebook does: known of some members."""
    counted = as_count(members["region"].value_counts()).reset_index(name="membres")
    return known_from(counted, members["region"])


@pytest.fixture
def partly_located(tmp_path: Path) -> Network:
    """Return a network with ten members that are in no region."""
    return open_network(write(tmp_path / "melange", "melange"))


FIRST = "En tête : {{ régions[0].region }}, avec {{ régions[0].membres|lettres }} membres."


@pytest.mark.parametrize(
    "source",
    [
        FIRST,
        "{% if régions.complet or true %}" + FIRST + "{% endif %}",
        "{% for r in régions %}{{ r.region }}{% endfor %}",
        "{{ (régions|first).region }}",
        "{{ (régions|last).region }}",
        "{{ régions|length }}",
        "{{ régions|lettres }}",
        "{{ régions.region|liste }}",
        "{{ régions.où(membres=1)|combien('région') }}",
        "{% set r = régions %}{{ r[0].region }}",
        "{{ members.region|unique|length }}",
        "{% if members.region|unique|length == 1 %}Tous dans la même région.{% endif %}",
    ],
)
def test_no_phrase_tells_the_first_region_where_some_are_unknown(
    partly_located: Network, source: str
) -> None:
    network = partly_located
    members = measures.list_members(network, network.years[-1])
    located = members["region"].count()
    assert 0 < located < len(members)
    regions = count_by_region(members)
    with pytest.raises(PhraseError, match=rf"line 1: “[\w.]+” is known of {located} among"):
        have_phrase(network, source).tell("essai", régions=regions, members=members)


def test_a_phrase_that_says_of_how_many_tells_the_first_region(partly_located: Network) -> None:
    members = measures.list_members(partly_located, 2025)
    network = have_phrase(
        partly_located,
        "{{ régions[0].region if régions.connus }}, parmi les {{ régions.connus|chiffres }} "
        "membres connus sur {{ régions.sur|chiffres }}.",
    )
    text = network.tell("essai", régions=count_by_region(members)).text
    assert text.startswith(members["region"].value_counts().index[0])
    # Ten of the 180 members are organisations, which may be anywhere.
    assert text.endswith(", parmi les 170\u00a0membres connus sur 180.")


def test_a_phrase_may_tell_nothing_where_some_are_unknown(partly_located: Network) -> None:
    members = measures.list_members(partly_located, 2025)
    network = have_phrase(partly_located, "{% if régions.complet %}" + FIRST + "{% endif %}")
    assert not network.tell("essai", régions=count_by_region(members))


def test_of_no_row_at_all_nothing_is_known_in_full(example: Network) -> None:
    nobody = measures.list_members(example, 2025).iloc[:0]
    regions = known_from(nobody["region"], nobody["region"])
    told = have_phrase(example, "{{ 'Tous.' if régions.complet else 'Rien.' }}")
    assert told.tell("essai", régions=regions).text == "Rien."


def test_an_own_phrase_that_does_not_ask_fails_even_where_all_are_known(example: Network) -> None:
    regions = count_by_region(measures.list_members(example, 2025))
    with pytest.raises(PhraseError, match="“régions” is known of 40 among 40: ask for"):
        have_phrase(example, FIRST).tell("essai", régions=regions)


def test_check_finds_a_phrase_that_does_not_ask_of_how_many_it_tells() -> None:
    source = (
        f"# constat : {FIRST}\n# description : a\n# légende :\n- membre : a\n# note :\n"
        "# données :\n"
    )
    first, *_others = check_phrase("carte", source)
    assert first == (
        1,
        "“régions” may be known of some alone: ask for régions.complet, régions.connus or "
        "régions.au_moins before it is told",
    )


RATE = "{{ part_presence|pourcent }}"


def test_a_rate_is_refused_unless_its_phrase_says_of_how_many_meetings_it_is(
    example: Network, this_year: "pd.Series[float]"
) -> None:
    # In 2025 the example has eleven meetings, ten of them with the state of every member.
    with pytest.raises(PhraseError, match="“part_presence” is known of 10 among 11: ask for"):
        have_phrase(example, RATE).tell("essai", this_year)
    # To ask and then to say nothing of it is no better.
    asked_in_vain = "{{ '' if part_presence.complet }}" + RATE
    with pytest.raises(PhraseError, match="“part_presence” is known of 10 among 11: say of how"):
        have_phrase(example, asked_in_vain).tell("essai", this_year)


@pytest.mark.parametrize("comparison", ["venues > rencontres", "rencontres > venues"])
def test_a_comparison_asks_for_either_of_its_numbers(
    example: Network, this_year: "pd.Series[float]", comparison: str
) -> None:
    with pytest.raises(PhraseError, match="“venues” is known of 10 among 11: ask for"):
        have_phrase(example, "{{ 'Oui' if " + comparison + " }}").tell("essai", this_year)


def test_a_rate_is_told_with_the_number_of_its_meetings(
    example: Network, this_year: "pd.Series[float]"
) -> None:
    network = have_phrase(example, "À {{ part_presence.connus|combien('rencontre') }} : " + RATE)
    text = network.tell("essai", this_year).text
    assert text.startswith("À\u00a010\u00a0rencontres")


def test_figures_that_are_known_of_the_same_meetings_are_asked_for_once(
    example: Network, this_year: "pd.Series[float]"
) -> None:
    phrase = "{{ 'au moins ' if venues.au_moins }}{{ invitations_honorees|chiffres }}"
    text = have_phrase(example, phrase).tell("essai", this_year).text
    assert text.startswith("Au moins")


def test_all_figures_of_a_phrase_of_the_program_are_of_kinds_that_it_tells(
    example: Network,
) -> None:
    # Nothing is refused while the cells run.
    assert run_cells(example, "trends")


@pytest.fixture
def gaps(tmp_path: Path) -> Network:
    """Return a network with meetings in 3 of the 7 years from 2019 to 2025."""
    return open_network(write(tmp_path / "gaps_of_years", "gaps_of_years"))


UNASKED = {
    "the fewest meetings": (
        "rencontres_par_an",
        "formats-dessines",
        "moins",
        "{{ moins|lettres }}",
    ),
    "the most meetings": ("rencontres_par_an", "formats-dessines", "plus", "{{ plus|lettres }}"),
    "the parts of the bars": (
        "rencontres_par_an",
        "formats-dessines",
        "parts",
        "{% for p in parts %}{{ p.plus|lettres }}{% endfor %}",
    ),
    "more members each year": (
        "membres_par_annee",
        "mouvements-dessines",
        "monte",
        "{{ 'De plus en plus' if monte }}",
    ),
    "how often the first host": ("hotes", "hotes-dits", "fois", "{{ fois|lettres }}"),
    "the number of hosts": ("hotes", "hotes-dits", "hôtes", "{{ hôtes|lettres }}"),
    "the announced subjects": (
        "themes_annonces",
        "sujets-dits",
        "annoncés",
        "{{ annoncés|lettres }}",
    ),
}
"""Phrases of a network's own that tell of all years: phrase, cell, the value, and the words."""


@pytest.mark.parametrize(("phrase", "cell", "value", "words"), UNASKED.values(), ids=UNASKED)
def test_no_phrase_tells_of_all_years_what_the_notebook_found_in_some(
    gaps: Network, phrase: str, cell: str, value: str, words: str
) -> None:
    parts = f"# constat : {words}\n# description : Une barre par année.\n# note :\n# données :\n"
    source = words
    if cell.endswith("dessines"):
        source = parts
    own = replace(gaps, phrases={phrase: source})
    with pytest.raises(PhraseError, match=rf"line 1: “{value}” is known of \d among \d: ask for"):
        publish_cell(own, "trends", cell)


def test_a_sentence_of_years_with_gaps_says_that_others_are_not_recorded(gaps: Network) -> None:
    # 2019 and 2025 note two meetings, 2023 a single one, the four years between none.
    figure = draw_cell(gaps, "trends", "formats-dessines")
    assert "Une barre par année renseignée : 1 rencontre au moins, en 2023 ; 2 au plus" in figure
    assert "En présentiel : de 0 à 2 par année renseignée ; hybrides : de 0 à 1 ;" in figure
    # Of 2021 and 2022 nobody wrote down a subject.
    sentence = tell_cell(gaps, "trends", "sujets-dits")
    assert "Au moins cinq sujets ont été annoncés pour 2025 ou avant" in sentence


@pytest.fixture
def unnoted(tmp_path: Path) -> Network:
    """Return a network that met in 2024 and 2025 in places, some without a town or a host noted."""
    return open_network(write(tmp_path / "gaps_of_places", "gaps_of_places"))


def test_no_phrase_counts_the_towns_of_meetings_of_which_some_have_none(unnoted: Network) -> None:
    parts = "# description : Une carte.\n# légende :\n- membre : membre\n# note :\n# données :\n"
    counted = "# constat : {{ places.ville|combien('ville') }}\n"
    own = replace(unnoted, phrases={"carte": counted + parts})
    with pytest.raises(PhraseError, match=r"line 1: “places.ville” is known of 5 among 8: ask for"):
        publish_cell(own, "annual_report", "carte", year=2025)


def test_a_sentence_of_towns_and_hosts_says_at_least_where_some_are_not_noted(
    unnoted: Network,
) -> None:
    few_towns = draw_cell(unnoted, "annual_report", "carte", year=2024)
    assert "Rencontres à Laval et à Alençon au moins." in few_towns
    many_towns = draw_cell(unnoted, "annual_report", "carte", year=2025)
    assert "Rencontres dans au moins cinq villes." in many_towns
    bare_meetings = tell_cell(unnoted, "annual_report", "rencontres-dites", year=2025)
    assert "Trois rencontres, dont une à Caen" in bare_meetings
    hosts = tell_cell(unnoted, "trends", "hotes-dits")
    assert "Au moins quatre hôtes ont accueilli le réseau, dont l’Eure, au moins deux fois" in hosts
