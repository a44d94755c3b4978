"""Phrases: what they say, what French needs of itself, and what is refused, with its line."""

import re
import time
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
from annual_report.network.phrases.told_numbers import TypedNumber
from annual_report.network.reading.settings import Settings

SMALL = network({2025: "Loire-Atlantique"})
NOTHING = Values({})
FILES = sorted((NOTEBOOKS / "phrases").glob("*.md"))


MOVES = pd.DataFrame(
    {
        "code": ["33", "40", "44"],
        "status": pd.Series(["resté", "arrivé", pd.NA], dtype="string"),
        "years": as_count(pd.Series([3, 1, pd.NA], dtype="Int64")),
    }
)


def having(source: str, nom: str = "réseau", **settings: object) -> Network:
    """Return a network that has a phrase of its own, called `essai`."""
    own = Settings(nom, **settings)  # type: ignore[arg-type]
    return replace(SMALL, settings=own, phrases={"essai": source})


def told(source: str, /, **values: object) -> str:
    """Return what a phrase says, with ordinary spaces; whole numbers are counts."""
    given = Values({name: as_typed(value) for name, value in values.items()})
    return " ".join(fill_phrase("essai", source, Settings("réseau"), given).text.split())


def as_typed(value: Any) -> Any:
    """Return a number as a cell gives it: a whole one as a count, another one as a share."""
    if isinstance(value, float):
        return as_share(value)
    return as_count(value) if isinstance(value, int) else value


@pytest.mark.parametrize(
    ("source", "values", "words"),
    [
        ("{{ n|lettres }} membres.", {"n": 16}, "Seize membres."),
        ("Il y a {{ n|lettres }} membres.", {"n": 17}, "Il y a 17 membres."),
        (
            "{{ n|lettres }} des {{ m|lettres }} membres.",
            {"n": 20, "m": 40},
            "Vingt des quarante membres.",
        ),
        (
            "{{ n|lettres }} membres. Dont {{ m|lettres }}.",
            {"n": 31, "m": 40},
            "Trente et un membres. Dont 40.",
        ),
        (
            "Ils sont {{ n|lettres }}, dont {{ m|lettres }}.",
            {"n": 40, "m": 12},
            "Ils sont 40, dont 12.",
        ),
        ("L’{{ n|lettres('f') }} des {{ m|lettres }}.", {"n": 1, "m": 40}, "L’une des 40."),
        ("{{ nous.le }} a {{ n|lettres }} membres.", {"n": 45}, "Le réseau a 45 membres."),
        (
            "Ils sont {{ m|lettres }}. {{ n|lettres }} sont là.",
            {"n": 45, "m": 2},
            "Ils sont deux. Quarante\u2011cinq sont là.",
        ),
    ],
)
def test_letters_and_figures_go_by_sentence(
    source: str, values: dict[str, object], words: str
) -> None:
    assert told(source, **values) == words


@pytest.mark.parametrize(
    ("source", "values", "words"),
    [
        ("{{ m|les }} {{ m|s_accorde('est', 'sont') }} là.", {"m": ["40"]}, "Les Landes sont là."),
        ("{{ m|les }} {{ m|s_accorde('est', 'sont') }} là.", {"m": ["11"]}, "L’Aude est là."),
        ("{{ m|accord('membre') }}", {"m": ["11", "40"]}, "membres"),
        ("{{ p|pourcent }} : {{ n|chiffres }}.", {"p": 0.6, "n": 1234}, "60 % : 1 234."),
        ("{{ n|combien('rencontre') }}", {"n": 4}, "4 rencontres"),
        (
            "{{ v|à }}, {{ c|en_entier }}",
            {"v": "Le Mans", "c": "32"},
            "Au Mans, le Département du Gers",
        ),
        ("{{ c|length }}", {"c": pd.Series(["a", "b"])}, "2"),
        ("Dit{{ s if s }} .", {"s": ""}, "Dit."),
    ],
)
def test_a_filter_writes_a_value_in_french(
    source: str, values: dict[str, object], words: str
) -> None:
    assert told(source, **values).lower() == words.lower()


def test_a_title_is_said_in_a_text_however_it_is_spelt() -> None:
    assert is_said_in("Ville a velo", "<p>La <b>Ville à vélo</b> &amp; plus</p>")
    assert not is_said_in(["vélo", "train"], "La ville à vélo")


def test_an_institution_is_called_as_its_network_says() -> None:
    network = having("{{ code|en_entier }}", institutions={"44": "Conseil départemental nantais"})
    called = [network.tell("essai", code=code).text.strip() for code in ("44", "32")]
    assert called == ["Le Conseil départemental nantais", "Le Département du Gers"]


@pytest.mark.parametrize(
    ("source", "words"),
    [
        (
            "{{ m|length }} : {{ m.code|les }}.",
            "3 : la Gironde, les Landes et la Loire-Atlantique.",
        ),
        ("{{ m.où(status='arrivé').code|les }}", "Les Landes"),
        ("{{ m.où(status=['resté', 'arrivé'])|lettres }}", "Deux"),
        ("{{ m.où(status=none).code|les }}", "La Loire-Atlantique"),
        ("{% if not m.years.complet %}{{ m.years.connus|chiffres }}{% endif %}", "2"),
        (
            "{% for r in m if r.years %}{{ r.code }} {{ r.years|chiffres }}, {% endfor %}",
            "33 3, 40 1,",
        ),
        (
            "{{ m[0].code }}{% if not m.où(status='parti') %}, nul ne part{% endif %}",
            "33, nul ne part",
        ),
    ],
)
def test_a_table_is_its_rows_and_its_columns(source: str, words: str) -> None:
    assert told(source, m=MOVES) == words


def test_what_a_notebook_gives_becomes_plain() -> None:
    day, bold = date(2025, 6, 19), Markup("<b>gras</b>")
    given = [np.float64(2), pd.Timestamp(day), day, bold, MOVES.set_index("code").years]
    number, *texts, years = make_plain(given, "v")
    assert isinstance(number, TypedNumber)
    assert number == 2
    assert texts == ["2025-06-19", "2025-06-19", "<b>gras</b>"]
    assert {*map(type, texts)} == {str}
    *recorded, missing = years
    assert all(map(is_recorded, recorded)), recorded
    assert not is_recorded(missing)
    unknown = make_plain({"clé": {"b": pd.NA}, "c": float("nan"), "d": None}, "v")
    assert not any(map(is_recorded, [unknown["clé"]["b"], unknown["c"], unknown["d"]]))
    rows = make_plain(MOVES, "m")
    assert isinstance(rows, PhraseRows)
    assert rows.list_column("status") == ["resté", "arrivé"]


def test_what_is_not_plain_is_refused_by_its_name() -> None:
    with pytest.raises(PhraseError, match=r"“v” is a Settings: a phrase takes tables, lists"):
        having("{{ v.nom }}").tell("essai", v=Settings("réseau"))


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
        having(source.replace("FILE", str(file))).tell("essai", given)
    assert not file.exists()


@pytest.mark.parametrize(
    ("source", "fault"),
    [
        ("x" * 9000, "is longer than a phrase may be: 8 kB"),
        ("{{ " + "(" * 3000 + "1" + ")" * 3000 + " }}", "is nested too deeply to be read"),
        ("{% if 1 %}" * 350 + "{% endif %}" * 350, "is nested too deeply to be read"),
        ("{% for x in [1] %}" * 40 + "{% endfor %}" * 40, "is nested too deeply to be read"),
    ],
)
def test_a_phrase_that_cannot_be_read_is_refused_at_once(source: str, fault: str) -> None:
    assert [reason for _line, reason in check_phrase("essai", source)] == [fault]


def test_constants_are_not_computed_while_a_phrase_is_read() -> None:
    source = "{{ " + "~".join(["'a'|cités|liste|cités|liste"] * 200) + " }}"
    started = time.process_time()
    check_phrase("essai", source)
    assert time.process_time() - started < 2


def test_a_paragraph_that_begins_with_source_is_a_note() -> None:
    made = having("Un fait.\n\nSource : Insee.\n\nSources : deux.").tell("essai", look="plan")
    assert re.findall(r'<p class="(\w+)">', made.html) == ["plan", "note", "note"]


def test_a_legend_has_a_sign_and_its_words_on_each_line() -> None:
    legend = "# légende :\n- resté : déjà : là\n{}\n"
    assert fill_figure("essai", legend.format("- b : deux"), Settings("réseau"), NOTHING) == {
        "legend": {"resté": "déjà\u00a0: là", "b": "deux"}
    }
    for wrong, line in (("- a : un{% if 1 %}{% endif %}\n- lieux : b", 3), ("des mots", 3)):
        with pytest.raises(PhraseError, match=f"line {line}: each line of “légende”"):
            having(legend.format(wrong)).words("essai")


def test_a_title_is_a_value_whatever_signs_it_has() -> None:
    title = "Où ? *Là* [ici] <b>_x_</b> 2. fois"
    assert told("« {{ t }} », dit-on.", t=title) == f"« {title} », dit-on."
    assert told("{{ t }}", t="2024. Une année") == "2024. Une année"
    assert told("{{ t }}", t="- un tiret") == "- un tiret"


def test_markdown_makes_paragraphs_lists_and_links() -> None:
    source = "un *mot*.\n\n### titre\n\n- [la page]({{ year }}.html)\n- deux"
    made = having(source).tell("essai", year=2025, look="note")
    assert made.html == (
        '<p class="note">Un <em>mot</em>.</p>\n<h3>Titre</h3>\n<ul class="note">\n<li>'
        '<a href="2025.html" rel="noreferrer">La page</a></li>\n<li>Deux</li>\n</ul>'
    )


def test_a_phrase_that_tells_nothing_is_no_piece_of_a_page() -> None:
    assert not having("{% if not n %}rien{% endif %}").tell("essai", n=as_count(1))


def test_a_figure_has_its_words_in_parts() -> None:
    source = """
{% set verbe = n|accord("est", "sont") %}
# constat : {{ n|lettres }} {{ verbe }} là : {{ t }}.
# description :
carte ; {{ n|combien("membre") }}.
# note :
# données : de la carte
"""
    assert having(source).words("essai", n=as_count(2), t="*A*\n# note : b") == {
        "finding": "Deux sont là\u00a0: *A*\n# note\u00a0: b.",
        "alternative": "Carte\u202f; 2\u00a0membres.",
        "note": "",
        "of": "de la carte",
    }


@pytest.mark.parametrize(
    ("source", "line", "fault"),
    [
        ("un\n{{ membre }}", 2, "“membre” is not given by the notebook; nearest: membres"),
        ("\n{{ membre|chiffres }}", 2, "“membre” is not given by the notebook; nearest: membres"),
        ("{{ membres|letres }}", 1, "there is no filter “letres”; nearest: lettres"),
        (
            "Un.\n\n{% if membres %}\n{{ membres|letres }}\n{% endif %}",
            4,
            "there is no filter “letres”; nearest: lettres",
        ),
        ("a\n\n{{ habitants }}", 3, "nobody recorded habitants"),
        ("{{ habitants|lettres }}", 1, "nobody recorded habitants"),
        ("{{ 'Il y en a ' ~ habitants }}", 1, "nobody recorded habitants"),
        ("{{ [habitants]|join(', ') }}", 1, "nobody recorded habitants"),
        ("{{ habitants|length }}", 1, "nobody recorded habitants"),
        ("{% if habitants > 3 %}x{% endif %}", 1, "nobody recorded habitants"),
        ("{{ moves.nom|les }}", 1, "the table has no column “nom”"),
        ("{{ moves.où(nom='x')|length }}", 1, "the table has no column “nom”"),
        ("{% if membre %}x{% endif %}", 1, "“membre” is not given by the notebook"),
        ("{% if membres is connu %}x{% endif %}", 1, "there is no filter “connu”"),
        ("{% if membres %}", 1, "can’t be read: each {{ wants its }}, each {% if"),
        ("{{ membres|length + 1 }}", 1, "a phrase doesn’t count"),
        ("\n{{ membres / 2 }}", 2, "a phrase doesn’t count"),
        ("{% include 'autre.md' %}", 1, "a phrase knows “if”, “for” and “set” alone"),
        ("{{ membres }}", 1, "can’t be told: only texts and years are printed"),
    ],
)
def test_what_is_wrong_is_said_with_its_file_line_and_name(
    source: str, line: int, fault: str
) -> None:
    with pytest.raises(PhraseError) as caught:
        having(source).tell("essai", membres=["44"], habitants=pd.NA, moves=MOVES)
    assert str(caught.value).startswith(f"phrases/essai.md, line {line}: {fault}")


def test_a_phrase_that_there_is_not_is_named() -> None:
    with pytest.raises(PhraseError, match=r"phrases/perdue\.md: there is no such phrase"):
        SMALL.tell("perdue")


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_phrase_of_the_program_says_and_does_not_count(file: Path) -> None:
    source = read_phrase(file.stem) or ""
    assert check_phrase(file.stem, source) == []
    assert source.startswith("{#"), "it opens with what it says, and of which values"
    assert len(source.splitlines()) <= 40


def test_the_documentation_says_every_filter_and_every_word_that_is_known() -> None:
    page = (ROOT / "docs" / "phrases.md").read_text(encoding="utf-8")
    assert re.findall(r"^\| `(\w+)` \| `\{\{", page, flags=re.M) == list(FILTERS)
    for name, value in list_given_words(Settings("réseau")).items():
        for word in [f"{name}.{part}" for part in value] if isinstance(value, dict) else [name]:
            assert f"`{word}" in page, word


def test_the_phrase_that_the_documentation_changes_is_understood_and_told() -> None:
    page = (ROOT / "docs" / "phrases.md").read_text(encoding="utf-8")
    (block,) = re.findall(r"```jinja\n(.*?)```", page, flags=re.S)
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
    first = having(phrase, "groupe des départements", representants="équipes")
    second = having(phrase, "fédération de villes", article="la", genres=("commune",))
    assert second.tell("essai").text == "La fédération, communes, de la fédération\u00a0:."
    assert first.tell("essai").text == "Le groupe, départements, du groupe\u00a0: équipes."


def test_what_an_own_phrase_leaves_out_is_said() -> None:
    left = check_phrase("mouvement", "Rien de neuf {{ nous.du }} en {{ year }}.")
    assert left == [
        (0, "the program’s phrase has avant, comparés, moves, which this one doesn’t say")
    ]
    lacks = "lacks its part “# constat :”"
    assert check_phrase("voisins", "# description : une carte") == [(1, lacks)]
    with pytest.raises(PhraseError, match=rf"^phrases/voisins\.md: {lacks}"):
        fill_figure("voisins", "# description : une carte", Settings("réseau"), NOTHING)
    parted = "# note : Un mot.\n\nUn autre."
    with pytest.raises(PhraseError, match=r"^phrases/essai\.md: has no parts, so no “# note :”"):
        fill_phrase("essai", parted, Settings("réseau"), NOTHING)
    assert check_phrase("mouvement", parted) == [(1, "has no parts, so no “# note :”")]
    assert check_phrase("mouvement", "un\n{{ x|letres }}") == [
        (2, "there is no filter “letres”; nearest: lettres")
    ]


def test_a_member_has_the_number_that_a_map_writes_for_it_and_no_code() -> None:
    codes = ("44", "20R", "972R", "75C", "35238", "53R", "04R", "244400404", "Anciela")
    numbers = {code: find_known_number(code) for code in codes}
    known = {code: number for code, number in numbers.items() if number}
    assert known == {"44": "44", "20R": "2A-2B", "972R": "972", "75C": "75"}
    # What has a number among départements has none among its equals: they are dots, with names.
    assert [find_known_number("69M", kind) for kind in ("département", "métropole")] == ["69", ""]
    assert find_known_number("75C", "commune") == ""


@pytest.mark.parametrize(
    ("name", "numbered"),
    [("metropoles", 0), ("communes", 0), ("associations", 0), ("departements", 8)],
)
def test_a_list_has_numbers_where_its_members_are_departements(
    tmp_path: Path, name: str, numbered: int
) -> None:
    network = open_network(kinds_of_networks.write(tmp_path / name, name), year=2025)
    members = list_members(network, 2025)
    listed = str(network.tell("liste_membres", members=members).html)
    assert listed.count("<li>") == len(members)
    assert listed.count("<b>") + listed.count("<strong>") == numbered


def test_a_value_that_no_branch_names_is_refused_with_the_nearest_name(
    capsys: pytest.CaptureFixture[str],
) -> None:
    moves = compare_members(SMALL, 2025)
    with pytest.raises(PhraseError) as refused:
        SMALL.say("mouvement", moves=moves, comparés=False, yaer=2025)
    assert str(refused.value).endswith(
        "the notebook gives “yaer”, which it names nowhere; it knows avant, comparés, moves, "
        "year; nearest: year"
    )
    # A row of key figures has all of them, and a phrase of its own may use fewer.
    own = having("En {{ year }}.")
    fewer = replace(SMALL, phrases={"mouvement": "En {{ year }}."})
    own.say("essai", count_figures(SMALL).iloc[0], year=2025)
    fewer.say("mouvement", moves=moves, comparés=False, year=2025)
    assert capsys.readouterr().out.split() == ["En", "2025.", "En", "2025."]
    with pytest.raises(PhraseError, match="the notebook gives “ax”"):
        fewer.show("voisins", Figure().subplots(), ax=3)


def test_a_look_that_no_style_has_is_refused_with_the_nearest() -> None:
    styles = "".join((TEMPLATES / file).read_text("utf-8") for file in ("lists.css", "style.css"))
    # "beside" has no look of its own: it is left out of what is sent.
    classes = {name for look in LOOKS for name in look.split()} - {"beside"}
    assert all(re.search(rf"\.{name}\b", styles) for name in classes)
    with pytest.raises(PhraseError, match=r"no style has “plans”, but .*; nearest: plan"):
        fill_phrase("essai", "Un mot.", Settings("réseau"), NOTHING, "plans")
    assert 'class="plan"' in fill_phrase("essai", "Un.", Settings("réseau"), NOTHING, "plan").html
