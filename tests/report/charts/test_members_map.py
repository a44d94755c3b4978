"""The map of members: what is filled, numbered, dotted and named, for networks of any kind."""

from collections.abc import Sequence
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
from annual_report.network.territories.institutions import institutions_by_code
from annual_report.report.charts.dots import MOST_NAMES
from annual_report.report.charts.ground import list_shapes
from annual_report.report.charts.labels import CAPITAL, LETTERS, estimate_width
from annual_report.report.charts.members_map import PLACES, draw_map
from annual_report.report.charts.styles import Style

SIXTEEN = [
    "11",
    "16",
    "19",
    "31",
    "32",
    "33",
    "35",
    "40",
    "44",
    "47",
    "49",
    "54",
    "63",
    "64",
    "73",
    "93",
]
INSETS = {
    "Paris et petite couronne",
    "Guadeloupe",
    "Martinique",
    "Guyane",
    "La Réunion",
    "Mayotte",
    "Encarts : échelles différentes",
}


def members(codes: Sequence[str], kind: str | None = None) -> pd.DataFrame:
    frame = pd.DataFrame({"membre": codes})
    return frame.assign(nature=kind) if kind else frame


def towns(*rows: tuple[str, str | None]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["departement", "ville"])


def read_words(ax: Axes) -> list[str]:
    """Return what is written on a map, without what every map says."""
    return [text.get_text() for text in ax.texts if text.get_text() not in INSETS]


def largest_communes(number: int) -> list[str]:
    communes = institutions_by_code("commune").values()
    largest = sorted(communes, key=lambda commune: -(commune.population or 0))
    return [commune.code for commune in largest[:number]]


def find_boxes(ax: Axes) -> list[tuple[str, float, float, float, float]]:
    """Return the texts of a map with their edges, as letters of a browser may take them."""
    scale = ax.get_window_extent().width / (ax.get_xlim()[1] - ax.get_xlim()[0])
    boxes = []
    for text in ax.texts:
        lines, (x, y) = text.get_text().split("\n"), text.get_position()
        width = max(estimate_width(line, LETTERS) for line in lines) / scale
        half = 0.45 * LETTERS * len(lines) / scale
        left = x - {"left": 0, "center": 0.5, "right": 1}[text.get_horizontalalignment()] * width
        if text.get_verticalalignment() == "baseline":
            y += CAPITAL * LETTERS / scale
        boxes.append((text.get_text(), left, y - half, left + width, y + half))
    return boxes


@pytest.mark.parametrize(
    ("codes", "kind", "places"),
    [
        (["16", "19", "11", "31"], None, towns(("31", "Toulouse"))),
        (SIXTEEN, None, towns(("44", "Nantes"), ("40", "Dax"), ("31", "Toulouse"))),
        ([*SIXTEEN, "20R", "75C", "92", "94", "29", "69M", "69D", "974"], None,
         towns(("29", "Brest"), ("75", "Paris"), ("2A", "Ajaccio"), ("69", "Lyon"))),
        (largest_communes(20), "commune", towns(("59", "Lille"))),
        (largest_communes(900), "commune", None),
        ([*institutions_by_code("région")], None, towns(("59", "Lille"))),
    ],
    ids=["four", "sixteen", "corners", "communes", "900", "régions"],
)  # fmt: skip
def test_no_text_stands_on_another_or_leaves_the_map(
    codes: list[str], kind: str | None, places: pd.DataFrame | None
) -> None:
    ax = draw_map(members(codes, kind), places=places)
    boxes = find_boxes(ax)
    for (one, *a), (other, *b) in combinations(boxes, 2):
        apart = a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] or b[3] <= a[1]
        assert apart, (one, other)
    (left, right), (bottom, top) = ax.get_xlim(), ax.get_ylim()
    assert all(left <= a and bottom <= b and c <= right and d <= top for _, a, b, c, d in boxes)


def test_every_departement_has_its_number_once() -> None:
    codes = [*institutions_by_code("département")]
    numbers = read_words(draw_map(members(codes)))
    expected = list(institutions_by_code("territoire"))
    # The Rhône and the Métropole de Lyon have one number, in each of their shapes.
    assert sorted(numbers) == sorted([*expected, "69"])


def test_a_number_that_its_territory_does_not_hold_is_beside_it_or_on_paper() -> None:
    ax = draw_map(members([*institutions_by_code("département")]))
    on_paper = {text.get_text() for text in ax.texts if text.get_gid() == "class coded halo"}
    # Islands, the ring around Paris, the Territoire de Belfort, and the Métropole de Lyon.
    assert {"2A", "90", "95", "971", "972", "976"} <= on_paper
    scale = ax.get_window_extent().width / (ax.get_xlim()[1] - ax.get_xlim()[0])
    shapes = {shape.code: shape.path for shape in list_shapes()}
    for text in ax.texts:
        number = text.get_text()
        if text.get_gid() == "class coded halo on-here" and number in shapes and number != "69":
            x, y = text.get_position()
            half = estimate_width(number, LETTERS) / 2 / scale
            ends = [(x - half, y + CAPITAL * LETTERS / scale), (x + half, y)]
            assert any(shapes[number].contains_point(end) for end in ends), number
    for number in ("2A", "971", "972", "976"):
        (text,) = [text for text in ax.texts if text.get_text() == number]
        assert not shapes[number].contains_point(text.get_position()), number


def test_a_region_is_written_by_its_name_and_outlined() -> None:
    alone, among = draw_map(members(["44"])), draw_map(members(["53R", "93R"]))
    assert read_words(among) == ["Bretagne", "Provence-\nAlpes-Côte\nd’Azur"]
    assert len(among.patches) == len(alone.patches) + 2  # a second région, and the borders
    outlined = draw_map(members(["44"]), regions=True)
    assert len(outlined.patches) == len(alone.patches) + 1
    commune = members(["33063"], "commune")
    assert len(draw_map(commune, regions=True).patches) == len(draw_map(commune).patches)


def test_paris_among_communes_is_a_dot_with_its_name() -> None:
    assert read_words(draw_map(members(["75C", "69123"], "commune"))) == ["Paris", "Lyon"]
    assert read_words(draw_map(members(["75C", "69"], "département"))) == ["75", "69"]


def test_dots_are_named_up_to_a_number_of_them() -> None:
    few, many = (
        draw_map(members(largest_communes(n), "commune")) for n in (MOST_NAMES, MOST_NAMES + 1)
    )
    assert {"Lille", "Nice"} < {*read_words(few)}
    assert read_words(many) == []


def list_signs_of_unnamed(ax: Axes) -> list[str]:
    """Return the words of the legend for dots without a name: none, if every dot has its name."""
    ax.explain_signs({"sans_nom": "nom dans les données"})  # type: ignore[attr-defined]
    return [text.get_text() for legend in ax.figure.axes[1:] for text in legend.texts]


def test_the_legend_says_that_a_member_which_hosted_has_no_name_for_lack_of_room() -> None:
    """Two dozen neighbouring communes of the Nord, of which each hosted a meeting."""
    communes = institutions_by_code("commune").values()
    of_nord = [commune for commune in communes if commune.departments == ("59",)]
    largest = sorted(of_nord, key=lambda commune: -(commune.population or 0))[:MOST_NAMES]
    codes = [commune.code for commune in largest]
    hosts = towns(*(("59", commune.name) for commune in largest))
    ax = draw_map(members(codes, "commune"), places=hosts)
    assert "Roubaix" not in read_words(ax)
    assert list_signs_of_unnamed(ax) == ["nom dans les données"]
    # A commune alone that hosted has room for its name, written once.
    ax = draw_map(members(["59512"], "commune"), places=towns(("59", "Roubaix")))
    assert read_words(ax).count("Roubaix") == 1
    assert list_signs_of_unnamed(ax) == []


def test_of_two_members_at_the_same_place_the_legend_says_that_one_has_no_name() -> None:
    """Celles and Chavagnac are parts of one commune nouvelle, and have its point."""
    ax = draw_map(members(["15031", "15047"], "commune"))
    names = {"Celles", "Chavagnac"} & {*read_words(ax)}
    assert len(names) == 1
    assert list_signs_of_unnamed(ax) == ["nom dans les données"]


def test_an_organisation_without_a_place_is_not_drawn() -> None:
    ax = draw_map(members(["Les Petits Ruisseaux"], "organisation"))
    assert read_words(ax) == []
    assert len(ax.lines) == 0


def test_communes_near_each_other_are_shown_on_their_part_of_the_country() -> None:
    ax = draw_map(members(["33063", "33281", "33318"], "commune"), places=towns(("44", "Nantes")))
    assert {"Bordeaux", "Mérignac", "Pessac"} <= {*read_words(ax)}
    assert "Guadeloupe" not in [text.get_text() for text in ax.texts]
    assert "Nantes" not in read_words(ax)  # it lies beyond
    low, high = ax.get_xlim()
    assert high - low < 150


def test_a_host_town_has_a_dot_and_its_name_once() -> None:
    ax = draw_map(members(SIXTEEN), places=towns(("44", "Nantes"), ("44", "Nantes"), ("16", None)))
    assert read_words(ax).count("Nantes") == 1
    assert len(ax.lines) == 2  # that of the Charente is in its middle, without a name


def test_a_number_gives_way_to_a_dot() -> None:
    plain = draw_map(members(["44"])).texts
    hosted = draw_map(members(["44"]), places=towns(("44", "Nantes"))).texts
    one, other = (
        next(text.get_position() for text in texts if text.get_text() == "44")
        for texts in (plain, hosted)
    )
    assert one != other


@pytest.mark.parametrize(
    ("number", "code", "town"),
    [
        ("75", "75C", "Paris"),
        ("67", "6AE", "Strasbourg"),
        ("78", "78", "Trappes"),
        ("82", "82", "Montauban"),
        ("90", "90", "Delle"),
    ],
)
def test_a_number_whose_room_a_dot_takes_stands_beside_with_a_line(
    number: str, code: str, town: str
) -> None:
    ax = draw_map(members([code]), places=towns((number, town)))
    texts = {text.get_text(): text.get_position() for text in ax.texts}
    beside, _height = texts[number]
    # The line begins within the territory.
    drawn = [np.asarray(line.get_xydata()).tolist() for line in ax.lines]
    starts = {tuple(line[0]) for line in drawn if len(line) == 2 and line[1][0] == beside}
    (start,) = starts
    # Of two shapes of a territory the last is that of the inset.
    shape = [each.path for each in list_shapes() if each.code == number][-1]
    assert shape.contains_point(start)


@pytest.mark.parametrize("towns_near", [["Paris"], ["Paris", "Bobigny"]])
def test_paris_and_its_neighbours_have_their_numbers_beside_the_names_of_their_towns(
    towns_near: list[str],
) -> None:
    departments = {"Paris": "75", "Bobigny": "93"}
    hosts = towns(*((departments[town], town) for town in towns_near))
    ax = draw_map(members(["75C", "92", "93", "94"]), places=hosts)
    assert sorted(read_words(ax)) == sorted(["75", "92", "93", "94", *towns_near])


def test_a_town_in_the_frame_around_paris_but_beyond_its_ground_stays_on_the_large_map() -> None:
    ax = draw_map(members(["78", "92"]), places=towns(("78", "Versailles")))
    dots = [np.asarray(line.get_xydata()).tolist() for line in ax.lines if line.get_marker() == "o"]
    ((dot,),) = dots
    (yvelines,) = [shape.path for shape in list_shapes() if shape.code == "78"]
    assert yvelines.contains_point(dot, radius=5)


def test_the_legend_has_the_signs_that_were_drawn_in_the_order_of_the_words() -> None:
    frame = pd.DataFrame({"membre": ["44", "35", "59350"], "statut": ["resté", "arrivé", None]})
    ax = draw_map(frame, status="statut")
    words = {PLACES: "lieux", "arrivé": "arrivés", "parti": "partis", "resté": "restés"}
    ax.explain_signs(words)  # type: ignore[attr-defined]
    legend = ax.figure.axes[-1]
    assert [text.get_text() for text in legend.texts] == ["arrivés", "restés"]


def test_a_status_can_have_a_style_of_its_own_and_the_frame_stays_as_it_was() -> None:
    frame = pd.DataFrame({"membre": ["44", "35"], "statut": ["grand", "resté"]})
    before = frame.copy()
    ax = draw_map(frame, status="statut", styles={"grand": Style("accent")})
    pd.testing.assert_frame_equal(frame, before)
    fills = {patch.get_facecolor() for patch in ax.patches if patch.get_gid()}
    assert len(fills) == 2


@pytest.mark.parametrize(
    ("columns", "options", "line"),
    [
        ({"membres": ["44"]}, {},
         "the table has no column “membre”, but membres; nearest: membres"),
        ({"membre": ["44"], "statut": ["resté"]}, {"status": "status"},
         "the table has no column “status”, but membre, statut; nearest: statut"),
        ({"membre": ["44", "32"], "statut": ["reste", None]}, {"status": "statut"},
         "no style is that of “reste”; write styles={'reste': charts.Style(…)}, or one of resté, "),
        ({"membre": ["44"]}, {"places": pd.DataFrame({"code": ["44"], "town": ["Nantes"]})},
         "the table has no column “departement”, but code, town"),
        ({"membre": [44, 35]}, {},
         "“44” in membre is no member’s code, which is a text: pd.read_csv(…, dtype="),
        ({"membre": ["44", None]}, {}, "“nan” in membre is no member’s code"),
    ],
)  # fmt: skip
def test_what_a_map_does_not_know_is_refused(
    columns: dict[str, list[Any]], options: dict[str, Any], line: str
) -> None:
    with pytest.raises(PublishError) as refused:
        draw_map(pd.DataFrame(columns), **options)
    assert str(refused.value).startswith(f"charts.map: {line}")


def test_a_page_has_all_shapes_of_a_map_with_their_titles() -> None:
    ax = draw_map(members(["16", "44", "20R"]))
    figure = make_fragment(ax, finding="Trois membres.", alternative="Une carte.")
    page = clean_html(str(figure.html))
    for name in ("Charente", "Loire-Atlantique", "Corse"):
        assert f"<title>{name}</title></path>" in page
    assert ">16</text>" in page


def list_members_of(folder: Path, name: str) -> pd.DataFrame:
    """Return the members of 2025 of an invented network, as its notebook draws them."""
    return measures.list_members(open_network(write(folder / name, name), year=2025), 2025)


@pytest.mark.parametrize(
    ("typed", "nearest"),
    [
        ("Finistère", "; nearest: 29 (Finistère)"),
        ("Brest", "; nearest: 29019 (Brest)"),
        ("2a", "; nearest: 2A"),
        ("04400", ""),
        ("999", ""),
    ],
)
def test_a_member_that_no_institution_is_is_refused_with_the_nearest(
    tmp_path: Path, typed: str, nearest: str
) -> None:
    members = list_members_of(tmp_path, "departements")
    members.loc[0, "membre"] = typed
    with pytest.raises(PublishError) as refused:
        draw_map(members)
    line = str(refused.value)
    assert line.startswith(f"charts.map: “{typed}” in membre is no institution’s code; ")
    assert "nearest" in line if nearest else "(" not in line, line
    assert line.endswith(nearest), line


@pytest.mark.parametrize("name", ["associations", "melange", "homonyms", "overseas"])
def test_all_members_of_a_network_are_known_and_an_organisation_by_its_nature_alone(
    tmp_path: Path, name: str
) -> None:
    members = list_members_of(tmp_path, name)
    draw_map(members)
    without = members.drop(columns="nature")
    if "organisation" in set(members["nature"]):
        with pytest.raises(PublishError, match="a frame with organisations has the column"):
            draw_map(without)
    else:
        draw_map(without)


def test_a_nature_or_a_place_that_nothing_has_is_refused(tmp_path: Path) -> None:
    members = list_members_of(tmp_path, "departements")
    with pytest.raises(PublishError, match="“Ville” in nature is no kind of member, but one of"):
        draw_map(members.assign(nature="Ville"))
    network = open_network(tmp_path / "departements", year=2025)
    places = measures.list_meetings(network, 2025)
    draw_map(members, places=places)  # a meeting at a distance has no département
    with pytest.raises(PublishError, match=r"“Bas-Rhin” in departement .* nearest: 67 \(Bas-Rhin"):
        draw_map(members, places=places.replace({"departement": {"67": "Bas-Rhin"}}))


@pytest.mark.parametrize("thing", [["44"], pd.Series(["44"], name="membre")])
def test_a_map_of_what_is_no_table_is_refused(thing: Any) -> None:
    with pytest.raises(PublishError, match=r"charts\.map takes a table, and no (list|Series)"):
        draw_map(thing)


def test_dots_that_stand_close_have_a_name_each(tmp_path: Path) -> None:
    network = open_network(write(tmp_path / "communes", "communes"))
    moves = measures.compare_members(network, 2025)
    meetings = measures.list_meetings(network, 2025).dropna(subset="departement")
    words = read_words(draw_map(moves, status="statut", places=meetings))
    assert {*words} >= {*moves["nom"]}
    assert "Le Poët-Laval" in words


def test_a_town_of_meetings_rings_the_dot_of_its_member() -> None:
    """A dot of the town would hide that of the commune, which has the same place."""
    ax = draw_map(members(["44109", "69123"], "commune"), places=towns(("44", "Nantes")))
    ring, *dots = sorted(ax.lines, key=lambda line: -line.get_markersize())
    assert ring.get_markerfacecolor() == "none"
    room = ring.get_markersize() - ring.get_markeredgewidth()
    assert all(dot.get_markersize() < room for dot in dots)
    among_territories = draw_map(members(["44"]), places=towns(("44", "Nantes")))
    assert {line.get_markerfacecolor() for line in among_territories.lines} != {"none"}
