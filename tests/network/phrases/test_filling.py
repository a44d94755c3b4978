"""Phrases: the words that each template gives, and the refusals of wrong templates."""

import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import kinds_of_networks
import numpy as np
import pandas as pd
import pytest
from markupsafe import Markup
from matplotlib.figure import Figure
from network_files import network

from annual_report.base.errors import PhraseError
from annual_report.base.project import NOTEBOOKS, ROOT, TEMPLATES
from annual_report.network.measures import compare_members, count_figures, list_members
from annual_report.network.network import Network, open_network
from annual_report.network.phrases.amounts import as_count, as_share
from annual_report.network.phrases.environment import make_environment
from annual_report.network.phrases.filling import (
    LOOKS,
    Values,
    check_phrase,
    fill_figure,
    fill_phrase,
    list_given_words,
    read_phrase,
)
from annual_report.network.phrases.filters import FILTERS, find_known_number, is_said_in
from annual_report.network.phrases.plain_values import PhraseRows, is_recorded, make_plain
from annual_report.network.phrases.typed_numbers import TypedNumber
from annual_report.network.reading.settings import Settings

SMALL = network({2025: "Loire-Atlantique"})
NO_VALUES = Values({})
FILES_OF_PHRASES = sorted((NOTEBOOKS / "phrases").glob("*.md"))

MOVES = pd.DataFrame(
    {
        "code": ["33", "40", "44"],
        "status": pd.Series(["resté", "arrivé", pd.NA], dtype="string"),
        "years": as_count(pd.Series([3, 1, pd.NA], dtype="Int64")),
    }
)


"""A table that phrases tell of: three members, of the last of which little is known."""


def have_phrase(source: str, nom: str = "réseau", **settings: object) -> Network:
    """Return a network that has a phrase of its own, called `essai`."""
    own = Settings(nom, **settings)  # type: ignore[arg-type]
    return replace(SMALL, settings=own, phrases={"essai": source})


def tell(source: str, /, **values: object) -> str:
    """Return the words of a phrase, with ordinary spaces.

    As in a notebook's cell, a whole number is given as a count, and a fraction as a share.
    """
    typed: dict[str, Any] = {}
    for name, value in values.items():
        if isinstance(value, float):
            typed[name] = as_share(value)
        elif isinstance(value, int):
            typed[name] = as_count(value)
        else:
            typed[name] = value
    text = fill_phrase("essai", source, Settings("réseau"), Values(typed)).text
    return " ".join(text.split())


def test_a_number_that_opens_a_sentence_is_in_letters() -> None:
    assert tell("{{ n|lettres }} membres.", n=16) == "Seize membres."
    words = tell("Ils sont {{ m|lettres }}. {{ n|lettres }} sont là.", m=45, n=2)
    assert words == "Ils sont 45. Deux sont là."


def test_a_number_above_sixteen_within_a_sentence_is_in_figures() -> None:
    assert tell("Il y a {{ n|lettres }} membres.", n=17) == "Il y a 17 membres."
    words = tell("{{ nous.le }} a {{ n|lettres }} membres.", n=45)
    assert words == "Le réseau a 45 membres."


def test_the_numbers_of_a_sentence_are_all_in_letters_or_all_in_figures() -> None:
    # The first number opens the sentence, and takes the other one along.
    words = tell("{{ n|lettres }} des {{ m|lettres }} membres.", n=20, m=40)
    assert words == "Vingt des quarante membres."
    # Twelve alone would be in letters.
    words = tell("Ils sont {{ n|lettres }}, dont {{ m|lettres }}.", n=40, m=12)
    assert words == "Ils sont 40, dont 12."
    # Another sentence has its own way.
    words = tell("{{ n|lettres }} membres. Dont {{ m|lettres }}.", n=31, m=40)
    assert words == "Trente et un membres. Dont 40."


def test_the_number_one_is_always_a_word() -> None:
    assert tell("L’{{ n|lettres('f') }} des {{ m|lettres }}.", n=1, m=40) == "L’une des 40."


def test_a_line_never_ends_inside_of_a_number_in_letters() -> None:
    # U+2011 is a hyphen at which no line ends.
    assert tell("{{ n|lettres }} sont là.", n=45) == "Quarante\u2011cinq sont là."


def test_a_verb_agrees_with_the_members_that_are_named() -> None:
    phrase = "{{ m|les }} {{ m|s_accorde('est', 'sont') }} là."
    assert tell(phrase, m=["40"]) == "Les Landes sont là."
    assert tell(phrase, m=["11"]) == "L’Aude est là."


def test_a_noun_agrees_with_a_number_or_a_list() -> None:
    assert tell("{{ m|accord('membre') }}", m=["11", "40"]) == "Membres"
    assert tell("Il y a {{ n|combien('rencontre') }}.", n=4) == "Il y a 4 rencontres."


def test_numbers_are_written_as_french_prints_them() -> None:
    assert tell("Ils sont {{ p|pourcent }} : {{ n|chiffres }}.", p=0.6, n=1234) == (
        "Ils sont 60 % : 1 234."
    )


def test_a_town_and_an_institution_are_named_with_their_articles() -> None:
    assert tell("{{ v|à }}, {{ c|en_entier }}", v="Le Mans", c="32") == (
        "Au Mans, le Département du Gers"
    )


def test_a_list_has_a_length_and_an_empty_text_is_left_out() -> None:
    assert tell("{{ c|length }}", c=pd.Series(["a", "b"])) == "2"
    assert tell("Dit{{ s if s }} .", s="") == "Dit."


def test_a_title_is_said_in_a_text_however_it_is_spelt() -> None:
    assert is_said_in("Ville a velo", "<p>La <b>Ville à vélo</b> &amp; plus</p>")
    assert not is_said_in(["vélo", "train"], "La ville à vélo")


def test_an_institution_is_called_as_its_network_says() -> None:
    names = {"44": "Conseil départemental nantais"}
    network = have_phrase("{{ code|en_entier }}", institutions=names)
    assert network.tell("essai", code="44").text.strip() == "Le Conseil départemental nantais"
    # Of the Gers its network says nothing: the name of the reference is told.
    assert network.tell("essai", code="32").text.strip() == "Le Département du Gers"


def test_a_table_is_its_rows_and_its_columns() -> None:
    # MOVES has three rows: the Gironde (33), the Landes (40) and the Loire-Atlantique (44).
    assert tell("{{ m|length }} : {{ m.code|les }}.", m=MOVES) == (
        "3 : la Gironde, les Landes et la Loire-Atlantique."
    )
    assert tell("{{ m[0].code }}", m=MOVES) == "33"


def test_rows_are_chosen_by_a_value_several_values_or_none() -> None:
    # In MOVES the Gironde is "resté", and the Landes are "arrivé".
    assert tell("{{ m.où(status='arrivé').code|les }}", m=MOVES) == "Les Landes"
    assert tell("{{ m.où(status=['resté', 'arrivé'])|lettres }}", m=MOVES) == "Deux"
    # Of the Loire-Atlantique no status is recorded.
    assert tell("{{ m.où(status=none).code|les }}", m=MOVES) == "La Loire-Atlantique"
    assert tell("{% if not m.où(status='parti') %}Nul ne part{% endif %}", m=MOVES) == "Nul ne part"


def test_a_column_tells_of_how_many_rows_it_is_known() -> None:
    # Two of the three rows of MOVES have a number of years.
    source = "{% if not m.years.complet %}{{ m.years.connus|chiffres }}{% endif %}"
    assert tell(source, m=MOVES) == "2"


def test_a_loop_over_rows_may_leave_out_those_without_a_value() -> None:
    # In MOVES the Gironde (33) has 3 years, the Landes (40) have 1, and a third row has none.
    source = "{% for r in m if r.years %}{{ r.code }} {{ r.years|chiffres }}, {% endfor %}"
    assert tell(source, m=MOVES) == "33 3, 40 1,"


def test_a_number_of_any_library_becomes_a_plain_number() -> None:
    number = make_plain(np.float64(2), "v")
    assert isinstance(number, TypedNumber)
    assert number == 2


def test_a_day_and_a_marked_text_become_plain_texts() -> None:
    day = date(2025, 6, 19)
    texts = make_plain([pd.Timestamp(day), day, Markup("<b>gras</b>")], "v")
    assert texts == ["2025-06-19", "2025-06-19", "<b>gras</b>"]
    # Markup is a kind of text too, with methods that a phrase could call.
    assert [type(text) for text in texts] == [str, str, str]


def test_a_column_becomes_a_list_that_knows_which_values_are_recorded() -> None:
    years = make_plain(MOVES["years"], "v")
    assert [is_recorded(value) for value in years] == [True, True, False]


def test_every_sign_of_a_missing_value_is_not_recorded() -> None:
    plain = make_plain({"clé": {"b": pd.NA}, "c": float("nan"), "d": None}, "v")
    assert not is_recorded(plain["clé"]["b"])
    assert not is_recorded(plain["c"])
    assert not is_recorded(plain["d"])


def test_a_frame_becomes_rows_with_columns() -> None:
    rows = make_plain(MOVES, "m")
    assert isinstance(rows, PhraseRows)
    assert rows.list_column("status") == ["resté", "arrivé"]


def test_a_value_of_a_class_that_no_phrase_can_tell_is_refused_by_its_name() -> None:
    with pytest.raises(PhraseError, match=r"“v” is a Settings: a phrase takes tables, lists"):
        have_phrase("{{ v.nom }}").tell("essai", v=Settings("réseau"))


@pytest.mark.parametrize(
    "source",
    [
        "{{ villes.to_numpy().tofile('FILE') }}",
        "{{ table.to_csv('FILE') }}",
        "{{ table.où.__func__.__globals__ }}",
        "{{ rien.append(1) }}",
        "{{ 'a'.upper() }}",
        "{{ dic.items() }}",
        "{{ nous.__class__.mro() }}",
        "{{ table|map(attribute='__class__')|first }}",
        "{{ loop }}",
        "{% for x in rien recursive %}{{ loop(rien) }}{{ loop(rien) }}{% endfor %}",
        "{{ range(10) }}",
        "{{ villes|pprint }}",
        "{% if villes is callable %}x{% endif %}",
        "{% set a = namespace() %}{{ a }}",
    ],
)
def test_a_phrase_calls_nothing_of_a_library(source: str, tmp_path: Path) -> None:
    file = tmp_path / "un-fichier"
    given = {"villes": pd.Series(["Dax"]), "table": MOVES, "rien": ["a"], "dic": {"b": 1}}
    with pytest.raises(PhraseError, match=r"^phrases/essai\.md"):
        have_phrase(source.replace("FILE", str(file))).tell("essai", given)
    assert not file.exists()


@pytest.mark.parametrize(
    ("source", "fault"),
    [
        pytest.param("x" * 9000, "is longer than a phrase may be: 8 kB", id="9 kB"),
        pytest.param(
            "{{ " + "(" * 3000 + "1" + ")" * 3000 + " }}",
            "is nested too deeply to be read",
            id="brackets in brackets",
        ),
        pytest.param(
            "{% if 1 %}" * 350 + "{% endif %}" * 350,
            "is nested too deeply to be read",
            id="conditions in conditions",
        ),
        pytest.param(
            "{% for x in [1] %}" * 40 + "{% endfor %}" * 40,
            "is nested too deeply to be read",
            id="loops in loops",
        ),
    ],
)
def test_a_phrase_that_cannot_be_read_is_refused_at_once(source: str, fault: str) -> None:
    [(_line, reason)] = check_phrase("essai", source)
    assert reason == fault


def test_constants_are_not_computed_while_a_phrase_is_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # Jinja computes a constant once, as it reads a template, unless it is told not to.
    environment = make_environment()
    computed: list[str] = []
    monkeypatch.setitem(environment.filters, "cités", computed.append)
    environment.from_string("{{ 'une constante'|cités }}")
    assert computed == []


def test_a_paragraph_that_begins_with_source_is_a_note() -> None:
    network = have_phrase("Un fait.\n\nSource : Insee.\n\nSources : deux.")
    html = network.tell("essai", look="plan").html
    assert re.findall(r'<p class="(\w+)">', html) == ["plan", "note", "note"]


def test_a_legend_has_a_sign_and_its_words_on_each_line() -> None:
    source = "# légende :\n- resté : déjà : là\n- b : deux\n"
    parts = fill_figure("essai", source, Settings("réseau"), NO_VALUES)
    # The first colon of a line ends the sign.
    assert parts == {"legend": {"resté": "déjà\u00a0: là", "b": "deux"}}


@pytest.mark.parametrize(
    "line",
    [
        pytest.param("- a : un{% if 1 %}{% endif %}\n- lieux : b", id="a condition that ends it"),
        pytest.param("des mots", id="words without a sign"),
    ],
)
def test_a_line_of_a_legend_without_its_sign_is_refused(line: str) -> None:
    network = have_phrase(f"# légende :\n- resté : déjà\n{line}\n")
    with pytest.raises(PhraseError, match="line 3: each line of “légende”"):
        network.words("essai")


def test_a_title_is_a_value_whatever_signs_it_has() -> None:
    title = "Où ? *Là* [ici] <b>_x_</b> 2. fois"
    assert tell("« {{ t }} », dit-on.", t=title) == f"« {title} », dit-on."
    assert tell("{{ t }}", t="2024. Une année") == "2024. Une année"
    assert tell("{{ t }}", t="- un tiret") == "- un tiret"


def test_markdown_makes_paragraphs_lists_and_links() -> None:
    source = "un *mot*.\n\n### titre\n\n- [la page]({{ year }}.html)\n- deux"
    html = have_phrase(source).tell("essai", year=2025, look="note").html
    assert html == (
        '<p class="note">Un <em>mot</em>.</p>\n<h3>Titre</h3>\n<ul class="note">\n<li>'
        '<a href="2025.html" rel="noreferrer">La page</a></li>\n<li>Deux</li>\n</ul>'
    )


def test_a_phrase_that_tells_nothing_is_no_piece_of_a_page() -> None:
    assert not have_phrase("{% if not n %}rien{% endif %}").tell("essai", n=as_count(1))


def test_a_figure_has_its_words_in_parts() -> None:
    source = """
{% set verbe = n|accord("est", "sont") %}
# constat : {{ n|lettres }} {{ verbe }} là : {{ t }}.
# description :
carte ; {{ n|combien("membre") }}.
# note :
# données : de la carte
"""
    assert have_phrase(source).words("essai", n=as_count(2), t="*A*\n# note : b") == {
        "finding": "Deux sont là\u00a0: *A*\n# note\u00a0: b.",
        "alternative": "Carte\u202f; 2\u00a0membres.",
        "note": "",
        "of": "de la carte",
    }


@pytest.mark.parametrize(
    ("source", "line", "fault"),
    [
        # A value, or a filter, by a wrong name.
        ("un\n{{ membre }}", 2, "“membre” is not given by the notebook; nearest: membres"),
        ("\n{{ membre|chiffres }}", 2, "“membre” is not given by the notebook; nearest: membres"),
        ("{{ membres|letres }}", 1, "there is no filter “letres”; nearest: lettres"),
        (
            "Un.\n\n{% if membres %}\n{{ membres|letres }}\n{% endif %}",
            4,
            "there is no filter “letres”; nearest: lettres",
        ),
        # A value that is NA, told in any way.
        ("a\n\n{{ habitants }}", 3, "nobody recorded habitants"),
        ("{{ habitants|lettres }}", 1, "nobody recorded habitants"),
        ("{{ 'Il y en a ' ~ habitants }}", 1, "nobody recorded habitants"),
        ("{{ [habitants]|join(', ') }}", 1, "nobody recorded habitants"),
        ("{{ habitants|length }}", 1, "nobody recorded habitants"),
        ("{% if habitants > 3 %}x{% endif %}", 1, "nobody recorded habitants"),
        # A column that the table doesn't have; MOVES has "code", "status" and "years".
        ("{{ moves.nom|les }}", 1, "the table has no column “nom”"),
        ("{{ moves.où(nom='x')|length }}", 1, "the table has no column “nom”"),
        ("{% if membre %}x{% endif %}", 1, "“membre” is not given by the notebook"),
        ("{% if membres is connu %}x{% endif %}", 1, "there is no filter “connu”"),
        # A template that isn't whole, or does more than a phrase may.
        ("{% if membres %}", 1, "can’t be read: each {{ wants its }}, each {% if"),
        ("{{ membres|length + 1 }}", 1, "a phrase doesn’t count"),
        ("\n{{ membres / 2 }}", 2, "a phrase doesn’t count"),
        ("{% include 'autre.md' %}", 1, "a phrase knows “if”, “for” and “set” alone"),
        ("{{ membres }}", 1, "can’t be told: only texts and years are printed"),
    ],
)
def test_a_fault_in_a_phrase_is_told_with_its_file_and_line(
    source: str, line: int, fault: str
) -> None:
    network = have_phrase(source)
    with pytest.raises(PhraseError) as refused:
        network.tell("essai", membres=["44"], habitants=pd.NA, moves=MOVES)
    assert str(refused.value).startswith(f"phrases/essai.md, line {line}: {fault}")


def test_a_phrase_without_a_file_is_refused_by_its_name() -> None:
    with pytest.raises(PhraseError, match=r"phrases/perdue\.md: there is no such phrase"):
        SMALL.tell("perdue")


@pytest.mark.parametrize("file", FILES_OF_PHRASES, ids=lambda file: file.stem)
def test_a_phrase_of_the_program_is_short_described_and_counts_nothing(file: Path) -> None:
    source = read_phrase(file.stem) or ""
    assert check_phrase(file.stem, source) == []
    assert source.startswith("{#"), "it opens with what it says, and of which values"
    assert len(source.splitlines()) <= 40


def test_the_documentation_says_every_filter_and_every_word_that_is_known() -> None:
    page = (ROOT / "docs" / "phrases.md").read_text(encoding="utf-8")
    # A filter is the first cell of a row of its table, an example the second.
    assert re.findall(r"^\| `(\w+)` \| `\{\{", page, flags=re.M) == list(FILTERS)
    for name, value in list_given_words(Settings("réseau")).items():
        words = [name]
        if isinstance(value, dict):
            words = [f"{name}.{part}" for part in value]
        for word in words:
            assert f"`{word}" in page, word


def test_the_phrase_that_the_documentation_changes_is_understood_and_told() -> None:
    page = (ROOT / "docs" / "phrases.md").read_text(encoding="utf-8")
    [block] = re.findall(r"```jinja\n(.*?)```", page, flags=re.S)
    # The block stands in a list, three spaces to the right.
    phrase = block.replace("\n   ", "\n").strip()
    # Line 0 is a remark: the values that the program's phrase tells as well.
    assert [line for line, _fault in check_phrase("membres", phrase)] == [0]
    network = open_network(ROOT / "data" / "departements-participatifs")
    figures: Any = count_figures(network).loc[2025]
    own = replace(network, phrases={"membres": phrase})
    assert own.tell("membres", figures, year=2025).text == (
        "À\u00a0eux tous, les membres réunissent 12,8\u00a0millions d’habitants, soit 18,7\u00a0% "
        "de la population des départements français."
    )


def test_each_network_has_words_of_its_own() -> None:
    phrase = "{{ nous.le }}, {{ genre.comptés }}, {{ nous.du }} : {{ représentants }}."
    first = have_phrase(phrase, "groupe des départements", representants="équipes")
    second = have_phrase(phrase, "fédération de villes", article="la", genres=("commune",))
    assert second.tell("essai").text == "La fédération, communes, de la fédération\u00a0:."
    assert first.tell("essai").text == "Le groupe, départements, du groupe\u00a0: équipes."


def test_check_tells_of_values_that_an_own_phrase_leaves_out() -> None:
    # Line 0 is a remark about the whole phrase.
    [(line, remark)] = check_phrase("mouvement", "Rien de neuf {{ nous.du }} en {{ year }}.")
    assert line == 0
    assert remark == ("the program’s phrase has avant, comparés, moves, which this one doesn’t say")


def test_check_takes_no_word_that_the_programs_phrase_sets_for_a_value() -> None:
    # The program's phrase sets `environ`, and takes the members one by one as well.
    own = (
        "{{ membres|lettres }}, {{ population|rond('habitants') }}, {{ regions|lettres }}, "
        "{{ part_population|sur('habitant') }}, {{ représentants }} en {{ year }}. "
        "Source : {{ sources.population }}."
    )
    [(line, remark)] = check_phrase("membres", own)
    assert line == 0
    assert remark == "the program’s phrase has members, which this one doesn’t say"


def test_an_own_phrase_of_a_figure_lacks_none_of_its_parts() -> None:
    without_finding = "# description : une carte"
    fault = "lacks its part “# constat :”"
    assert check_phrase("voisins", without_finding) == [(1, fault)]
    with pytest.raises(PhraseError, match=rf"^phrases/voisins\.md: {fault}"):
        fill_figure("voisins", without_finding, Settings("réseau"), NO_VALUES)


def test_an_own_phrase_of_a_text_has_no_parts() -> None:
    with_a_part = "# note : Un mot.\n\nUn autre."
    fault = "has no parts, so no “# note :”"
    assert check_phrase("mouvement", with_a_part) == [(1, fault)]
    with pytest.raises(PhraseError, match=rf"^phrases/essai\.md: {fault}"):
        fill_phrase("essai", with_a_part, Settings("réseau"), NO_VALUES)


def test_check_tells_of_a_filter_that_there_is_not() -> None:
    assert check_phrase("mouvement", "un\n{{ x|letres }}") == [
        (2, "there is no filter “letres”; nearest: lettres")
    ]


def test_an_institution_has_the_number_that_a_map_of_departements_writes() -> None:
    assert find_known_number("44") == "44"
    # Corse, the Martinique and Paris have codes of their own in the reference.
    assert find_known_number("20R") == "2A-2B"
    assert find_known_number("972R") == "972"
    assert find_known_number("75C") == "75"


@pytest.mark.parametrize(
    "code",
    [
        pytest.param("35238", id="a commune"),
        pytest.param("53R", id="a région"),
        pytest.param("04R", id="a région overseas"),
        pytest.param("244400404", id="a métropole"),
        pytest.param("Anciela", id="an organisation"),
    ],
)
def test_an_institution_that_is_no_departement_has_no_number(code: str) -> None:
    assert not find_known_number(code)


def test_a_number_is_written_among_departements_alone() -> None:
    # The Métropole de Lyon is both: among métropoles it is a dot, with its name.
    assert find_known_number("69M", "département") == "69"
    assert find_known_number("69M", "métropole") == ""
    # Paris is a département and a commune.
    assert find_known_number("75C", "commune") == ""


@pytest.mark.parametrize(
    ("name", "numbered"),
    [
        # A network of `kinds_of_networks`, and how many of its members have a number.
        ("metropoles", 0),
        ("communes", 0),
        ("associations", 0),
        ("departements", 8),
    ],
)
def test_a_list_has_numbers_where_its_members_are_departements(
    tmp_path: Path, name: str, numbered: int
) -> None:
    network = open_network(kinds_of_networks.write(tmp_path / name, name), year=2025)
    members = list_members(network, 2025)
    listed = str(network.tell("liste_membres", members=members).html)
    assert listed.count("<li>") == len(members)
    # A number stands in bold before the member's name.
    assert listed.count("<b>") + listed.count("<strong>") == numbered


def test_a_value_that_no_branch_names_is_refused_with_the_nearest_name() -> None:
    moves = compare_members(SMALL, 2025)
    with pytest.raises(PhraseError) as refused:
        SMALL.say("mouvement", moves=moves, comparés=False, yaer=2025)
    assert str(refused.value).endswith(
        "the notebook gives “yaer”, which it names nowhere; it knows avant, comparés, moves, "
        "year; nearest: year"
    )


def test_a_phrase_of_a_networks_own_may_use_fewer_values_than_it_is_given(
    capsys: pytest.CaptureFixture[str],
) -> None:
    # A row of key figures has all of them.
    all_figures = count_figures(SMALL).iloc[0]
    have_phrase("En {{ year }}.").say("essai", all_figures, year=2025)
    assert capsys.readouterr().out == "En 2025.\n"
    with_own = replace(SMALL, phrases={"mouvement": "En {{ year }}."})
    with_own.say("mouvement", moves=compare_members(SMALL, 2025), comparés=False, year=2025)
    assert capsys.readouterr().out == "En 2025.\n"


def test_a_figure_takes_no_value_that_its_phrase_does_not_name() -> None:
    chart = Figure().subplots()
    with pytest.raises(PhraseError, match="the notebook gives “ax”"):
        SMALL.show("voisins", chart, ax=3)


def test_every_look_has_a_style() -> None:
    styles = ""
    for file in ("lists.css", "style.css"):
        styles += (TEMPLATES / file).read_text("utf-8")
    classes = set(" ".join(LOOKS).split())
    # "beside" has no look of its own: it is left out of pages that are sent.
    for name in classes - {"beside"}:
        # As a whole word: ".plan" isn't ".planning".
        assert re.search(rf"\.{name}\b", styles), name


def test_a_look_becomes_a_class_and_an_unknown_one_is_refused_with_the_nearest() -> None:
    settings = Settings("réseau")
    assert 'class="plan"' in fill_phrase("essai", "Un.", settings, NO_VALUES, "plan").html
    with pytest.raises(PhraseError, match=r"no style has “plans”, but .*; nearest: plan"):
        fill_phrase("essai", "Un mot.", settings, NO_VALUES, "plans")
