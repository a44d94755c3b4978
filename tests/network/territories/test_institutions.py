"""Institutions and territories: codes, names people write, grammar, counts, borders, maps."""

from collections import Counter

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
    is_name_of_commune,
    list_other_kinds,
    write_of_town,
)
from annual_report.report.parts.sources import explain_provenance, name_producers

TELLS_OF_MEMBERS = ("annual_report", "membres-dits")
"""The notebook and the cell that tell how many members there are, and their inhabitants."""


@pytest.fixture(scope="module")
def networks(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Network]:
    """Return the six networks of `kinds_of_networks.NETWORKS`, each of another kind of members."""
    folder = tmp_path_factory.mktemp("reseaux")
    read = {}
    for name in NETWORKS:
        read[name] = open_network(write(folder / name, name))
    return read


# --- The reference --------------------------------------------------------------------------


def test_the_reference_has_all_institutions_of_each_kind() -> None:
    sizes = {}
    for name, kind in kinds_by_name().items():
        # An organisation is in no table: anybody may found one.
        if kind.tables:
            sizes[name] = len(institutions_by_code(name))
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
    covered: Counter[str] = Counter()
    for institution in institutions_by_code("département").values():
        covered.update(institution.territories)
    # The 101 départements, with the Rhône in two parts.
    assert len(covered) == 102
    assert set(covered.values()) == {1}


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


def check_read(kinds: str, code_by_text: dict[str, str]) -> None:
    """Read each text as a member of a network of some kinds, and compare the codes."""
    genres = kinds.split(", ")
    read = {text: read_member(text, genres) for text in code_by_text}
    assert read == code_by_text


def test_a_departement_is_read_by_its_number() -> None:
    check_read(
        "département",
        {
            "44": "44",
            "CD 44": "44",
            # With a D it is no région's.
            "44D": "44",
            # The numbers of institutions that have a code of their own in the reference.
            "75": "75C",
            "67": "6AE",
        },
    )


def test_a_departement_is_read_by_any_of_its_names() -> None:
    check_read(
        "département",
        {
            "Conseil départemental de Loire-Atlantique": "44",
            # Its name until 1990.
            "Côtes-du-Nord": "22",
            "Alsace": "6AE",
            "CEA": "6AE",
            "Collectivité européenne d'Alsace": "6AE",
            # A territory of the same collectivity.
            "Haut-Rhin": "6AE",
            "Ville de Paris": "75C",
            "la Martinique": "972R",
        },
    )


def test_a_metropole_is_read_by_its_name_or_its_siren() -> None:
    check_read(
        "métropole",
        {
            "Grand Lyon": "69M",
            # A métropole's code in the reference is its SIREN, nine digits.
            "Métropole de Nantes": "244400404",
            "244400404 Nantes Métropole": "244400404",
        },
    )


def test_a_commune_is_read_by_its_code_or_its_name_with_the_departement() -> None:
    check_read(
        "commune",
        {
            "Saint-Denis (93)": "93066",
            "Saint-Denis, 97411": "97411",
            "75056": "75C",
            "le havre": "76351",
            # A spreadsheet drops the zero of 01001.
            "1001": "01001",
        },
    )


def test_a_number_is_a_regions_only_where_no_departement_is_meant() -> None:
    # Bretagne, whose number the Mayenne has too, and Corse.
    check_read("région", {"53": "53R", "94": "20R"})
    check_read(
        "département, région",
        {
            "76R": "76R",
            "76D": "76",
            "76 Seine-Maritime": "76",
            "Occitanie (76)": "76R",
            "75 Nouvelle-Aquitaine": "75R",
        },
    )


def test_among_several_kinds_a_name_says_which_is_meant() -> None:
    check_read(
        "région, département, métropole, commune",
        {"Conseil régional de Bretagne": "53R", "Nantes": "44109"},
    )
    # Corse has no part of its own among départements.
    check_read("département, organisation", {"2B": "20R"})


def test_the_apostrophes_in_the_name_of_an_organisation_become_curved() -> None:
    check_read("organisation", {"L'Arche d'à côté": "L’Arche d’à côté"})


def check_refused(kinds: str, nearest_by_text: dict[str, str | None]) -> None:
    """Read each text as a member of a network of some kinds: refused, with the proposals."""
    genres = kinds.split(", ")
    proposed = {}
    for text in nearest_by_text:
        with pytest.raises(CellError) as refused:
            read_member(text, genres)
        proposed[text] = refused.value.nearest
    assert proposed == nearest_by_text


def test_a_number_or_a_name_of_two_institutions_is_refused_with_both() -> None:
    check_refused("département", {"69": "Département du Rhône or Métropole de Lyon"})
    check_refused("commune", {"Saillans": "Saillans (26289, Drôme) or Saillans (33364, Gironde)"})
    check_refused(
        "région, département, métropole, commune",
        {
            "Guadeloupe": "Région Guadeloupe or Guadeloupe (971)",
            "76": "Région Occitanie or Seine-Maritime (76)",
            "75": "Région Nouvelle-Aquitaine or Ville de Paris",
        },
    )


def test_a_number_beside_the_name_of_another_departement_is_refused_with_both() -> None:
    check_refused("département", {"45 Loire-Atlantique": "Loiret (45) or Loire-Atlantique (44)"})


def test_a_misspelt_or_shortened_name_is_refused_with_the_nearest() -> None:
    check_refused("métropole", {"Nante Métropole": "Nantes Métropole (244400404)"})
    check_refused("département", {"la Girondde": "Gironde (33)"})
    check_refused("commune", {"Lamballe": "Lamballe-Armor (22093, Côtes-d’Armor)"})
    check_refused(
        "territoire", {"Haute-Rhin": "Haut-Rhin (68)", "Ile et Vilaine": "Ille-et-Vilaine (35)"}
    )
    landerneau = "Communauté d’agglomération du Pays de Landerneau-Daoulas (242900801)"
    check_refused("intercommunalité", {"CC Pays de Landerneau Daoulas": landerneau})


def test_an_arrondissement_is_refused_with_its_commune() -> None:
    check_refused("commune", {"75112": "Paris (75056)", "69385": "Lyon (69123)"})
    check_refused("commune, organisation", {"13216": "Marseille (13055)"})


def test_a_code_of_a_commune_is_no_name_of_an_organisation() -> None:
    check_refused("organisation", {"44109": "Nantes (44109)"})
    check_refused("département, organisation", {"44109": "Nantes (44109)"})
    # The SIREN of the Ville de Nantes holds its code.
    check_refused("commune", {"214401093": "Nantes (44109)"})


def test_a_name_of_another_kind_has_no_nearest() -> None:
    # A métropole, a town and a postal code are no départements.
    check_refused("département", {"Nantes Métropole": None, "Bordeaux": None, "44000": None})


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
    codes_by_name: dict[str, list[str]] = {}
    for code, commune in institutions_by_code("commune").items():
        codes_by_name.setdefault(commune.key or "paris", []).append(code)
    shared = {name: codes for name, codes in codes_by_name.items() if len(codes) > 1}
    assert len(shared) > 1_400
    most_shared = max(shared, key=lambda name: len(shared[name]))
    with pytest.raises(CellError) as refused:
        read_member(most_shared, ("commune",))
    missing = [code for code in shared[most_shared] if code not in str(refused.value.nearest)]
    assert missing == []


# --- Grammar --------------------------------------------------------------------------------


def write_of(code: str) -> str:
    """Write "de" and the whole name of an institution: "du Département des Landes"."""
    whole = find_institution(code).whole
    return write_of_name(whole.name, whole.before)


def test_an_institution_of_departmental_rank_has_its_title_after_de() -> None:
    assert write_of("40") == "du Département des Landes"
    assert write_of("44") == "du Département de Loire-Atlantique"
    assert write_of("49") == "du Département de Maine-et-Loire"
    assert write_of("82") == "du Département de Tarn-et-Garonne"
    assert write_of("6AE") == "de la Collectivité européenne d’Alsace"
    assert write_of("75C") == "de la Ville de Paris"
    assert write_of("69M") == "de la Métropole de Lyon"
    assert write_of("20R") == "de la Collectivité de Corse"
    assert write_of("976R") == "du Département-Région de Mayotte"


def test_a_region_or_a_metropole_has_its_title_after_de() -> None:
    assert write_of("53R") == "de la Région Bretagne"
    assert write_of("244400404") == "de Nantes Métropole"
    assert write_of("246700488") == "de l’Eurométropole de Strasbourg"


def test_the_article_of_a_town_contracts_with_de_and_a_vowel_elides_de() -> None:
    assert write_of("76351") == "du Havre"
    assert write_of("17300") == "de La Rochelle"
    assert write_of("97101") == "des Abymes"
    assert write_of("2A004") == "d’Ajaccio"


def test_an_organisation_has_the_article_of_its_first_word_after_de() -> None:
    assert write_of("Anciela") == "d’Anciela"
    assert write_of("Les Petits Débrouillards") == "des Petits Débrouillards"
    assert write_of("Association Pas sans nous") == "de l’Association Pas sans nous"


def test_members_that_share_a_name_are_told_apart() -> None:
    codes = ["01R", "971", "93066", "97411", "44"]
    assert enumerate_institutions(codes) == (
        "la Région Guadeloupe, le Département de la Guadeloupe, Saint-Denis (93066), "
        "Saint-Denis (97411) et la Loire-Atlantique"
    )


def test_members_are_listed_kind_by_kind_departements_by_number_and_others_by_name() -> None:
    departements = ["01", "20R", "44", "69M", "75C"]
    # Auvergne-Rhône-Alpes, Bretagne; Métropole du Grand Paris, Nantes Métropole.
    others = ["84R", "53R", "200054781", "244400404", "Anciela"]
    shuffled = ["244400404", "53R", "20R", "84R", "44", "01", "Anciela", "75C", "200054781", "69M"]
    assert list(sort_codes(shuffled)) == departements + others


def test_among_regions_corse_stands_by_its_name() -> None:
    # Among départements it would be the first, by its number 20.
    assert sort_codes(["53R", "20R", "84R"], ["région"]) == ("84R", "53R", "20R")


def test_an_institution_is_known_to_the_public_by_the_number_of_its_ground() -> None:
    # The code of the reference, and the number that people know.
    assert find_institution("44").number == "44"
    assert find_institution("75C").number == "75"
    assert find_institution("69M").number == "69"
    assert find_institution("20R").number == "2A-2B"
    assert find_institution("972R").number == "972"
    assert find_institution("84R").number == "84"


def test_a_name_takes_the_article_of_its_first_word() -> None:
    assert find_article("Ville de Paris") == "la"
    assert find_institution("Union des quartiers").with_article == "l’Union des quartiers"
    assert find_institution("Anciela").with_article == "Anciela"
    assert join_to_name("d’", "Ajaccio") == "d’Ajaccio"


def test_de_is_elided_before_a_vowel_and_before_a_y_that_sounds_as_one() -> None:
    assert write_of_name("Yvetot") == "d’Yvetot"
    assert write_of_name("Yonne en commun") == "de Yonne en commun"


def test_a_town_has_the_de_of_the_reference() -> None:
    # The h of Hyères is mute, that of Hauteville isn't: only the reference knows.
    assert write_of_town("Hyères", "") == "d’Hyères"
    assert write_of_town("St-Denis", "") == "de St-Denis"
    assert write_of_town("Humerœuille", "") == "d’Humerœuille"


def test_of_two_towns_of_a_name_the_departement_decides_or_else_the_larger_town() -> None:
    assert write_of_town("Hauteville", "73") == "d’Hauteville"
    assert write_of_town("Hauteville", "02") == "de Hauteville"
    # 700 people live in the one Heuqueville, 400 in the other.
    assert write_of_town("Heuqueville", "") == "de Heuqueville"


def test_sentences_call_a_network_by_the_noun_of_its_name() -> None:
    assert choose_network_word("union des villes", "l’").of == "de l’union"
    assert choose_network_word("Union des maires", "l’").of == "de l’union"
    assert choose_network_word("groupe des Landes", "le").of == "du groupe"


def test_a_network_whose_name_begins_with_no_noun_in_the_singular_is_a_reseau() -> None:
    # No verb in the singular agrees with a plural, and a proper name is no noun.
    assert choose_network_word("Villes en transition", "les").of == "du réseau"
    assert choose_network_word("Réso77", "le").of == "du réseau"


def test_a_participle_agrees_with_a_feminine_network() -> None:
    assert choose_network_word("Union des maires", "l’").e == "e"
    assert choose_network_word("groupe des Landes", "le").e == ""


def test_paris_is_a_collectivity_among_departements_that_are_called_so() -> None:
    assert is_called("département", ["44", "40"])
    assert not is_called("département", ["44", "75C"])
    # Corse is a collectivity too, but régions have no such rule.
    assert is_called("région", ["20R"])


def test_a_territory_without_an_institution_of_its_own_has_a_name_and_no_code() -> None:
    # Alsace is one institution since 2021, and the Bas-Rhin a part of it.
    alsace = "6AE"
    bas_rhin = "67"
    assert is_known(alsace)
    assert not is_known(bas_rhin)
    assert find_institution(bas_rhin).label == "Bas-Rhin (67)"


def test_only_members_of_the_same_name_get_more_than_their_names() -> None:
    # Another Saint-Denis (97411) among them would add the codes of both.
    names = [place.name for place in tell_apart(["93066", "44"])]
    assert names == ["Saint-Denis", "Loire-Atlantique"]


def test_members_of_several_kinds_are_members() -> None:
    assert find_common_kind(["région", "région"]).plural == "régions"
    assert find_common_kind(["région", "commune"]).plural == "membres"


# --- The search -----------------------------------------------------------------------------


def test_two_institutions_stand_on_the_ground_of_the_rhone() -> None:
    codes = [institution.code for institution in find_institutions_on("Rhône")]
    rhone_and_lyon = ["69D", "69M"]
    assert codes == rhone_and_lyon


def test_the_code_of_an_arrondissement_leads_to_its_commune() -> None:
    assert find_commune_behind("75112") == ("75056", find_institution("75C"))


def test_a_name_is_found_without_the_words_of_its_kind() -> None:
    # "Arras" is a commune; the community is called "Communauté urbaine d’Arras" in the reference.
    [found] = find_institutions("Arras", ("communauté urbaine",))
    assert found.name == "Communauté urbaine d’Arras"


def test_four_letters_of_a_name_are_enough_for_a_suggestion_and_three_are_not() -> None:
    suggested = find_nearest_institution("Alpe", ("département",))
    assert suggested is not None
    assert suggested.name == "Alpes-Maritimes"
    assert find_nearest_institution("Alp", ("département",)) is None
    assert find_nearest_institution("", ("territoire",)) is None


@pytest.mark.parametrize("name", ["Valence", "Ville de Valence", "Rennes", "Cayenne", "Lens"])
def test_a_commune_is_no_misspelt_departement_of_a_vague_likeness(name: str) -> None:
    # Val-de-Marne, Ardennes and Mayenne are spelt a little like them.
    assert is_name_of_commune(name)
    for kind in ("département", "territoire"):
        assert find_nearest_institution(name, (kind,)) is None


def test_a_slip_that_makes_the_name_of_a_commune_is_a_slip_still() -> None:
    for slip, meant in (("Ger", "Gers"), ("Landres", "Landes"), ("Drom", "Drôme")):
        assert is_name_of_commune(slip)
        suggested = find_nearest_institution(slip, ("département", "métropole"))
        assert suggested is not None
        assert suggested.name == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("Landse", "Landes"), ("Valance", "Valence"), ("Lamballe", "Lamballe-Armor")],
)
def test_among_communes_and_other_kinds_a_slip_of_the_other_kinds_goes_first(
    typed: str, meant: str
) -> None:
    suggested = find_nearest_institution(typed, ("département", "métropole", "commune"))
    assert suggested is not None
    assert suggested.name == meant


def test_names_that_differ_by_a_letter_are_one_and_by_a_number_are_two() -> None:
    assert find_same_name("Quartier libre", ["Quartiers libres"]) == "Quartiers libres"
    assert find_same_name("Régie de quartier 1", ["Régie de quartier 2"]) is None


def test_a_town_is_on_the_map_where_its_departement_has_a_commune_of_the_name() -> None:
    # Kilometres on the sheet of the map: Nantes is in the west, and half-way up.
    assert find_point_of_town("Nantes", "44") == (261.9, 773.9)
    assert find_point_of_town("Nantes", "33") is None


def test_communes_are_found_by_their_folded_names_and_paris_always() -> None:
    assert list_towns({"nantes"}) == {"paris": {"75": "Paris"}, "nantes": {"44": "Nantes"}}
    [row] = read_reference_rows("communes.csv", {"nantes"})
    assert row[:2] == ["44109", "Nantes"]


def test_an_unknown_name_is_not_looked_for_among_communes() -> None:
    assert "commune" not in list_other_kinds(["région"])


def test_the_foreign_tables_are_of_three_producers() -> None:
    assert {source.producer for source in list_sources()} == {"Insee", "IGN", "Natural Earth"}


# --- Networks -------------------------------------------------------------------------------


def test_alsace_is_one_member_and_two_coloured_departements(networks: dict[str, Network]) -> None:
    members = measures.list_members(networks["departements"], 2025)
    [alsace] = members[members["nom"].str.contains("Alsace")].to_dict("records")
    assert alsace["membre"] == "6AE"
    assert alsace["region"] == "Grand Est"
    # The people of the Bas-Rhin (67) and of the Haut-Rhin (68).
    assert alsace["population"] == 1_934_548
    numbers_on_the_map = [text.get_text() for text in charts.map(members).texts]
    assert "67" in numbers_on_the_map
    assert "68" in numbers_on_the_map


def test_the_members_of_departmental_rank_stand_by_their_numbers(
    networks: dict[str, Network],
) -> None:
    members = measures.list_members(networks["departements"], 2025)
    # Corse (20), Ille-et-Vilaine, Loire-Atlantique, Alsace (67), Rhône, Lyon, Paris, Martinique.
    assert list(members["membre"]) == ["20R", "35", "44", "6AE", "69D", "69M", "75C", "972R"]


@pytest.mark.parametrize(
    ("name", "words"),
    [
        # A network of `kinds_of_networks.NETWORKS`, and words of its page of 2025.
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
def test_a_sentence_counts_members_by_the_noun_of_their_kind(
    networks: dict[str, Network], name: str, words: str
) -> None:
    assert words in tell_cell(networks[name], *TELLS_OF_MEMBERS, year=2025)


def test_of_associations_neither_inhabitants_nor_a_map_are_told(
    networks: dict[str, Network],
) -> None:
    members = measures.list_members(networks["associations"], 2025)
    assert "habitants" not in tell_cell(networks["associations"], *TELLS_OF_MEMBERS, year=2025)
    assert not measures.is_on_a_map(members)
    values = measures.count_figures(networks["associations"]).loc[2025]
    assert values[["regions", "population"]].isna().all()


def test_a_page_names_the_producers_of_the_reference_that_it_tells_of(
    networks: dict[str, Network],
) -> None:
    assert "Insee" in str(name_producers(networks["communes"]))
    # Associations are in no table of a producer.
    assert name_producers(networks["associations"]) == []
    assert "IGN" not in explain_provenance(networks["associations"]).html


@pytest.mark.parametrize("maps", [False, True])
def test_the_producer_of_outlines_is_named_where_a_map_is_shown(
    networks: dict[str, Network], maps: bool
) -> None:
    provenance = explain_provenance(networks["departements"], maps=maps).html
    producers = str(name_producers(networks["departements"], maps=maps))
    assert ("Natural Earth" in provenance) is maps
    assert ("Natural Earth" in producers) is maps
