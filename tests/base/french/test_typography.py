"""Lists, capitals, quotes and no-break spaces, as French prose has them."""

from french_spaces import hide_spaces, show_spaces
from hypothesis import given
from hypothesis import strategies as st

from annual_report.base.french import capitalize, join_items, typeset

# In the expected texts "_" is a no-break space, and "~" a narrow one.


def test_a_list_has_commas_and_et_before_the_last_item() -> None:
    assert join_items([]) == ""
    assert join_items(["l’Aude"]) == "l’Aude"
    assert join_items(["l’Aude", "le Gers"]) == "l’Aude et le Gers"
    assert join_items(["l’Aude", "le Gers", "les Landes"]) == "l’Aude, le Gers et les Landes"


def test_names_with_a_comma_are_listed_with_semicolons() -> None:
    names = ["LAIKA, LLC", "Anciela", "Skydance, LLC"]
    assert join_items(names) == "LAIKA, LLC ; Anciela et Skydance, LLC"


def test_quoted_titles_with_a_comma_are_listed_with_commas_as_the_quotes_end_them() -> None:
    titles = ["« Qui, et quand ? »", "« Où ? »", "« Quoi ? »"]
    assert join_items(titles) == "« Qui, et quand ? », « Où ? » et « Quoi ? »"


def test_a_capital_changes_the_first_letter_and_leaves_the_others() -> None:
    assert capitalize("l’Île-de-France") == "L’Île-de-France"
    # str.capitalize would write "Écart ase".
    assert capitalize("écart ASE") == "Écart ASE"
    assert capitalize("") == ""


def test_no_line_ends_before_a_sign_of_two_parts() -> None:
    assert show_spaces(typeset("Et pour 2026 ?")) == "Et pour 2026~?"
    assert show_spaces(typeset("Bravo !")) == "Bravo~!"
    assert show_spaces(typeset("vu ; entendu : 18 %")) == "vu~; entendu_: 18_%"


def test_no_line_ends_inside_the_signs_of_a_quote() -> None:
    assert show_spaces(typeset("les « balades » de Nantes")) == "les «_balades_» de Nantes"
    assert show_spaces(typeset("«Nantes»")) == "«_Nantes»"


def test_no_line_ends_after_a_word_of_one_letter_or_a_number() -> None:
    printed = show_spaces(typeset("Il y a 228 présences à Dax"))
    assert printed == "Il_y_a_228_présences à_Dax"
    # 2024 may be a year, which a line may well end with.
    printed = show_spaces(typeset("de 4 membres en 2024 à 12,8 millions"))
    assert printed == "de_4_membres en 2024 à_12,8_millions"


def test_an_apostrophe_between_letters_is_curved() -> None:
    assert typeset("l'Aude et d'Ille-et-Vilaine") == "l’Aude et d’Ille-et-Vilaine"


def test_typed_quotes_become_french_and_a_quote_in_a_quote_has_other_signs() -> None:
    assert show_spaces(typeset('le "tirage au sort" ?')) == "le «_tirage au sort_»~?"
    assert show_spaces(typeset("l'« eau »")) == "l’«_eau_»"
    assert show_spaces(typeset("« « L'eau » : un débat »")) == "«_“L’eau”_: un débat_»"
    printed = show_spaces(typeset('« Du "neuf" » et « du vieux »'))
    assert printed == "«_Du “neuf”_» et «_du vieux_»"


def test_quotes_that_do_not_match_keep_their_signs() -> None:
    # Of two opened quotes and a closed one nobody knows which is the inner one.
    assert show_spaces(typeset("« un « deux »")) == "«_un «_deux_»"


def test_addresses_and_attributes_stay_as_they_are() -> None:
    for text in ("https://exemple.fr/a?b=1;c", 'href="x"', "Et puis... ../index.html"):
        assert typeset(text) == text


def test_a_name_that_ends_with_a_point_ends_its_sentence_too() -> None:
    assert typeset("Nous sommes Ville Inc..") == "Nous sommes Ville Inc."


# The drawn signs "_" and "~" are no-break spaces.
@given(st.text(alphabet="ab 12;:!?%«»'’é_~", max_size=40).map(hide_spaces))
def test_typesetting_twice_changes_nothing(text: str) -> None:
    once = typeset(text)
    assert typeset(once) == once


@given(st.text(alphabet="ab 12;:!?%«»'’é_~", max_size=40).map(hide_spaces))
def test_typesetting_changes_spaces_apostrophes_and_inner_quotes_alone(text: str) -> None:
    def keep_letters(prose: str) -> str:
        """Return a text without its spaces and apostrophes, every quote in the outer signs."""
        quoted_alike = prose.replace("“", "«").replace("”", "»")
        without_spaces = "".join(quoted_alike.split())
        return without_spaces.replace("'", "").replace("’", "")

    assert keep_letters(typeset(text)) == keep_letters(text)
