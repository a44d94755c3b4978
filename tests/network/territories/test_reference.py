"""The official geography: facts that others published, words checked by hand, whole outlines."""

import hashlib
import itertools
import json
import re
import unicodedata
from collections import Counter
from typing import Any

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

METROPOLE_KM2 = 543_941  # Insee, code officiel géographique


# --- The table ------------------------------------------------------------------------------


def test_populations_are_those_published() -> None:
    departments = departments_by_code()
    assert sum(department.population or 0 for department in departments.values()) == 68_350_798
    assert departments["976"].population == 256_518


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("01", "l’Ain, de l’Ain"),
        ("07", "l’Ardèche, de l’Ardèche"),
        ("22", "les Côtes-d’Armor, des Côtes-d’Armor"),
        ("28", "l’Eure-et-Loir, d’Eure-et-Loir"),
        ("31", "la Haute-Garonne, de la Haute-Garonne"),
        ("32", "le Gers, du Gers"),
        ("35", "l’Ille-et-Vilaine, d’Ille-et-Vilaine"),
        ("49", "le Maine-et-Loire, de Maine-et-Loire"),
        ("75", "Paris, de Paris"),
        ("80", "la Somme, de la Somme"),
        ("77", "la Seine-et-Marne, de Seine-et-Marne"),
        ("974", "La Réunion, de La Réunion"),
        ("976", "Mayotte, de Mayotte"),
    ],
)
def test_words_around_the_name(code: str, words: str) -> None:
    department = departments_by_code()[code]
    of = write_of_name(department.name, department.before)
    assert f"{department.with_article}, {of}" == words


def test_prose_has_no_straight_apostrophe_and_no_stray_space() -> None:
    for path in [*REFERENCE.glob("*.csv"), *REFERENCE.glob("sources/*.csv")]:
        text = path.read_bytes().decode("utf-8")
        assert "'" not in text
        assert " ," not in text
        assert "\r" not in text


# --- Neighbours -----------------------------------------------------------------------------


def borders() -> set[tuple[str, str]]:
    return {(row["code"], row["voisin"]) for row in read_reference("voisins.csv")}


def test_neighbours_are_those_that_the_drawn_outlines_show() -> None:
    """Two outlines that share a side are neighbours, but for what the drawing leaves out.

    54 and 67 share less than a step of its grid, at Raon-lès-Leau. The sides of the Métropole de
    Lyon are cut into it from other outlines, and lie on none of its neighbours'.
    """
    sides: dict[frozenset[Any], set[str]] = {}
    for shape in list_outlines():
        for ring in shape.rings:
            for side in zip(ring, [*ring[1:], ring[0]], strict=True):
                sides.setdefault(frozenset(map(tuple, side)), set()).add(shape.code)
    drawn = {pair for codes in sides.values() for pair in itertools.permutations(codes, 2)}
    apart = {("54", "67"), ("01", "69M"), ("38", "69M")}
    apart |= {(other, code) for code, other in apart}
    itself = {("69", "69D"), ("69D", "69")}  # the Rhône is drawn whole, or in its two parts
    assert drawn - itself == borders() - apart
    between = {pair for pair in borders() if set(pair) <= set(departments_by_code())}
    assert len(between) == 2 * 237


# --- Finding a département ------------------------------------------------------------------


MEANT = {
    TERRITORY: {
        "1": "01",
        "33\N{NO-BREAK SPACE}": "33",
        "2a": "2A",
        "La Loire": "42",
        "Lot et Garonne": "47",
        "Seine St Denis": "93",
        "Val dOise": "95",
        "Cotes d`Armor": "22",
        "Réunion": "974",
        "Pyrenees   Atlantiques": "64",
        "département de La Réunion": "974",
        # Former names, and what another institution is called.
        "les Côtes-du-Nord": "22",
        "LOIRE-INFERIEURE": "44",
        "Ville de Paris": "75",
        # Several, or none.
        "Seine-et-Oise": "78 91 95",
        "la Seine": "75 92 93 94",
        "20": "2A 2B",
        **dict.fromkeys(("Rhin", "Garonne", "Savoies", "-1", "96", "001", "la", "   "), ""),
    },
    "commune": {
        "Commune de la Riche": "37195",
        "COMMUNE DU LAMENTIN": "97213",
        "Riche": "57580",
        "Vaudreuil (Le)": "27528",
        "Rochelle": "17300 70450",
        "LeMans": "72181",
        "La Baule": "",  # of La Baule-Escoublac, and not Baule in the Loiret
    },
}


@pytest.mark.parametrize(
    ("kind", "text", "codes"),
    [(kind, text, codes) for kind, spelt in MEANT.items() for text, codes in spelt.items()],
)
def test_who_is_meant(kind: str, text: str, codes: str) -> None:
    assert [institution.code for institution in find_institutions(text, (kind,))] == codes.split()


def find_department(text: str) -> Institution | None:
    institutions = find_institutions(text, (TERRITORY,))
    return institutions[0] if len(institutions) == 1 else None


@given(data=st.data())
def test_any_usual_spelling_of_a_name_resolves_to_itself(data: st.DataObject) -> None:
    department = data.draw(st.sampled_from(list(departments_by_code().values())))
    of = write_of_name(department.name, department.before)
    names = [department.name, department.with_article, of, f"département {of}"]
    before = data.draw(st.sampled_from([*names, f"Le Département {of}"]))
    apostrophe = data.draw(st.sampled_from(["’", "'", "`", "\N{MODIFIER LETTER APOSTROPHE}", " "]))
    hyphen = data.draw(st.sampled_from(["-", " ", " - ", "\N{NON-BREAKING HYPHEN}", "–"]))
    text = before.replace("’", apostrophe).replace("-", hyphen)
    form = data.draw(st.sampled_from(["NFC", "NFD", "none"]))
    text = unicodedata.normalize("NFD" if form == "none" else form, text)  # type: ignore[arg-type]
    if form == "none":
        text = "".join(letter for letter in text if not unicodedata.combining(letter))
    upper = data.draw(st.lists(st.booleans(), min_size=len(text), max_size=len(text)))
    text = "".join(c.upper() if up else c.lower() for c, up in zip(text, upper, strict=True))
    assert find_department(text) == department


def test_the_article_of_a_commune_is_a_part_of_its_name() -> None:
    """As a list, an address or a sentence writes it: never another commune, nor one of several."""
    communes = institutions_by_code("commune").values()
    alike: dict[str, set[str]] = {}
    for commune in communes:
        alike.setdefault(fold_name(commune.name), set()).add(commune.code)
    with_article = [commune for commune in communes if re.match(r"(?:L[ea]s? |L’)", commune.name)]
    assert len(with_article) == 2222
    for commune in with_article:
        article, name = re.fullmatch(r"(L[ea]s? |L’)(.+)", commune.name).groups()  # type: ignore[union-attr]
        of = write_of_name(commune.name, commune.before)
        for text in (
            commune.name.upper(),
            f"Commune {of}",
            f"MAIRIE {of.upper()}",
            f"{name} ({article.strip()})",
            f"Ville de {commune.name}",
        ):
            codes = {institution.code for institution in find_institutions(text, ("commune",))}
            assert codes == alike[fold_name(commune.name)], text


# --- Outlines -------------------------------------------------------------------------------


def area(ring: Ring) -> float:
    """Positive anticlockwise (shoelace)."""
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in itertools.pairwise(ring)) / 2


def mainland() -> dict[str, Contour]:
    return {shape.code: shape for shape in list_outlines() if not (shape.inset or shape.whole)}


def test_the_two_parts_of_the_rhone_make_it_up() -> None:
    parts = [shape for shape in list_outlines() if shape.whole]
    assert [(shape.code, shape.whole) for shape in parts] == [("69D", "69"), ("69M", "69")]
    sizes = [sum(map(area, shape.rings)) for shape in parts]
    assert sum(sizes) == pytest.approx(sum(map(area, mainland()["69"].rings)), rel=0.01)
    assert sizes[1] == pytest.approx(534, rel=0.1)  # the Métropole de Lyon, in square kilometres


def test_areas_are_those_of_the_ground() -> None:
    total = sum(area(ring) for shape in mainland().values() for ring in shape.rings)
    assert total == pytest.approx(METROPOLE_KM2, rel=0.02)
    gironde = sum(map(area, mainland()["33"].rings))
    assert gironde == pytest.approx(9_976, rel=0.06)  # the official area includes lakes


def test_a_near_view_has_the_same_ground_with_more_points() -> None:
    """Sides are shared still: no slit opens between two neighbours."""
    fine = {shape.code: shape for shape in list_outlines(fine=True) if not shape.whole}
    rings = [ring for shape in fine.values() for ring in shape.rings]
    sides = Counter(frozenset(side) for ring in rings for side in itertools.pairwise(ring))
    assert max(sides.values()) == 2
    assert sum(times == 2 for times in sides.values()) > len(sides) / 2
    for code, coarse in mainland().items():
        ground = sum(map(area, coarse.rings))
        assert sum(map(area, fine[code].rings)) == pytest.approx(ground, rel=0.1), code
    assert sum(map(len, fine["29"].rings)) > 4 * sum(map(len, mainland()["29"].rings))


def test_everything_is_on_the_sheet_and_inside_its_frame() -> None:
    frames = {inset.name: inset.frame for inset in list_insets()}
    for shape in list_outlines():
        frame = (0.0, 0.0, WIDTH, HEIGHT)
        x0, y0, x1, y1 = frames[shape.inset] if shape.inset else frame
        points = [point for ring in shape.rings for point in ring]
        assert all(x0 <= x <= x1 and y0 <= y <= y1 for x, y in points), shape.code
        assert all(ring[0] == ring[-1] and abs(area(ring)) > 10 for ring in shape.rings), shape.code
    for x0, y0, x1, y1 in frames.values():
        assert 0 <= x0 < x1 <= WIDTH
        assert 0 <= y0 < y1 <= HEIGHT


# --- Files ----------------------------------------------------------------------------------


def test_each_file_has_a_sidecar_with_its_checksum() -> None:
    files = [
        path
        for path in REFERENCE.rglob("*")
        if path.suffix in (".csv", ".json", ".geojson") and not path.name.endswith(".meta.json")
    ]
    assert len(files) == 17
    for path in files:
        sidecar = json.loads(path.with_suffix(".meta.json").read_text(encoding="utf-8"))
        assert sidecar["fichier"] == path.name
        assert sidecar["sha256"] == hashlib.sha256(path.read_bytes()).hexdigest()
        assert sidecar["traitement"]
    assert "Insee, Code officiel géographique 2026" in find_source("departements.csv").attribution
    assert find_source("contours.geojson").producer == "Natural Earth"
