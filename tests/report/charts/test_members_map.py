"""The map of members: its fills, numbers, dots and names, for networks of any kind.

A member is a code: "44" is the Loire-Atlantique, "53R" the région Bretagne, "59350" Lille.
"""

from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from kinds_of_networks import write
from matplotlib.axes import Axes

from annual_report import measures
from annual_report.base.errors import PublishError
from annual_report.machine.pages.checks.cleaning import clean_html
from annual_report.machine.pages.publishing import make_fragment
from annual_report.network.network import open_network
from annual_report.network.territories.institutions import Institution, institutions_by_code
from annual_report.report.charts.dots import MOST_NAMES
from annual_report.report.charts.ground import list_shapes
from annual_report.report.charts.labels import HALF_CAPITAL_EMS, LETTER_PIXELS, estimate_width
from annual_report.report.charts.members_map import PLACES, draw_map
from annual_report.report.charts.styles import Style

# The members of the real network in 2025, by the numbers of their départements.
SIXTEEN = ["11", "16", "19", "31", "32", "33", "35", "40"]
SIXTEEN += ["44", "47", "49", "54", "63", "64", "73", "93"]
# What every map of territories writes: its insets, and that their scales differ.
INSETS = {
    "Paris et petite couronne",
    "Guadeloupe",
    "Martinique",
    "Guyane",
    "La Réunion",
    "Mayotte",
    "Encarts : échelles différentes",
}


def frame_of(*codes: str, nature: str | None = None) -> pd.DataFrame:
    """Return a table of members: their codes, and perhaps what they all are."""
    frame = pd.DataFrame({"membre": list(codes)})
    if nature:
        frame = frame.assign(nature=nature)
    return frame


def towns(*places: tuple[str, str | None]) -> pd.DataFrame:
    """Return a table of meetings' places: the number of a département, and a town there."""
    return pd.DataFrame(places, columns=["departement", "ville"])


def list_texts(ax: Axes) -> list[str]:
    """Return the texts on a map, but those of every map."""
    return [text.get_text() for text in ax.texts if text.get_text() not in INSETS]


def list_largest(number: int, department: str | None = None) -> list[Institution]:
    """Return the communes with most inhabitants, of all France or of a département."""
    communes = list(institutions_by_code("commune").values())
    if department:
        communes = [commune for commune in communes if commune.departments == (department,)]
    communes.sort(key=lambda commune: -(commune.population or 0))
    return communes[:number]


def frame_of_largest_communes(number: int) -> pd.DataFrame:
    codes = [commune.code for commune in list_largest(number)]
    return frame_of(*codes, nature="commune")


def refuse_map(frame: object, **options: Any) -> str:
    """Return the line in which `charts.map` refuses a table."""
    with pytest.raises(PublishError) as refused:
        draw_map(frame, **options)  # type: ignore[arg-type]
    return str(refused.value)


# --- Where the texts of a map stand ---------------------------------------------------------


@dataclass
class Box:
    """The edges of a text, in the coordinates of its map."""

    text: str
    left: float
    bottom: float
    right: float
    top: float

    def stands_on(self, other: "Box") -> bool:
        """Whether some point is in both boxes."""
        across = self.left < other.right and other.left < self.right
        down = self.bottom < other.top and other.bottom < self.top
        return across and down


def measure_pixel(ax: Axes) -> float:
    """Return how wide a pixel of the drawing is, in the coordinates of its map."""
    low, high = ax.get_xlim()
    return float((high - low) / ax.get_window_extent().width)


def find_boxes(ax: Axes) -> list[Box]:
    """Return where the texts of a map are, as letters of a browser may take room."""
    pixel = measure_pixel(ax)
    share_before = {"left": 0, "center": 0.5, "right": 1}
    boxes = []
    for text in ax.texts:
        lines = text.get_text().split("\n")
        x, y = text.get_position()
        width = max(estimate_width(line, LETTER_PIXELS) for line in lines) * pixel
        left = x - share_before[text.get_horizontalalignment()] * width
        if text.get_verticalalignment() == "baseline":
            y += HALF_CAPITAL_EMS * LETTER_PIXELS * pixel
        half = 0.45 * LETTER_PIXELS * len(lines) * pixel
        boxes.append(Box(text.get_text(), left, y - half, left + width, y + half))
    return boxes


# Members, and the places of their meetings.
CROWDED = {
    "four": (frame_of("16", "19", "11", "31"), towns(("31", "Toulouse"))),
    "sixteen": (frame_of(*SIXTEEN), towns(("44", "Nantes"), ("40", "Dax"), ("31", "Toulouse"))),
    # Corsica, the ring of Paris, the west, Lyon within the Rhône, and the sea.
    "corners": (
        frame_of(*SIXTEEN, "20R", "75C", "92", "94", "29", "69M", "69D", "974"),
        towns(("29", "Brest"), ("75", "Paris"), ("2A", "Ajaccio"), ("69", "Lyon")),
    ),
    "communes": (frame_of_largest_communes(20), towns(("59", "Lille"))),
    "900": (frame_of_largest_communes(900), None),
    "régions": (frame_of(*institutions_by_code("région")), towns(("59", "Lille"))),
}


@pytest.mark.parametrize(("members", "places"), CROWDED.values(), ids=CROWDED)
def test_no_text_stands_on_another(members: pd.DataFrame, places: pd.DataFrame | None) -> None:
    boxes = find_boxes(draw_map(members, places=places))

    for box, other in combinations(boxes, 2):
        assert not box.stands_on(other), (box.text, other.text)


@pytest.mark.parametrize(("members", "places"), CROWDED.values(), ids=CROWDED)
def test_no_text_leaves_the_map(members: pd.DataFrame, places: pd.DataFrame | None) -> None:
    ax = draw_map(members, places=places)
    left, right = ax.get_xlim()
    bottom, top = ax.get_ylim()

    for box in find_boxes(ax):
        assert left <= box.left <= box.right <= right, box.text
        assert bottom <= box.bottom <= box.top <= top, box.text


# --- The texts of territories ---------------------------------------------------------------


def test_every_departement_has_its_number_once() -> None:
    ax = draw_map(frame_of(*institutions_by_code("département")))

    # The Rhône and the Métropole de Lyon have one number, in each of their shapes.
    territories = institutions_by_code("territoire")
    assert sorted(list_texts(ax)) == sorted([*territories, "69"])


def test_a_number_that_its_territory_does_not_hold_stands_on_paper() -> None:
    ax = draw_map(frame_of(*institutions_by_code("département")))

    # "halo" is white paper around a number: here of islands, of the ring around Paris and of the
    # Territoire de Belfort.
    on_paper = {text.get_text() for text in ax.texts if text.get_gid() == "class coded halo"}
    assert {"2A", "90", "95", "971", "972", "976"} <= on_paper
    shapes = {shape.code: shape.path for shape in list_shapes()}
    for text in ax.texts:
        number = text.get_text()
        if number in ("2A", "971", "972", "976"):
            assert not shapes[number].contains_point(text.get_position()), number


def test_a_number_that_stands_on_colour_touches_its_own_territory() -> None:
    ax = draw_map(frame_of(*institutions_by_code("département")))
    pixel = measure_pixel(ax)
    shapes = {shape.code: shape.path for shape in list_shapes()}

    for text in ax.texts:
        number = text.get_text()
        # 69 is the number of two shapes.
        if text.get_gid() == "class coded halo on-here" and number in shapes and number != "69":
            x, y = text.get_position()
            half = estimate_width(number, LETTER_PIXELS) / 2 * pixel
            top_left = (x - half, y + HALF_CAPITAL_EMS * LETTER_PIXELS * pixel)
            bottom_right = (x + half, y)
            territory = shapes[number]
            touches = [territory.contains_point(end) for end in (top_left, bottom_right)]
            assert any(touches), number


def test_a_region_is_written_by_its_name_and_outlined() -> None:
    departement = draw_map(frame_of("44"))
    regions = draw_map(frame_of("53R", "93R"))

    assert list_texts(regions) == ["Bretagne", "Provence-\nAlpes-Côte\nd’Azur"]
    # A member more, and the borders of régions.
    assert len(regions.patches) == len(departement.patches) + 2


def test_regions_are_outlined_where_a_page_speaks_of_them() -> None:
    plain = draw_map(frame_of("44"))

    outlined = draw_map(frame_of("44"), regions=True)

    assert len(outlined.patches) == len(plain.patches) + 1


def test_regions_are_not_outlined_on_the_part_of_the_country_that_communes_need() -> None:
    bordeaux = frame_of("33063", nature="commune")

    outlined = draw_map(bordeaux, regions=True)

    assert len(outlined.patches) == len(draw_map(bordeaux).patches)


def test_paris_is_a_dot_among_communes_and_a_number_among_departements() -> None:
    among_communes = draw_map(frame_of("75C", "69123", nature="commune"))
    among_departements = draw_map(frame_of("75C", "69", nature="département"))

    assert list_texts(among_communes) == ["Paris", "Lyon"]
    assert list_texts(among_departements) == ["75", "69"]


# --- Dots and their names -------------------------------------------------------------------


def test_dots_have_names_up_to_a_number_of_them() -> None:
    few = draw_map(frame_of_largest_communes(MOST_NAMES))
    many = draw_map(frame_of_largest_communes(MOST_NAMES + 1))

    assert {"Lille", "Nice"} < set(list_texts(few))
    assert list_texts(many) == []


def read_legend_of_unnamed(ax: Axes) -> list[str]:
    """Return the legend's words for dots without a name: [], if every dot has its name."""
    ax.explain_signs({"sans_nom": "nom dans les données"})  # type: ignore[attr-defined]
    return [text.get_text() for legend in ax.figure.axes[1:] for text in legend.texts]


def test_the_legend_says_that_a_member_which_hosted_has_no_name_for_lack_of_room() -> None:
    # Two dozen neighbouring communes of the Nord, of which each hosted a meeting.
    communes = list_largest(MOST_NAMES, department="59")
    members = frame_of(*[commune.code for commune in communes], nature="commune")
    places = towns(*[("59", commune.name) for commune in communes])

    ax = draw_map(members, places=places)

    assert "Roubaix" not in list_texts(ax)
    assert read_legend_of_unnamed(ax) == ["nom dans les données"]


def test_a_member_alone_that_hosted_has_its_name_once() -> None:
    ax = draw_map(frame_of("59512", nature="commune"), places=towns(("59", "Roubaix")))

    assert list_texts(ax).count("Roubaix") == 1
    assert read_legend_of_unnamed(ax) == []


def test_of_two_members_at_the_same_place_the_legend_says_that_one_has_no_name() -> None:
    # Celles and Chavagnac are parts of one commune nouvelle, and have its point.
    ax = draw_map(frame_of("15031", "15047", nature="commune"))

    named = {"Celles", "Chavagnac"} & set(list_texts(ax))
    assert len(named) == 1
    assert read_legend_of_unnamed(ax) == ["nom dans les données"]


def test_an_organisation_without_a_place_is_not_drawn() -> None:
    ax = draw_map(frame_of("Les Petits Ruisseaux", nature="organisation"))

    assert list_texts(ax) == []
    assert len(ax.lines) == 0  # dots are lines of one point


def test_communes_near_each_other_are_shown_on_their_part_of_the_country() -> None:
    around_bordeaux = frame_of("33063", "33281", "33318", nature="commune")

    ax = draw_map(around_bordeaux, places=towns(("44", "Nantes")))

    texts = {text.get_text() for text in ax.texts}
    assert {"Bordeaux", "Mérignac", "Pessac"} <= texts
    assert texts.isdisjoint({"Guadeloupe", "Nantes"})  # they lie beyond
    # Kilometres from west to east; all of France has more than a thousand.
    west, east = ax.get_xlim()
    assert east - west < 150


def test_dots_that_stand_close_have_a_name_each(tmp_path: Path) -> None:
    network = open_network(write(tmp_path / "communes", "communes"))
    moves = measures.compare_members(network, 2025)
    meetings = measures.list_meetings(network, 2025).dropna(subset="departement")

    ax = draw_map(moves, status="statut", places=meetings)

    assert set(moves["nom"]) - set(list_texts(ax)) == set()


# --- Towns of meetings ----------------------------------------------------------------------


def test_a_host_town_has_a_dot_and_its_name_once() -> None:
    # Two meetings in Nantes, and one in the Charente, nobody wrote down where.
    places = towns(("44", "Nantes"), ("44", "Nantes"), ("16", None))

    ax = draw_map(frame_of(*SIXTEEN), places=places)

    assert list_texts(ax).count("Nantes") == 1
    assert len(ax.lines) == 2  # the dot of the Charente is in its middle, without a name


def find_text(ax: Axes, wanted: str) -> tuple[float, float]:
    """Return where a text stands on a map."""
    (position,) = [text.get_position() for text in ax.texts if text.get_text() == wanted]
    return position


def test_a_number_gives_way_to_a_dot() -> None:
    loire_atlantique = frame_of("44")

    plain = draw_map(loire_atlantique)
    hosted = draw_map(loire_atlantique, places=towns(("44", "Nantes")))

    assert find_text(hosted, "44") != find_text(plain, "44")


def test_a_town_of_meetings_rings_the_dot_of_its_member() -> None:
    # A dot of the town would hide that of the commune, which has the same place.
    nantes_and_lyon = frame_of("44109", "69123", nature="commune")

    ax = draw_map(nantes_and_lyon, places=towns(("44", "Nantes")))

    ring, *dots = sorted(ax.lines, key=lambda line: -line.get_markersize())
    assert ring.get_markerfacecolor() == "none"
    width_within = ring.get_markersize() - ring.get_markeredgewidth()
    for dot in dots:
        assert dot.get_markersize() < width_within


def test_a_town_of_meetings_among_territories_is_a_full_dot() -> None:
    ax = draw_map(frame_of("44"), places=towns(("44", "Nantes")))

    assert "none" not in {line.get_markerfacecolor() for line in ax.lines}


# The number of a département, the code of a member there, and the town where it hosted.
HOSTS = {
    "Paris": ("75", "75C"),
    "Strasbourg": ("67", "6AE"),
    "Trappes": ("78", "78"),
    "Montauban": ("82", "82"),
    "Delle": ("90", "90"),
}


@pytest.mark.parametrize("town", HOSTS)
def test_a_number_whose_room_a_dot_takes_stands_beside_with_a_line(town: str) -> None:
    number, code = HOSTS[town]

    ax = draw_map(frame_of(code), places=towns((number, town)))

    beside, _height = find_text(ax, number)
    lines = [np.asarray(line.get_xydata()).tolist() for line in ax.lines]
    to_number = [line for line in lines if len(line) == 2 and line[1][0] == beside]
    # Each line is drawn twice, paper below ink; it begins within the territory.
    (start,) = {tuple(line[0]) for line in to_number}
    # Of two shapes of a territory the last is that of the inset.
    shape = [shape.path for shape in list_shapes() if shape.code == number][-1]
    assert shape.contains_point(start)


# The towns of meetings near Paris, and their départements.
NEAR_PARIS = {"Paris": "75", "Bobigny": "93"}


@pytest.mark.parametrize("names", [["Paris"], ["Paris", "Bobigny"]])
def test_paris_and_its_neighbours_have_their_numbers_beside_the_names_of_their_towns(
    names: list[str],
) -> None:
    hosts = towns(*[(NEAR_PARIS[name], name) for name in names])

    ax = draw_map(frame_of("75C", "92", "93", "94"), places=hosts)

    assert sorted(list_texts(ax)) == sorted(["75", "92", "93", "94", *names])


def test_a_town_in_the_frame_around_paris_but_beyond_its_ground_stays_on_the_large_map() -> None:
    ax = draw_map(frame_of("78", "92"), places=towns(("78", "Versailles")))

    dots = [np.asarray(line.get_xydata()).tolist() for line in ax.lines if line.get_marker() == "o"]
    ((dot,),) = dots
    (yvelines,) = [shape.path for shape in list_shapes() if shape.code == "78"]
    assert yvelines.contains_point(dot, radius=5)


# --- The legend, and the styles of a status -------------------------------------------------


def test_the_legend_has_the_signs_that_were_drawn_in_the_order_of_the_words() -> None:
    frame = pd.DataFrame({"membre": ["44", "35", "59350"], "statut": ["resté", "arrivé", None]})
    words = {PLACES: "lieux", "arrivé": "arrivés", "parti": "partis", "resté": "restés"}

    ax = draw_map(frame, status="statut")
    ax.explain_signs(words)  # type: ignore[attr-defined]

    # Nobody left, and no place of a meeting was given.
    legend = ax.figure.axes[-1]
    assert [text.get_text() for text in legend.texts] == ["arrivés", "restés"]


def test_a_status_can_have_a_style_of_its_own_and_the_frame_stays_as_it_was() -> None:
    frame = pd.DataFrame({"membre": ["44", "35"], "statut": ["grand", "resté"]})
    before = frame.copy()

    ax = draw_map(frame, status="statut", styles={"grand": Style("accent")})

    pd.testing.assert_frame_equal(frame, before)
    # The territories have an id, the ground hasn't.
    fills = {patch.get_facecolor() for patch in ax.patches if patch.get_gid()}
    assert len(fills) == 2


def test_a_page_has_all_shapes_of_a_map_with_their_titles() -> None:
    ax = draw_map(frame_of("16", "44", "20R"))

    figure = make_fragment(ax, finding="Trois membres.", alternative="Une carte.")

    page = clean_html(str(figure.html))
    for name in ("Charente", "Loire-Atlantique", "Corse"):
        assert f"<title>{name}</title></path>" in page
    assert ">16</text>" in page


# --- What a map refuses ---------------------------------------------------------------------


def test_a_frame_without_members_is_refused() -> None:
    line = refuse_map(pd.DataFrame({"membres": ["44"]}))

    assert line == ("charts.map: the table has no column “membre”, but membres; nearest: membres")


def test_a_status_that_is_no_column_is_refused() -> None:
    line = refuse_map(pd.DataFrame({"membre": ["44"], "statut": ["resté"]}), status="status")

    assert line == (
        "charts.map: the table has no column “status”, but membre, statut; nearest: statut"
    )


def test_a_status_without_a_style_is_refused() -> None:
    frame = pd.DataFrame({"membre": ["44", "32"], "statut": ["reste", None]})

    line = refuse_map(frame, status="statut")

    assert line.startswith(
        "charts.map: no style is that of “reste”; "
        "write styles={'reste': charts.Style(…)}, or one of resté, "
    )


def test_places_without_their_departements_are_refused() -> None:
    places = pd.DataFrame({"code": ["44"], "town": ["Nantes"]})

    line = refuse_map(frame_of("44"), places=places)

    assert line.startswith("charts.map: the table has no column “departement”, but code, town")


def test_codes_that_pandas_read_as_numbers_are_refused() -> None:
    line = refuse_map(pd.DataFrame({"membre": [44, 35]}))

    assert line.startswith(
        "charts.map: “44” in membre is no member’s code, which is a text: pd.read_csv(…, dtype="
    )


def test_a_missing_code_is_refused() -> None:
    line = refuse_map(pd.DataFrame({"membre": ["44", None]}))

    assert line.startswith("charts.map: “nan” in membre is no member’s code")


@pytest.mark.parametrize(
    ("thing", "kind"),
    [(["44"], "list"), (pd.Series(["44"], name="membre"), "Series")],
    ids=["list", "Series"],
)
def test_a_map_of_something_else_than_a_table_is_refused(thing: object, kind: str) -> None:
    assert f"charts.map takes a table, and no {kind}" in refuse_map(thing)


def list_members_of(folder: Path, name: str) -> pd.DataFrame:
    """Return the members of 2025 of an invented network, as its notebook draws them."""
    return measures.list_members(open_network(write(folder / name, name), year=2025), 2025)


# A text instead of a code, and the nearest code that the refusal tells.
TYPED = {
    "Finistère": "29 (Finistère)",
    "Brest": "29019 (Brest)",
    "2a": "2A",
    "04400": "44",  # no name is behind a code that only looks alike
}


@pytest.mark.parametrize(("typed", "nearest"), TYPED.items())
def test_a_member_that_no_institution_is_is_refused_with_the_nearest(
    tmp_path: Path, typed: str, nearest: str
) -> None:
    members = list_members_of(tmp_path, "departements")
    members.loc[0, "membre"] = typed

    line = refuse_map(members)

    assert line.startswith(f"charts.map: “{typed}” in membre is no institution’s code; ")
    assert line.endswith(f"; nearest: {nearest}")


def test_a_member_that_is_near_no_institution_is_refused_without_a_nearest(tmp_path: Path) -> None:
    members = list_members_of(tmp_path, "departements")
    members.loc[0, "membre"] = "999"

    line = refuse_map(members)

    assert line.startswith("charts.map: “999” in membre is no institution’s code; ")
    assert "nearest" not in line


@pytest.mark.parametrize("name", ["homonyms", "overseas"])
def test_institutions_of_all_kinds_are_drawn_by_their_codes_alone(
    tmp_path: Path, name: str
) -> None:
    members = list_members_of(tmp_path, name)

    drawn = list_texts(draw_map(members))
    by_code = list_texts(draw_map(members.drop(columns="nature")))

    assert by_code == drawn


@pytest.mark.parametrize("name", ["associations", "melange"])
def test_an_organisation_is_known_by_its_nature_alone(tmp_path: Path, name: str) -> None:
    members = list_members_of(tmp_path, name)
    draw_map(members)

    line = refuse_map(members.drop(columns="nature"))

    assert "a frame with organisations has the column" in line


def test_a_nature_that_no_member_can_have_is_refused(tmp_path: Path) -> None:
    members = list_members_of(tmp_path, "departements")

    line = refuse_map(members.assign(nature="Ville"))

    assert "“Ville” in nature is no kind of member, but one of" in line


def test_a_place_in_no_departement_is_refused_with_the_nearest(tmp_path: Path) -> None:
    members = list_members_of(tmp_path, "departements")
    network = open_network(tmp_path / "departements", year=2025)
    places = measures.list_meetings(network, 2025)
    draw_map(members, places=places)  # a meeting at a distance has no département

    mistyped = places.replace({"departement": {"67": "Bas-Rhin"}})
    line = refuse_map(members, places=mistyped)

    assert "“Bas-Rhin” in departement" in line
    assert "nearest: 67 (Bas-Rhin" in line
