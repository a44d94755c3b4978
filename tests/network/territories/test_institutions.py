"""Institutions and territories: codes, names people write, grammar, counts, borders, maps."""

import pytest
from cells import tell_cell
from kinds_of_networks import NETWORKS, write

from annual_report import charts, measures
from annual_report.base.errors import CellError
from annual_report.network.network import Network, open_network
from annual_report.network.phrases.filters import enumerate_institutions
from annual_report.network.reading.values.member_cells import read_institution as read_member
from annual_report.network.territories.grammar import (
    choose_network_word,
    find_article,
    join_to_name,
    write_of_name,
)
from annual_report.network.territories.institutions import (
    find_institution,
    institutions_by_code,
    is_called,
    is_known,
    list_towns,
    neighbours_by_code,
    sort_codes,
    tell_apart,
)
from annual_report.network.territories.kinds import find_common_kind, kinds_by_name
from annual_report.network.territories.reference import list_sources, read_reference_rows
from annual_report.network.territories.spelling import (
    find_commune_behind,
    find_institutions,
    find_institutions_on,
    find_nearest_institution,
    find_point_of_town,
    find_same_name,
    list_kinds_beside,
    write_of_town,
)
from annual_report.report.parts.sources import explain_provenance, name_producers

MEMBRES = ("annual_report", "membres-dits")
"""The cell that says how many inhabitants the members have."""

EVERY = ("région", "département", "métropole", "commune")


@pytest.fixture(scope="module")
def networks(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Network]:
    folder = tmp_path_factory.mktemp("reseaux")
    return {name: open_network(write(folder / name, name)) for name in NETWORKS}


# --- The reference --------------------------------------------------------------------------


def test_how_many_there_are_of_each_kind() -> None:
    sizes = {
        kind: len(institutions_by_code(kind))
        for kind in kinds_by_name()
        if kinds_by_name()[kind].tables
    }
    assert sizes == {
        "département": 100,
        "région": 18,
        "métropole": 22,
        "communauté urbaine": 14,
        "communauté d’agglomération": 230,
        "communauté de communes": 989,
        "intercommunalité": 1255,
        "commune": 34_875,
    }


def test_those_of_departmental_rank_cover_the_country_once() -> None:
    every = institutions_by_code("département").values()
    covered = [code for institution in every for code in institution.territories]
    assert len(covered) == len(set(covered)) == 102  # 101, with the Rhône in two parts


@pytest.mark.parametrize(
    ("kind", "code", "neighbours"),
    [
        pytest.param("département", "69M", {"69D", "01", "38"}, id="Métropole de Lyon"),
        pytest.param("département", "69D", {"69M", "01", "38", "42", "71"}, id="Rhône"),
        pytest.param("département", "6AE", {"54", "57", "88", "90"}, id="Alsace"),
        pytest.param("département", "20R", set(), id="Corse, which is an island"),
        pytest.param("région", "53R", {"28R", "52R"}, id="Bretagne"),
    ],
)
def test_an_institution_has_the_neighbours_that_a_map_of_france_shows(
    kind: str, code: str, neighbours: set[str]
) -> None:
    assert neighbours_by_code(kind)[code] == neighbours


# --- What people write ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "wanted", "code"),
    [
        ("44", ("département",), "44"),
        ("CD 44", ("département",), "44"),
        ("44D", ("département",), "44"),
        ("Conseil départemental de Loire-Atlantique", ("département",), "44"),
        ("Côtes-du-Nord", ("département",), "22"),
        ("Alsace", ("département",), "6AE"),
        ("CEA", ("département",), "6AE"),
        ("Collectivité européenne d'Alsace", ("département",), "6AE"),
        ("75", ("département",), "75C"),
        ("Ville de Paris", ("département",), "75C"),
        ("la Martinique", ("département",), "972R"),
        ("Grand Lyon", ("métropole",), "69M"),
        ("Métropole de Nantes", ("métropole",), "244400404"),
        ("244400404 Nantes Métropole", ("métropole",), "244400404"),
        ("53", ("région",), "53R"),
        ("94", ("région",), "20R"),
        ("Conseil régional de Bretagne", EVERY, "53R"),
        ("Nantes", EVERY, "44109"),
        ("Saint-Denis (93)", ("commune",), "93066"),
        ("Saint-Denis, 97411", ("commune",), "97411"),
        ("75056", ("commune",), "75C"),
        ("le havre", ("commune",), "76351"),
        ("1001", ("commune",), "01001"),
        ("67", ("département",), "6AE"),
        ("Haut-Rhin", ("département",), "6AE"),
        ("2B", ("département", "organisation"), "20R"),
        ("76R", ("département", "région"), "76R"),
        ("76D", ("département", "région"), "76"),
        ("76 Seine-Maritime", ("département", "région"), "76"),
        ("Occitanie (76)", ("département", "région"), "76R"),
        ("75 Nouvelle-Aquitaine", ("département", "région"), "75R"),
        ("L'Arche d'à côté", ("organisation",), "L’Arche d’à côté"),
    ],
)
def test_a_code_or_a_name_is_one_institution(text: str, wanted: tuple[str, ...], code: str) -> None:
    assert read_member(text, wanted) == code


@pytest.mark.parametrize(
    ("text", "wanted", "nearest"),
    [
        ("69", ("département",), "Département du Rhône or Métropole de Lyon"),
        ("Guadeloupe", EVERY, "Région Guadeloupe or Guadeloupe (971)"),
        ("Saillans", ("commune",), "Saillans (26289, Drôme) or Saillans (33364, Gironde)"),
        ("76", EVERY, "Région Occitanie or Seine-Maritime (76)"),
        ("75", EVERY, "Région Nouvelle-Aquitaine or Ville de Paris"),
        ("Nante Métropole", ("métropole",), "Nantes Métropole (244400404)"),
        ("Lamballe", ("commune",), "Lamballe-Armor (22093, Côtes-d’Armor)"),
        (
            "CC Pays de Landerneau Daoulas",
            ("intercommunalité",),
            "Communauté d’agglomération du Pays de Landerneau-Daoulas (242900801)",
        ),
        ("75112", ("commune",), "Paris (75056)"),
        ("69385", ("commune",), "Lyon (69123)"),
        ("13216", ("commune", "organisation"), "Marseille (13055)"),
        ("44109", ("organisation",), "Nantes (44109)"),
        ("44109", ("département", "organisation"), "Nantes (44109)"),
        ("214401093", ("commune",), "Nantes (44109)"),
        ("Nantes Métropole", ("département",), None),
        ("Bordeaux", ("département",), None),
        ("la Girondde", ("département",), "Gironde (33)"),
        ("Haute-Rhin", ("territoire",), "Haut-Rhin (68)"),
        ("Ile et Vilaine", ("territoire",), "Ille-et-Vilaine (35)"),
        ("44000", ("département",), None),
        ("45 Loire-Atlantique", ("département",), "Loiret (45) or Loire-Atlantique (44)"),
    ],
)
def test_what_is_not_one_for_certain_is_refused_with_the_choices(
    text: str, wanted: tuple[str, ...], nearest: str | None
) -> None:
    with pytest.raises(CellError) as refused:
        read_member(text, wanted)
    assert refused.value.nearest == nearest


def test_a_delegated_commune_is_refused_with_what_to_write() -> None:
    with pytest.raises(CellError) as refused:
        read_member("Pontchâteau-le-Vieux", ("commune",))
    assert refused.value.expected == (
        "a code or an official name among: communes; of a delegated commune, of which there is no "
        "list, the commune that it is a part of"
    )


def test_every_institution_is_known_by_its_code_and_by_its_title() -> None:
    for kind in ("département", "région", "métropole"):
        for code, institution in institutions_by_code(kind).items():
            for text in (code, institution.title, institution.with_article, institution.label):
                assert read_member(text, (kind,)) == code, text


def test_a_name_of_communes_is_read_as_one_or_refused_with_all_that_share_it() -> None:
    by_name: dict[str, list[str]] = {}
    for code, commune in institutions_by_code("commune").items():
        by_name.setdefault(commune.key or "paris", []).append(code)
    shared = {name: codes for name, codes in by_name.items() if len(codes) > 1}
    assert len(shared) > 1_400
    name, codes = max(shared.items(), key=lambda item: len(item[1]))
    with pytest.raises(CellError) as refused:
        read_member(name, ("commune",))
    assert all(code in str(refused.value.nearest) for code in codes)


# --- Grammar --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "of"),
    [
        ("40", "du Département des Landes"),
        ("44", "du Département de Loire-Atlantique"),
        ("49", "du Département de Maine-et-Loire"),
        ("82", "du Département de Tarn-et-Garonne"),
        ("6AE", "de la Collectivité européenne d’Alsace"),
        ("75C", "de la Ville de Paris"),
        ("69M", "de la Métropole de Lyon"),
        ("20R", "de la Collectivité de Corse"),
        ("976R", "du Département-Région de Mayotte"),
        ("53R", "de la Région Bretagne"),
        ("244400404", "de Nantes Métropole"),
        ("246700488", "de l’Eurométropole de Strasbourg"),
        ("76351", "du Havre"),
        ("17300", "de La Rochelle"),
        ("97101", "des Abymes"),
        ("2A004", "d’Ajaccio"),
        ("Anciela", "d’Anciela"),
        ("Les Petits Débrouillards", "des Petits Débrouillards"),
        ("Association Pas sans nous", "de l’Association Pas sans nous"),
    ],
)
def test_a_name_follows_de_as_a_complement(code: str, of: str) -> None:
    whole = find_institution(code).whole
    assert write_of_name(whole.name, whole.before) == of


def test_members_that_share_a_name_are_told_apart() -> None:
    codes = ["01R", "971", "93066", "97411", "44"]
    assert enumerate_institutions(codes) == (
        "la Région Guadeloupe, le Département de la Guadeloupe, Saint-Denis (93066), "
        "Saint-Denis (97411) et la Loire-Atlantique"
    )


def test_members_are_listed_kind_by_kind_departements_by_number_and_others_by_name() -> None:
    codes = ["244400404", "53R", "20R", "84R", "44", "01", "Anciela", "75C", "200054781", "69M"]
    assert sort_codes(codes) == (
        "01",
        "20R",
        "44",
        "69M",
        "75C",
        "84R",
        "53R",
        "200054781",
        "244400404",
        "Anciela",
    )
    assert sort_codes(["53R", "20R", "84R"], ["région"]) == ("84R", "53R", "20R")


NUMBERS = {"84R": "84", "972R": "972", "75C": "75", "69M": "69", "20R": "2A-2B", "44": "44"}
"""The codes of the reference that the public doesn't use, each with the number that it knows."""


@pytest.mark.parametrize(("code", "number"), NUMBERS.items())
def test_an_institution_is_known_to_the_public_by_the_number_of_its_ground(
    code: str, number: str
) -> None:
    assert find_institution(code).number == number


def test_a_name_takes_the_article_of_its_first_word() -> None:
    assert find_article("Ville de Paris") == "la"
    assert find_institution("Union des quartiers").with_article == "l’Union des quartiers"
    assert find_institution("Anciela").with_article == "Anciela"
    assert join_to_name("d’", "Ajaccio") == "d’Ajaccio"


def test_de_is_elided_before_a_vowel_and_before_a_y_that_sounds_as_one() -> None:
    assert write_of_name("Yvetot") == "d’Yvetot"
    assert write_of_name("Yonne en commun") == "de Yonne en commun"


@pytest.mark.parametrize(
    ("town", "department", "of"),
    [
        ("Hyères", "", "d’Hyères"),
        ("St-Denis", "", "de St-Denis"),
        ("Humerœuille", "", "d’Humerœuille"),
        # Of two towns of a name the département decides,
        ("Hauteville", "73", "d’Hauteville"),
        ("Hauteville", "02", "de Hauteville"),
        # or else the larger: 700 people in one Heuqueville, 400 in the other.
        ("Heuqueville", "", "de Heuqueville"),
    ],
)
def test_a_town_has_the_de_of_the_reference(town: str, department: str, of: str) -> None:
    assert write_of_town(town, department) == of


@pytest.mark.parametrize(
    ("name", "article", "of_network"),
    [
        ("union des villes", "l’", "de l’union"),
        ("Union des maires", "l’", "de l’union"),
        ("groupe des Landes", "le", "du groupe"),
        # No verb in the singular agrees with a plural, and a proper name is no noun.
        ("Villes en transition", "les", "du réseau"),
        ("Réso77", "le", "du réseau"),
    ],
)
def test_sentences_call_a_network_by_the_noun_of_its_name(
    name: str, article: str, of_network: str
) -> None:
    assert choose_network_word(name, article).of == of_network


def test_a_participle_agrees_with_a_feminine_network() -> None:
    assert choose_network_word("Union des maires", "l’").e == "e"
    assert choose_network_word("groupe des Landes", "le").e == ""


def test_paris_is_a_collectivity_among_departements_that_are_called_so() -> None:
    assert is_called("département", ["44", "40"])
    assert not is_called("département", ["44", "75C"])
    # Corse is a collectivity too, but régions have no such rule.
    assert is_called("région", ["20R"])


def test_a_territory_without_an_institution_of_its_own_has_a_name_and_no_code() -> None:
    """Alsace is one institution since 2021, and the Bas-Rhin a part of it."""
    alsace, bas_rhin = "6AE", "67"
    assert is_known(alsace)
    assert not is_known(bas_rhin)
    assert find_institution(bas_rhin).label == "Bas-Rhin (67)"


def test_only_members_of_the_same_name_get_more_than_their_names() -> None:
    assert [place.name for place in tell_apart(["93066", "44"])] == [
        "Saint-Denis",
        "Loire-Atlantique",
    ]


def test_members_of_several_kinds_are_members() -> None:
    assert find_common_kind(["région", "région"]).plural == "régions"
    assert find_common_kind(["région", "commune"]).plural == "membres"


# --- The search -----------------------------------------------------------------------------


def test_two_institutions_stand_on_the_ground_of_the_rhone() -> None:
    assert [member.code for member in find_institutions_on("Rhône")] == ["69D", "69M"]


def test_the_code_of_an_arrondissement_leads_to_its_commune() -> None:
    assert find_commune_behind("75112") == ("75056", find_institution("75C"))


def test_a_name_is_found_without_the_words_of_its_kind() -> None:
    # "Arras" is a commune; the community is called "Communauté urbaine d’Arras" in the reference.
    (found,) = find_institutions("Arras", ("communauté urbaine",))
    assert found.name == "Communauté urbaine d’Arras"


def test_four_letters_of_a_name_are_enough_for_a_suggestion_and_three_are_not() -> None:
    suggested = find_nearest_institution("Alpe", ("département",))
    assert suggested is not None
    assert suggested.name == "Alpes-Maritimes"
    assert find_nearest_institution("Alp", ("département",)) is None
    assert find_nearest_institution("", ("territoire",)) is None


def test_names_that_differ_by_a_letter_are_one_and_by_a_number_are_two() -> None:
    assert find_same_name("Quartier libre", ["Quartiers libres"]) == "Quartiers libres"
    assert find_same_name("Régie de quartier 1", ["Régie de quartier 2"]) is None


def test_a_town_is_on_the_map_where_its_departement_has_a_commune_of_the_name() -> None:
    # Kilometres on the sheet of the map: Nantes is in the west, and half-way up.
    assert find_point_of_town("Nantes", "44") == (261.9, 773.9)
    assert find_point_of_town("Nantes", "33") is None


def test_communes_are_found_by_their_folded_names_and_paris_always() -> None:
    assert list_towns({"nantes"}) == {"paris": {"75": "Paris"}, "nantes": {"44": "Nantes"}}
    code, name, *_others = read_reference_rows("communes.csv", {"nantes"})[0]
    assert (code, name) == ("44109", "Nantes")


def test_an_unknown_name_is_not_looked_for_among_communes() -> None:
    assert "commune" not in list_kinds_beside(["région"])


def test_the_foreign_tables_are_of_three_producers() -> None:
    assert {source.producer for source in list_sources()} == {"Insee", "IGN", "Natural Earth"}


# --- Networks -------------------------------------------------------------------------------


def test_alsace_is_one_member_and_two_coloured_departements(networks: dict[str, Network]) -> None:
    members = measures.list_members(networks["departements"], 2025)
    assert list(members["membre"]) == ["20R", "35", "44", "6AE", "69D", "69M", "75C", "972R"]
    assert list(members.loc[members["membre"] == "6AE", "region"]) == ["Grand Est"]
    # Alsace counts the people of 67 and of 68.
    assert members.set_index("membre")["population"]["6AE"] == 1_934_548
    assert {"67", "68"} < {text.get_text() for text in charts.map(members).texts}


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("departements", "Le réseau réunit huit membres en 2025"),
        ("departements", "population des départements français, près d’un habitant sur sept."),
        ("regions", "des régions françaises, près d’un habitant sur quatre."),
        ("communes", "3,4 % de la population"),
        ("metropoles", "Le réseau réunit douze métropoles en 2025"),
        ("regions", "Le réseau réunit six régions en 2025."),
        ("associations", "Le réseau réunit cinq organisations en 2025"),
        (
            "melange",
            "Le réseau réunit 180 membres en 2025 : 58 départements, 18 régions, 21 "
            "métropoles, 70 communes, 10 organisations, la Collectivité européenne d’Alsace, la "
            "Métropole de Lyon et la Ville de Paris.",
        ),
    ],
)
def test_words_follow_the_kind(networks: dict[str, Network], name: str, words: str) -> None:
    assert words in tell_cell(networks[name], *MEMBRES, year=2025)


def test_what_a_kind_does_not_have_is_not_said(networks: dict[str, Network]) -> None:
    members = measures.list_members(networks["associations"], 2025)
    assert "habitants" not in tell_cell(networks["associations"], *MEMBRES, year=2025)
    assert not measures.is_on_a_map(members)
    values = measures.count_figures(networks["associations"]).loc[2025]
    assert values[["regions", "population"]].isna().all()


def test_a_page_names_the_producers_of_what_it_tells(networks: dict[str, Network]) -> None:
    assert "Insee" in str(name_producers(networks["communes"]))
    assert name_producers(networks["associations"]) == []
    assert "IGN" not in explain_provenance(networks["associations"]).html
    for maps in (False, True):
        made = explain_provenance(networks["departements"], maps=maps).html
        named = name_producers(networks["departements"], maps=maps)
        assert ("Natural Earth" in made) == maps
        assert ("Natural Earth" in str(named)) == maps
