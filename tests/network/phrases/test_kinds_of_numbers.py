"""A number is what its column or its cell says, up to the sentence, and tells of how many it is."""

from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from cells import draw_cell, publish_cell, run_cells, tell_cell
from kinds_of_networks import write

from annual_report import as_count, as_share, as_year, known_from, measures, open_network
from annual_report.base.errors import ParameterError, PhraseError
from annual_report.network.network import Network
from annual_report.network.phrases.filling import check_phrase
from annual_report.network.phrases.filters import FILTERS, KINDS_TAKEN

OF_A_YEAR = {
    "lettres": "{{ membres|lettres }}",
    "chiffres": "{{ membres|chiffres }}",
    "combien": "{{ membres|combien('membre') }}",
    "accord": "{{ membres|accord('membre') }}",
    "rond": "{{ population|rond('habitants') }}",
    "pourcent": "{{ part_population|pourcent }}",
    "sur": "{{ part_population|sur('habitant') }}",
    "sur_dix": "{{ part_population|sur_dix }}",
}
"""Each filter for numbers, of a figure that it is for."""


@pytest.fixture(scope="module")
def example() -> Network:
    return open_network("data/reseau-exemple")


@pytest.fixture(scope="module")
def this_year(example: Network) -> "pd.Series[float]":
    return measures.count_figures(example).T[2025]


def having(network: Network, source: str) -> Network:
    """Return a network that has a phrase of its own, called `essai`."""
    return replace(network, phrases={"essai": source})


@pytest.mark.parametrize("name", OF_A_YEAR)
def test_each_filter_takes_a_figure_of_its_kind_and_refuses_all_others(
    example: Network, this_year: "pd.Series[float]", name: str
) -> None:
    right = OF_A_YEAR[name]
    assert having(example, right).tell("essai", this_year).text
    figure = right.split("|")[0].removeprefix("{{ ")
    others = {
        "part_population": "a share",
        "membres": "a count",
        "population": "a number of people",
    }
    for other, kind in others.items():
        wrong = right.replace(figure, other)
        takes = {"a share": "share", "a count": "count", "a number of people": "people"}[kind]
        if any(takes == each.value for each in KINDS_TAKEN[name]):
            assert having(example, wrong).tell("essai", this_year).text
            continue
        with pytest.raises(PhraseError) as refused:
            having(example, f"\n{wrong}").tell("essai", this_year)
        line = f"phrases/essai.md, line 2: “{other}” is {kind}, and “{name}” is for"
        assert str(refused.value).startswith(line)


def test_the_filters_that_fit_are_named(example: Network, this_year: "pd.Series[float]") -> None:
    with pytest.raises(PhraseError, match=r"for a share: pourcent, sur, sur_dix$"):
        having(example, "{{ part_population|chiffres }}").tell("essai", this_year)
    with pytest.raises(PhraseError, match=r"“year” is a year.*no filter, it is printed as it is$"):
        having(example, "{{ year|rond('habitants') }}").tell("essai", year=2025)
    with pytest.raises(PhraseError, match=r"“membres” is a count: it takes a filter, such as"):
        having(example, "{{ 'Ils sont ' ~ membres }}").tell("essai", this_year)
    with pytest.raises(PhraseError, match=r"“membres” is a count, and “\+” is for a year"):
        having(example, "{% set year = membres %}{{ year + 1 }}").tell("essai", this_year)
    assert KINDS_TAKEN.keys() <= FILTERS.keys()


@pytest.mark.parametrize(
    "made",
    [
        lambda figures: figures.loc[2025],
        lambda figures: figures.reindex([2025]).iloc[0],
        lambda figures: figures.astype("float64").T[2025],
        lambda figures: figures.loc[2025].dropna(),
        lambda figures: figures.loc[2025, ["membres", "part_population"]],
    ],
)
def test_a_row_is_what_its_columns_are_whatever_pandas_made_of_it(
    example: Network, made: object
) -> None:
    figures = measures.count_figures(example)
    row = made(figures)  # type: ignore[operator]
    told = having(example, "{{ part_population|pourcent(1) }}, {{ membres|lettres }}")
    assert told.tell("essai", row).text == "39,7\u00a0%, 40"


def test_a_row_that_was_changed_has_lost_what_it_was(
    example: Network, this_year: "pd.Series[float]"
) -> None:
    share = having(example, "{{ part_population|pourcent(1) }}")
    wrong = this_year * 100
    for changed in (wrong, this_year.rename(2024), this_year.rename({"regions": "membres"})):
        with pytest.raises(PhraseError, match="line 1: nobody said what the number"):
            having(example, "{{ membres|lettres }}").tell("essai", changed)
    with pytest.raises(PhraseError, match="nobody said what the number “part_population” is"):
        share.tell("essai", wrong)


@pytest.mark.parametrize("number", [3, 2.5, 1234.0, 2025])
def test_a_bare_number_is_refused_unless_its_cell_says_what_it_is(
    example: Network, number: float
) -> None:
    with pytest.raises(PhraseError) as refused:
        having(example, "{{ n }}").tell("essai", n=number)
    assert str(refused.value) == (
        "phrases/essai.md: nobody said what the number “n” is: its cell says as_count(…), "
        "as_share(…) or as_year(…)"
    )


def test_a_cell_says_what_its_numbers_are(example: Network) -> None:
    table = pd.DataFrame({"region": ["Bretagne"], "membres": [4], "part": [0.25], "depuis": [2020]})
    told = as_count(table).assign(part=as_share(table["part"]), depuis=as_year(table["depuis"]))
    phrase = (
        "{% for r in t %}{{ r.membres|lettres }}, {{ r.part|pourcent }}, {{ r.depuis }}{% endfor %}"
    )
    assert having(example, phrase).tell("essai", t=told).text == "Quatre, 25\u00a0%, 2020"
    with pytest.raises(PhraseError, match="nobody said what the number “membres” is"):
        having(example, phrase).tell("essai", t=table)
    # What a cell has said stays with its numbers, whatever pandas makes of their rows.
    grouped = pd.concat([told, told]).groupby("depuis")["membres"].agg(list).reset_index()
    years = "{% for r in t %}{{ r.depuis }} : {{ r.membres[0]|lettres }}{% endfor %}"
    assert having(example, years).tell("essai", t=grouped).text == "2020\u00a0: quatre"


def test_the_kind_that_a_cell_says_last_holds(example: Network) -> None:
    counted = as_count(2025)
    said = having(example, "{{ depuis }}").tell("essai", depuis=as_year(counted))
    assert said.text == "2025"


@pytest.mark.parametrize(
    ("say", "value", "fault"),
    [
        (as_share, 35.2, "35.2 is no share"),
        (as_year, 0.3, "0.3 is no year"),
        (as_year, 40, "40 is no year"),
        (as_year, 2025.5, "2025.5 is no year"),
        (as_count, "quatre", "“quatre” is a str, and no number"),
    ],
)
def test_what_a_value_cannot_be_no_cell_says(say: object, value: object, fault: str) -> None:
    with pytest.raises(ParameterError, match=fault):
        say(value)  # type: ignore[operator]


@pytest.fixture
def partly_located(tmp_path: Path) -> Network:
    """Return a network of which one member of four is in no region."""
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
    counted = as_count(members["region"].value_counts()).reset_index(name="membres")
    with pytest.raises(PhraseError, match=rf"line 1: “[\w.]+” is known of {located} among"):
        having(network, source).tell(
            "essai", régions=known_from(counted, members["region"]), members=members
        )


def test_a_phrase_that_says_of_how_many_tells_it(partly_located: Network) -> None:
    network = partly_located
    members = measures.list_members(network, network.years[-1])
    counted = as_count(members["region"].value_counts()).reset_index(name="membres")
    regions = known_from(counted, members["region"])
    said = having(
        network,
        "{{ régions[0].region if régions.connus }}, parmi les {{ régions.connus|chiffres }} "
        "membres connus sur {{ régions.sur|chiffres }}.",
    ).tell("essai", régions=regions)
    located = members["region"].count()
    known = f"parmi les {located} membres connus sur {len(members)}."
    assert said.text.replace("\u00a0", " ") == f"{counted['region'][0]}, {known}"
    silent = having(network, "{% if régions.complet %}" + FIRST + "{% endif %}")
    assert not silent.tell("essai", régions=regions)


def test_of_no_row_at_all_nothing_is_known_in_full(example: Network) -> None:
    nobody = measures.list_members(example, 2025).iloc[:0]
    regions = known_from(nobody["region"], nobody["region"])
    told = having(example, "{{ 'Tous.' if régions.complet else 'Rien.' }}")
    assert told.tell("essai", régions=regions).text == "Rien."


def test_an_own_phrase_that_does_not_ask_fails_even_where_all_are_known(example: Network) -> None:
    members = measures.list_members(example, 2025)
    counted = as_count(members["region"].value_counts()).reset_index(name="membres")
    regions = known_from(counted, members["region"])
    with pytest.raises(PhraseError, match="“régions” is known of 40 among 40: ask for"):
        having(example, FIRST).tell("essai", régions=regions)
    assert check_phrase(
        "carte",
        "# constat : " + FIRST + "\n# description : a\n# légende :\n"
        "- membre : a\n# note :\n# données :\n",
    )[0] == (
        1,
        "“régions” may be known of some alone: ask for régions.complet, régions.connus or "
        "régions.au_moins before it is told",
    )


def test_a_rate_says_of_how_many_meetings_it_is(
    example: Network, this_year: "pd.Series[float]"
) -> None:
    assert this_year["rencontres_presences_completes"] < this_year["rencontres"]
    rate = "{{ part_presence|pourcent }}"
    with pytest.raises(PhraseError, match="“part_presence” is known of 10 among 11: ask for"):
        having(example, rate).tell("essai", this_year)
    with pytest.raises(PhraseError, match="“part_presence” is known of 10 among 11: say of how"):
        having(example, "{{ '' if part_presence.complet }}" + rate).tell("essai", this_year)
    asked = "À {{ part_presence.connus|combien('rencontre') }} : " + rate
    assert (
        having(example, asked).tell("essai", this_year).text.startswith("À\u00a010\u00a0rencontres")
    )
    # Figures that are known of the same meetings are asked for once.
    both = "{{ 'au moins ' if venues.au_moins }}{{ invitations_honorees|chiffres }}"
    assert having(example, both).tell("essai", this_year).text.startswith("Au moins")


def test_all_figures_of_a_phrase_of_the_program_are_of_kinds_that_it_tells(
    example: Network,
) -> None:
    """The notebooks say what each number is: nothing is refused while their cells run."""
    assert run_cells(example, "trends")


@pytest.fixture
def gaps(tmp_path: Path) -> Network:
    """Return a network that notes meetings of 3 of its 7 years, 2019 to 2025."""
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
    source = parts if cell.endswith("dessines") else words
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
