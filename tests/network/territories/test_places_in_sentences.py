"""Institutions, towns and régions with the small words that French puts before them."""

from annual_report.network.phrases.filters import enumerate_institutions
from annual_report.network.territories.grammar import write_at_town
from annual_report.network.territories.institutions import find_institution, write_in_region


def test_members_are_listed_with_their_articles_in_the_order_given() -> None:
    assert enumerate_institutions([]) == ""
    assert enumerate_institutions(["11"]) == "l’Aude"
    assert enumerate_institutions(["40"]) == "les Landes"
    assert enumerate_institutions(["75"]) == "Paris"
    assert enumerate_institutions(["11", "40"]) == "l’Aude et les Landes"
    listed = enumerate_institutions(["44", "2A", "93"])
    assert listed == "la Loire-Atlantique, la Corse-du-Sud et la Seine-Saint-Denis"


def test_a_departement_is_labelled_with_its_number() -> None:
    assert find_institution("44").label == "Loire-Atlantique (44)"


def test_the_article_le_or_les_of_a_town_contracts_with_a() -> None:
    assert write_at_town("Nantes") == "à Nantes"
    assert write_at_town("Le Mans") == "au Mans"
    assert write_at_town("Les Mureaux") == "aux Mureaux"


def test_the_article_la_of_a_town_does_not_contract_nor_do_letters_that_are_no_article() -> None:
    assert write_at_town("La Rochelle") == "à La Rochelle"
    assert write_at_town("L’Isle-Adam") == "à L’Isle-Adam"
    # "Lescar" begins with the letters of "Les", without the space.
    assert write_at_town("Lescar") == "à Lescar"


def test_a_region_has_the_preposition_of_its_gender() -> None:
    assert write_in_region("Bretagne") == "en Bretagne"
    assert write_in_region("Île-de-France") == "en Île-de-France"
    assert write_in_region("Grand Est") == "dans le Grand Est"
    assert write_in_region("Pays de la Loire") == "dans les Pays de la Loire"
    # Two islands, which have no article.
    assert write_in_region("La Réunion") == "à La Réunion"
    assert write_in_region("Mayotte") == "à Mayotte"
