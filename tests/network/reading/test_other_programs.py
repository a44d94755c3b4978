"""Workbooks as Excel, Google Sheets, Numbers or scripts write them: read alike, or refused."""

from collections.abc import Mapping, Sequence
from pathlib import Path
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


class Writer:
    """A program that writes the sheets above into a workbook, in one of the ways of programs.

    Texts stand in their cells, or are numbered in a list that all sheets share (`shared`). A sheet
    may declare its size (`dimension`). Without `styles` a day looks like any number. Tags may have
    a prefix, "x:", and paths inside of the archive may begin at its root (`absolute`). `space` is
    the namespace of the tags, and `host` the cell behind "Hôte"; "=" is a formula without a result.
    """

    def __init__(
        self,
        *,
        shared: bool = False,
        dimension: bool = True,
        styles: bool = True,
        prefix: str = "",
        space: str = USUAL,
        absolute: bool = False,
        host: str = "44",
    ) -> None:
        self.shared = shared
        self.dimension = dimension
        self.styles = styles
        self.prefix = prefix
        self.space = space
        self.absolute = absolute
        self.host = host
        self.words: list[str] = []
        self.parts: dict[str, str] = {}
        self.relations = ""
        self.types = ""

    def write_tag(self, name: str, inside: str, attributes: str = "") -> str:
        """Return an element with the prefix of this program."""
        return f"<{self.prefix}{name}{attributes}>{inside}</{self.prefix}{name}>"

    def write_root(self, name: str, inside: str) -> str:
        """Return the outermost element of a part, which declares the namespaces."""
        bound = "xmlns"
        if self.prefix:
            bound = f"xmlns:{self.prefix.removesuffix(':')}"
        return self.write_tag(name, inside, f' {bound}="{self.space}" xmlns:r="{RELATIONS}"')

    def write_cell(self, value: str | int, place: str) -> str:
        """Return a cell with a number, a day, a text or a formula."""
        if isinstance(value, int):
            look = ""
            if value == DAY and self.styles:
                look = ' s="1"'
            return self.write_tag("c", self.write_tag("v", str(value)), f' r="{place}"{look}')
        if value == "=":
            return self.write_tag("c", self.write_tag("f", "1+1"), f' r="{place}"')
        if self.shared:
            number = str(len(self.words))
            self.words.append(value)
            return self.write_tag("c", self.write_tag("v", number), f' r="{place}" t="s"')
        text = self.write_tag("is", self.write_tag("t", escape(value)))
        return self.write_tag("c", text, f' r="{place}" t="inlineStr"')

    def write_sheet(self, rows: Sequence[Sequence[str | int]]) -> str:
        """Return the part of a sheet."""
        lines = ""
        for row, values in enumerate(rows, 1):
            if values[0] == "Hôte":
                values = [*values, self.host]
            cells = ""
            for column, value in zip("ABC", values, strict=False):
                if value:
                    cells += self.write_cell(value, f"{column}{row}")
            lines += self.write_tag("row", cells, f' r="{row}"')
        size = ""
        if self.dimension:
            size = f'<{self.prefix}dimension ref="A1:C{len(rows)}"/>'
        return self.write_root("worksheet", size + self.write_tag("sheetData", lines))

    def add_part(self, name: str, content: str, kind: str, identifier: str) -> None:
        """Add a part of a kind, the relation by which it is found, and its type."""
        self.parts[f"xl/{name}"] = content
        target = name
        if self.absolute:
            target = f"/xl/{name}"
        self.relations += (
            f'<Relationship Id="{identifier}" Type="{RELATIONS}/{kind}" Target="{target}"/>'
        )
        self.types += f'<Override PartName="/xl/{name}" ContentType="{TYPES}.{kind}+xml"/>'

    def write(self) -> bytes:
        """Return the workbook."""
        sheets = ""
        for number, (title, rows) in enumerate(SHEETS.items(), 1):
            name = f"worksheets/sheet{number}.xml"
            self.add_part(name, self.write_sheet(rows), "worksheet", f"rId{number}")
            sheets += f'<{self.prefix}sheet name="{title}" sheetId="{number}" r:id="rId{number}"/>'
        if self.styles:
            with_prefix = STYLES.replace("<", f"<{self.prefix}")
            with_prefix = with_prefix.replace(f"<{self.prefix}/", f"</{self.prefix}")
            part = self.write_root("styleSheet", with_prefix)
            self.add_part("styles.xml", part, "styles", "styles")
        if self.shared:
            items = ""
            for word in self.words:
                items += self.write_tag("si", self.write_tag("t", escape(word)))
            part = self.write_root("sst", items)
            self.add_part("sharedStrings.xml", part, "sharedStrings", "sharedStrings")
        self.parts["xl/workbook.xml"] = self.write_root(
            "workbook", self.write_tag("sheets", sheets)
        )
        self.write_lists()
        return pack_archive({name: part.encode() for name, part in self.parts.items()})

    def write_lists(self) -> None:
        """Add the parts that list all others: where the workbook and its sheets are."""
        office = (
            f'<Relationship Id="b" Type="{RELATIONS}/officeDocument" Target="xl/workbook.xml"/>'
        )
        opening = f'<Relationships xmlns="{PACKAGE}/relationships">'
        self.parts["xl/_rels/workbook.xml.rels"] = f"{opening}{self.relations}</Relationships>"
        self.parts["_rels/.rels"] = f"{opening}{office}</Relationships>"
        self.parts["[Content_Types].xml"] = (
            f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" ContentType='
            '"application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Default Extension="xml" ContentType="application/xml"/>{self.types}'
            f'<Override PartName="/xl/workbook.xml" ContentType="{TYPES}.sheet.main+xml"/></Types>'
        )


@pytest.mark.parametrize(
    "writer",
    [
        pytest.param(Writer(), id="Numbers and scripts: texts in their cells"),
        pytest.param(Writer(shared=True), id="Excel and LibreOffice"),
        pytest.param(Writer(shared=True, dimension=False), id="Google Sheets"),
        pytest.param(Writer(prefix="x:"), id="the Open XML SDK"),
        pytest.param(Writer(shared=True, absolute=True), id="some exports"),
    ],
)
def test_a_workbook_is_read_alike_whichever_program_wrote_it(
    writer: Writer, tmp_path: Path
) -> None:
    (tmp_path / "export.xlsx").write_bytes(writer.write())
    network = open_network(tmp_path)
    assert network.title == "Réseau Eau & Forêt"
    assert network.membres["membre"].tolist() == ["44", "32"]
    assert network.rencontres["debut"].tolist() == ["2025-06-19"]


def test_a_number_without_the_look_of_a_day_is_no_date(tmp_path: Path) -> None:
    (tmp_path / "export.xlsx").write_bytes(Writer(styles=False).write())
    [problem] = inspect_network(tmp_path).errors
    assert str(problem).startswith(f"export.xlsx, sheet 2025, C1: “{DAY}” is not a date")


@pytest.mark.parametrize("prefix", ["", "x:"])
def test_a_formula_without_a_result_is_refused_whoever_wrote_it(
    prefix: str, tmp_path: Path
) -> None:
    (tmp_path / "export.xlsx").write_bytes(Writer(prefix=prefix, host="=").write())
    [problem] = inspect_network(tmp_path).errors
    assert "sheet 2025, C3: is a formula without a result" in str(problem)


def test_strict_open_xml_is_refused_with_the_remedy(tmp_path: Path) -> None:
    (tmp_path / "export.xlsx").write_bytes(Writer(space=STRICT).write())
    assert [str(problem) for problem in inspect_network(tmp_path).errors] == [
        "export.xlsx: is a workbook in strict Open XML; expected: the same saved as an ordinary "
        ".xlsx, without a password (File > Save as)"
    ]
