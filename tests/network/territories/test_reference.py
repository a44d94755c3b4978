"""The official geography: facts that others published, words checked by hand, whole outlines."""

import hashlib
import itertools
import json
import unicodedata
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annual_report.base.project import REFERENCE
from annual_report.network.territories.grammar import write_of_name
from annual_report.network.territories.institutions import (
    Institution,
    departments_by_code,
    institutions_by_code,
)
from annual_report.network.territories.kinds import TERRITORY
from annual_report.network.territories.outlines import (
    HEIGHT,
    WIDTH,
    Contour,
    Ring,
    list_insets,
    list_outlines,
)
from annual_report.network.territories.reference import find_source, read_reference
from annual_report.network.territories.spelling import find_institutions, fold_name

pytestmark = pytest.mark.slow

Point = tuple[float, float]

MAINLAND_KM2 = 543_941
"""The area of mainland France with Corse, as the Insee publishes it."""


# --- The table ------------------------------------------------------------------------------


def test_populations_are_those_published() -> None:
    population = {code: found.population for code, found in departments_by_code().items()}
    assert sum(number or 0 for number in population.values()) == 68_350_798
    mayotte = "976"
    assert population[mayotte] == 256_518


WORDS_OF_DEPARTMENTS = {
    # code: (with its article, after "de"), checked by hand.
    "01": ("l’Ain", "de l’Ain"),
    "07": ("l’Ardèche", "de l’Ardèche"),
    "22": ("les Côtes-d’Armor", "des Côtes-d’Armor"),
    "28": ("l’Eure-et-Loir", "d’Eure-et-Loir"),
    "31": ("la Haute-Garonne", "de la Haute-Garonne"),
    "32": ("le Gers", "du Gers"),
    "35": ("l’Ille-et-Vilaine", "d’Ille-et-Vilaine"),
    "49": ("le Maine-et-Loire", "de Maine-et-Loire"),
    "75": ("Paris", "de Paris"),
    "80": ("la Somme", "de la Somme"),
    "77": ("la Seine-et-Marne", "de Seine-et-Marne"),
    "974": ("La Réunion", "de La Réunion"),
    "976": ("Mayotte", "de Mayotte"),
}


@pytest.mark.parametrize("code", WORDS_OF_DEPARTMENTS)
def test_a_departement_has_the_article_and_the_de_of_french_use(code: str) -> None:
    with_article, after_de = WORDS_OF_DEPARTMENTS[code]
    department = departments_by_code()[code]
    assert department.with_article == with_article
    assert write_of_name(department.name, department.before) == after_de


def test_prose_has_no_straight_apostrophe_and_no_stray_space() -> None:
    for path in REFERENCE.rglob("*.csv"):
        text = path.read_bytes().decode("utf-8")
        for sign in ("'", " ,", "\r"):
            assert sign not in text, path.name


# --- Neighbours -----------------------------------------------------------------------------


Pair = tuple[str, str]


def read_borders() -> set[Pair]:
    """Return the pairs of codes that `voisins.csv` has, each in both orders."""
    return {(row["code"], row["voisin"]) for row in read_reference("voisins.csv")}


def find_drawn_borders() -> set[Pair]:
    """Return the pairs of outlines that share a side, each in both orders."""
    codes_by_side: dict[frozenset[Point], set[str]] = {}
    for shape in list_outlines():
        for ring in shape.rings:
            # A ring is closed: its last point is its first.
            for start, end in itertools.pairwise(ring):
                side = frozenset([start, end])
                codes_by_side.setdefault(side, set()).add(shape.code)
    pairs: set[Pair] = set()
    for codes in codes_by_side.values():
        pairs.update(itertools.permutations(codes, 2))
    return pairs


def test_neighbours_are_those_that_the_drawn_outlines_show() -> None:
    not_drawn = {
        # They share less than a step of the drawing's grid, at Raon-lès-Leau.
        ("54", "67"),
        # The Métropole de Lyon is cut into the drawing from other outlines.
        ("01", "69M"),
        ("38", "69M"),
    }
    not_drawn |= {(other, code) for code, other in not_drawn}
    # The Rhône is drawn whole, and once more without Lyon: these two share sides.
    drawn_twice = {("69", "69D"), ("69D", "69")}
    assert find_drawn_borders() - drawn_twice == read_borders() - not_drawn


def test_there_are_as_many_borders_between_departements_as_counted_by_hand() -> None:
    departments = departments_by_code()
    between_departments = []
    for code, other in read_borders():
        if code in departments and other in departments:
            between_departments.append((code, other))
    # Each border is there from both sides.
    assert len(between_departments) == 2 * 237


# --- Finding a département ------------------------------------------------------------------


def check_found(kind: str, codes_by_text: dict[str, str]) -> None:
    """Look for each text among institutions of a kind, and compare the codes that are found."""
    found = {}
    for text in codes_by_text:
        institutions = find_institutions(text, (kind,))
        found[text] = " ".join(institution.code for institution in institutions)
    assert found == codes_by_text


def test_a_departement_is_found_by_its_number_however_it_is_typed() -> None:
    check_found(TERRITORY, {"1": "01", "33\N{NO-BREAK SPACE}": "33", "2a": "2A"})


def test_a_departement_is_found_by_its_name_however_it_is_spelt() -> None:
    check_found(
        TERRITORY,
        {
            "La Loire": "42",
            "Lot et Garonne": "47",
            "Seine St Denis": "93",
            "Val dOise": "95",
            "Cotes d`Armor": "22",
            "Réunion": "974",
            "Pyrenees   Atlantiques": "64",
            "département de La Réunion": "974",
        },
    )


def test_a_departement_is_found_by_a_former_name_or_that_of_its_institution() -> None:
    former_names = {"les Côtes-du-Nord": "22", "LOIRE-INFERIEURE": "44"}
    check_found(TERRITORY, former_names)
    check_found(TERRITORY, {"Ville de Paris": "75"})


def test_a_name_of_several_departements_finds_them_all() -> None:
    # The départements of before 1968, and Corse of before 1976.
    check_found(TERRITORY, {"Seine-et-Oise": "78 91 95", "la Seine": "75 92 93 94", "20": "2A 2B"})


def test_a_part_of_a_name_and_a_number_of_no_departement_find_none() -> None:
    check_found(TERRITORY, {"Rhin": "", "Garonne": "", "Savoies": "", "la": "", "   ": ""})
    check_found(TERRITORY, {"-1": "", "96": "", "001": ""})


def test_the_article_of_a_commune_tells_it_from_another_of_the_same_name() -> None:
    check_found(
        "commune",
        {
            # La Riche is in the Indre-et-Loire, Riche in the Moselle.
            "Commune de la Riche": "37195",
            "Riche": "57580",
            "COMMUNE DU LAMENTIN": "97213",
            "Vaudreuil (Le)": "27528",
            "LeMans": "72181",
            # Without its article it may be La Rochelle, or Rochelle in the Haute-Saône.
            "Rochelle": "17300 70450",
            # It is called La Baule-Escoublac, and Baule, in the Loiret, isn't meant.
            "La Baule": "",
        },
    )


def find_department(text: str) -> Institution | None:
    """Return the only département that a text means, None if the text means several or none."""
    institutions = find_institutions(text, (TERRITORY,))
    if len(institutions) == 1:
        return institutions[0]
    return None


def drop_accents(text: str) -> str:
    """Return a text without accents: "Hérault" is "Herault"."""
    decomposed = unicodedata.normalize("NFD", text)
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


@given(data=st.data())
def test_any_usual_spelling_of_a_name_resolves_to_itself(data: st.DataObject) -> None:
    department = data.draw(st.sampled_from(list(departments_by_code().values())))
    of = write_of_name(department.name, department.before)
    phrases = [
        department.name,
        department.with_article,
        of,
        f"département {of}",
        f"Le Département {of}",
    ]
    text = data.draw(st.sampled_from(phrases))
    # Apostrophes and hyphens are typed in many ways,
    apostrophes = ["’", "'", "`", "\N{MODIFIER LETTER APOSTROPHE}", " "]
    text = text.replace("’", data.draw(st.sampled_from(apostrophes)))
    hyphens = ["-", " ", " - ", "\N{NON-BREAKING HYPHEN}", "–"]
    text = text.replace("-", data.draw(st.sampled_from(hyphens)))
    # accents are one letter, two, or left out,
    accents = data.draw(st.sampled_from(["composed", "decomposed", "left out"]))
    if accents == "decomposed":
        text = unicodedata.normalize("NFD", text)
    elif accents == "left out":
        text = drop_accents(text)
    # and letters are small or capital.
    cases = data.draw(st.lists(st.sampled_from([str.upper, str.lower]), min_size=len(text)))
    letters = [change(letter) for change, letter in zip(cases, text, strict=False)]
    assert find_department("".join(letters)) == department


def list_communes_with_article() -> list[tuple[Institution, str, str]]:
    """Return the communes called Le, La, Les or L’ …: each with its article and the rest."""
    communes = []
    for commune in institutions_by_code("commune").values():
        for article in ("Le ", "La ", "Les ", "L’"):
            if commune.name.startswith(article):
                communes.append((commune, article.strip(), commune.name.removeprefix(article)))
    return communes


def test_communes_with_an_article_are_as_many_as_counted() -> None:
    assert len(list_communes_with_article()) == 2222


def test_the_article_of_a_commune_is_a_part_of_its_name() -> None:
    codes_by_key: dict[str, set[str]] = {}
    for commune in institutions_by_code("commune").values():
        codes_by_key.setdefault(fold_name(commune.name), set()).add(commune.code)
    for commune, article, rest in list_communes_with_article():
        of = write_of_name(commune.name, commune.before)
        # As a list, an address or a sentence writes the name.
        spellings = [
            commune.name.upper(),
            f"Commune {of}",
            f"MAIRIE {of.upper()}",
            f"{rest} ({article})",
            f"Ville de {commune.name}",
        ]
        for text in spellings:
            found = {institution.code for institution in find_institutions(text, ("commune",))}
            # Communes of the very same name, and no other.
            assert found == codes_by_key[fold_name(commune.name)], text


# --- Outlines -------------------------------------------------------------------------------


def compute_area(ring: Ring) -> float:
    """Return the area inside of a ring by the shoelace formula: positive anticlockwise."""
    doubled = 0.0
    for (x, y), (next_x, next_y) in itertools.pairwise(ring):
        doubled += x * next_y - next_x * y
    return doubled / 2


def compute_ground(shape: Contour) -> float:
    """Return the area of an outline in square kilometres; holes turn the other way round."""
    return sum(compute_area(ring) for ring in shape.rings)


def list_mainland() -> dict[str, Contour]:
    """Return the outlines by code, without those in a frame and without parts of another."""
    return {shape.code: shape for shape in list_outlines() if not (shape.inset or shape.whole)}


def test_the_two_parts_of_the_rhone_make_it_up() -> None:
    parts = {shape.code: shape for shape in list_outlines() if shape.whole == "69"}
    assert list(parts) == ["69D", "69M"]
    lyon = compute_ground(parts["69M"])
    # In square kilometres, as the Métropole publishes it.
    assert lyon == pytest.approx(534, rel=0.1)
    rest = compute_ground(parts["69D"])
    assert rest + lyon == pytest.approx(compute_ground(list_mainland()["69"]), rel=0.01)


def test_no_other_departement_is_drawn_in_parts() -> None:
    assert {shape.whole for shape in list_outlines() if shape.whole} == {"69"}


def test_areas_are_those_of_the_ground() -> None:
    mainland = list_mainland()
    total = sum(compute_ground(shape) for shape in mainland.values())
    assert total == pytest.approx(MAINLAND_KM2, rel=0.02)
    # The official area of the Gironde includes lakes.
    assert compute_ground(mainland["33"]) == pytest.approx(9_976, rel=0.06)


def list_fine_outlines() -> dict[str, Contour]:
    """Return the outlines of the near view by code, without parts of another."""
    return {shape.code: shape for shape in list_outlines(fine=True) if not shape.whole}


def test_a_near_view_has_the_same_ground_with_more_points() -> None:
    fine = list_fine_outlines()
    for code, coarse in list_mainland().items():
        assert compute_ground(fine[code]) == pytest.approx(compute_ground(coarse), rel=0.1), code
    # The Finistère has the longest coast.
    points = sum(len(ring) for ring in list_mainland()["29"].rings)
    fine_points = sum(len(ring) for ring in fine["29"].rings)
    assert fine_points > 4 * points


def test_in_a_near_view_no_slit_opens_between_two_neighbours() -> None:
    sides: Counter[frozenset[Point]] = Counter()
    for shape in list_fine_outlines().values():
        for ring in shape.rings:
            sides.update(frozenset(side) for side in itertools.pairwise(ring))
    # A side is that of two neighbours, the very same points, or of a coast or a foreign border.
    assert set(sides.values()) == {1, 2}
    shared = [side for side, times in sides.items() if times == 2]
    assert len(shared) > len(sides) / 2


def test_every_outline_is_closed_and_inside_of_its_frame() -> None:
    frames = {inset.name: inset.frame for inset in list_insets()}
    for shape in list_outlines():
        left = 0.0
        bottom = 0.0
        right = WIDTH
        top = HEIGHT
        if shape.inset:
            left, bottom, right, top = frames[shape.inset]
        for ring in shape.rings:
            assert ring[0] == ring[-1], shape.code
            # A smaller ring couldn't be seen.
            assert abs(compute_area(ring)) > 10, shape.code
            for x, y in ring:
                assert left <= x <= right, shape.code
                assert bottom <= y <= top, shape.code


def test_every_frame_is_on_the_sheet() -> None:
    for inset in list_insets():
        left, bottom, right, top = inset.frame
        assert 0 <= left < right <= WIDTH
        assert 0 <= bottom < top <= HEIGHT


# --- Files ----------------------------------------------------------------------------------


def test_each_file_has_a_sidecar_with_its_checksum() -> None:
    files = []
    for path in REFERENCE.rglob("*"):
        is_data = path.suffix in (".csv", ".json", ".geojson")
        if is_data and not path.name.endswith(".meta.json"):
            files.append(path)
    assert len(files) == 17
    for path in files:
        sidecar = json.loads(path.with_suffix(".meta.json").read_text(encoding="utf-8"))
        assert sidecar["fichier"] == path.name
        assert sidecar["sha256"] == hashlib.sha256(path.read_bytes()).hexdigest()
        assert sidecar["traitement"]


def test_a_source_is_cited_by_its_producer_and_its_edition() -> None:
    departments = find_source("departements.csv")
    assert "Insee, Code officiel géographique 2026" in departments.attribution
    assert find_source("contours.geojson").producer == "Natural Earth"
