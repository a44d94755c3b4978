"""A workbook as Excel, Google Sheets, Numbers or a script writes it: read the same, or refused."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import pytest
from twin import pack_archive

from annual_report.network.network import open_network
from annual_report.network.reading.inspection import inspect_network

USUAL = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml"
DAY = 45827
"""19 June 2025, as a spreadsheet counts days."""
SHEETS: Mapping[str, Sequence[Sequence[str | int]]] = {
    "2025": [
        ["Date", "", DAY],
        ["Format", "", "présentiel"],
        ["Hôte", ""],
        ["Membre", "État", "R1"],
        ["44 Loire-Atlantique"],
        ["Gers"],
    ],
    "Réseau": [["Réglage", "Valeur"], ["nom", "réseau Eau & Forêt"]],
}  # fmt: skip
STYLES = (
    '<numFmts count="1"><numFmt numFmtId="164" formatCode="dd/mm/yyyy"/></numFmts>'
    '<fonts count="1"><font/></fonts><fills count="1"><fill><patternFill/></fill></fills>'
    '<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>'
    '<cellXfs count="2"><xf/><xf numFmtId="164" applyNumberFormat="1"/></cellXfs>'
)


def write_book(
    *,
    shared: bool = False,
    dimension: bool = True,
    styles: bool = True,
    prefix: str = "",
    space: str = USUAL,
    absolute: bool = False,
    host: str | int = "44",
) -> bytes:
    """Write the sheets by hand, in one of the ways that programs have; "=" is a formula alone."""
    words: list[str] = []

    def tag(name: str, inside: str, attributes: str = "") -> str:
        return f"<{prefix}{name}{attributes}>{inside}</{prefix}{name}>"

    def root(name: str, inside: str) -> str:
        bound = f"xmlns:{prefix[:-1]}" if prefix else "xmlns"
        return tag(name, inside, f' {bound}="{space}" xmlns:r="{RELATIONS}"')

    def cell(value: str | int, place: str) -> str:
        if isinstance(value, int):
            look = ' s="1"' if value == DAY and styles else ""
            return tag("c", tag("v", str(value)), f' r="{place}"{look}')
        if value == "=":
            return tag("c", tag("f", "1+1"), f' r="{place}"')
        if shared:
            words.append(value)
            return tag("c", tag("v", str(len(words) - 1)), f' r="{place}" t="s"')
        text = tag("is", tag("t", escape(value)))
        return tag("c", text, f' r="{place}" t="inlineStr"')

    parts, listed, relations, types = {}, "", "", ""
    for number, (title, rows) in enumerate(SHEETS.items(), 1):
        lines = ""
        for row, values in enumerate(rows, 1):
            values = [*values, host] if values[0] == "Hôte" else values
            cells = ""
            for column, value in zip("ABC", values, strict=False):
                cells += cell(value, f"{column}{row}") if value else ""
            lines += tag("row", cells, f' r="{row}"')
        size = f'<{prefix}dimension ref="A1:C{len(rows)}"/>' if dimension else ""
        name = f"xl/worksheets/sheet{number}.xml"
        parts[name] = root("worksheet", size + tag("sheetData", lines))
        listed += f'<{prefix}sheet name="{title}" sheetId="{number}" r:id="rId{number}"/>'
        target, kind = f"/{name}" if absolute else name[3:], f"{RELATIONS}/worksheet"
        relations += f'<Relationship Id="rId{number}" Type="{kind}" Target="{target}"/>'
        types += f'<Override PartName="/{name}" ContentType="{TYPES}.worksheet+xml"/>'
    others = (
        {
            "styles": root(
                "styleSheet",
                STYLES.replace("<", f"<{prefix}").replace(f"<{prefix}/", f"</{prefix}"),
            )
        }
        if styles
        else {}
    )
    if shared:
        others["sharedStrings"] = root(
            "sst", "".join(tag("si", tag("t", escape(word))) for word in words)
        )
    for name, content in others.items():
        parts[f"xl/{name}.xml"] = content
        relations += f'<Relationship Id="{name}" Type="{RELATIONS}/{name}" Target="{name}.xml"/>'
        types += f'<Override PartName="/xl/{name}.xml" ContentType="{TYPES}.{name}+xml"/>'
    parts["xl/workbook.xml"] = root("workbook", tag("sheets", listed))
    types += f'<Override PartName="/xl/workbook.xml" ContentType="{TYPES}.sheet.main+xml"/>'
    office = f'<Relationship Id="b" Type="{RELATIONS}/officeDocument" Target="xl/workbook.xml"/>'
    for name, inside in (("xl/_rels/workbook.xml.rels", relations), ("_rels/.rels", office)):
        parts[name] = f'<Relationships xmlns="{PACKAGE}/relationships">{inside}</Relationships>'
    parts["[Content_Types].xml"] = (
        f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" ContentType='
        '"application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{types}</Types>'
    )
    return pack_archive({name: content.encode() for name, content in parts.items()})


@pytest.mark.parametrize(
    "way",
    [
        {},  # as Numbers and scripts: texts in their cells
        {"shared": True},  # as Excel and LibreOffice
        {"shared": True, "dimension": False},  # as Google Sheets
        {"prefix": "x:"},  # as the Open XML SDK
        {"shared": True, "absolute": True},  # as some exports
    ],
    ids=str,
)
def test_it_is_read_whoever_wrote_it(way: Mapping[str, Any], tmp_path: Path) -> None:
    (tmp_path / "export.xlsx").write_bytes(write_book(**way))
    network = open_network(tmp_path)
    assert network.title == "Réseau Eau & Forêt"
    assert network.membres["membre"].tolist() == ["44", "32"]
    assert network.rencontres["debut"].tolist() == ["2025-06-19"]


def test_a_day_that_looks_like_a_number_is_refused(tmp_path: Path) -> None:
    (tmp_path / "export.xlsx").write_bytes(write_book(styles=False))
    (problem,) = inspect_network(tmp_path).errors
    assert str(problem).startswith(f"export.xlsx, sheet 2025, C1: “{DAY}” is not a date")


@pytest.mark.parametrize("prefix", ["", "x:"])
def test_a_formula_without_a_result_is_refused_whoever_wrote_it(
    prefix: str, tmp_path: Path
) -> None:
    (tmp_path / "export.xlsx").write_bytes(write_book(prefix=prefix, host="="))
    (problem,) = inspect_network(tmp_path).errors
    assert "sheet 2025, C3: is a formula without a result" in str(problem)


def test_strict_open_xml_is_refused_with_the_remedy(tmp_path: Path) -> None:
    (tmp_path / "export.xlsx").write_bytes(write_book(space=STRICT))
    assert [str(problem) for problem in inspect_network(tmp_path).errors] == [
        "export.xlsx: is a workbook in strict Open XML; expected: the same saved as an ordinary "
        ".xlsx, without a password (File > Save as)"
    ]
