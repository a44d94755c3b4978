"""Drawing a workbook as `.ods`, with odfdo; what odfdo has no words for is written as ODF itself.

A sheet's rows and lists are the same as in the `.xlsx` (`workbook_xlsx`): one is the other's twin.
"""

from datetime import date
from io import BytesIO
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from odfdo import Cell, Document, Element, Row, Table

from annual_report.reading.files.workbooks.sheets import ORIGIN_SHEET
from annual_report.writing.workbooks.filling import (
    GUIDE_SHEET,
    LISTS_SHEET,
    SPARE_ROWS,
    Choices,
    SheetColumn,
    SheetToFill,
    Workbook,
    column_width,
)

INCHES_A_SIGN = 0.09
STYLES = """
<style:style style:name="cachee" style:family="table">
  <style:table-properties table:display="false"/></style:style>
<style:style style:name="titre" style:family="table-cell">
  <style:table-cell-properties style:cell-protect="protected" fo:background-color="#1f3a5f"
    fo:wrap-option="wrap"/>
  <style:text-properties fo:font-weight="bold" fo:color="#ffffff"/></style:style>
<style:style style:name="gras" style:family="table-cell">
  <style:text-properties fo:font-weight="bold" fo:font-size="14pt"/></style:style>
<style:style style:name="paragraphe" style:family="table-cell">
  <style:table-cell-properties fo:wrap-option="wrap"/></style:style>
<number:text-style style:name="F-texte"><number:text-content/></number:text-style>
<number:date-style style:name="F-jour"><number:day number:style="long"/>
  <number:text>/</number:text><number:month number:style="long"/>
  <number:text>/</number:text><number:year number:style="long"/></number:date-style>
<style:style style:name="libre" style:family="table-cell">
  <style:table-cell-properties style:cell-protect="none"/></style:style>
<style:style style:name="texte" style:family="table-cell" style:data-style-name="F-texte">
  <style:table-cell-properties style:cell-protect="none"/></style:style>
<style:style style:name="jour" style:family="table-cell" style:data-style-name="F-jour">
  <style:table-cell-properties style:cell-protect="none"/></style:style>
"""


def as_ods(content: Workbook) -> bytes:
    """Return the bytes of a workbook's file."""
    document = Document("spreadsheet")
    body: Any = document.body
    body.clear()
    part: Any = document.get_part("content.xml")
    styles = part.get_element("//office:automatic-styles")
    _append(styles, STYLES)
    ranges = _list_ranges(content.lists)
    rules: list[str] = []
    body.append(_guide(content, styles))
    for sheet in content.sheets:
        body.append(_sheet(sheet, styles, rules, ranges))
    body.append(_lists(content.lists))
    body.append(_origin(content.origin))
    validations = f"<table:content-validations>{''.join(rules)}</table:content-validations>"
    body.insert(Element.from_tag(validations), position=0)
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def _append(parent: Any, markup: str) -> None:
    """Append each element of a piece of ODF."""
    for child in Element.from_tag(
        f"<office:automatic-styles>{markup}</office:automatic-styles>"
    ).children:
        parent.append(child)


def _table(title: str) -> Any:
    table: Any = Table(title)
    table.clear()
    table.set_attribute("table:name", title)
    table.set_attribute("table:protected", "true")
    return table


def _guide(content: Workbook, styles: Any) -> Any:
    table = _table(GUIDE_SHEET)
    table.append(_column_element(styles, "colonne-guide", 100))
    for number, line in enumerate(content.guide):
        table.append(_row([_cell(line, "paragraphe" if number else "gras")]))
    return table


def _sheet(content: SheetToFill, styles: Any, rules: list[str], ranges: dict[Choices, str]) -> Any:
    table = _table(content.title)
    table.append(
        Element.from_tag(
            '<loext:table-protection loext:select-protected-cells="true"'
            ' loext:select-unprotected-cells="true" loext:insert-rows="true"'
            ' loext:delete-rows="true"/>'
        )
    )
    names = []
    for number, column in enumerate(content.columns):
        name = f"{content.title}-{column.name}"
        width = column_width(content, number)
        table.append(_column_element(styles, f"colonne-{len(rules)}", width, _style(column)))
        rules.append(_rule(name, content.title, column, ranges))
        names.append(name)
    table.append(_row([_cell(column.title, "titre") for column in content.columns]))
    for row in content.rows:
        cells = []
        for value, column, name in zip(row, content.columns, names, strict=True):
            style = "jour" if isinstance(value, date) else _style(column)
            cells.append(_cell(value, style, name))
        table.append(_row(cells))
    spare = _row(
        [
            _cell(None, _style(column), name)
            for column, name in zip(content.columns, names, strict=True)
        ]
    )
    spare.set_attribute("table:number-rows-repeated", str(SPARE_ROWS))
    table.append(spare)
    return table


def _style(column: SheetColumn) -> str:
    return "texte" if column.is_text else "libre"


def _column_element(styles: Any, name: str, width: int, style: str = "Default") -> Element:
    inches = f"{width * INCHES_A_SIGN:.2f}in"
    _append(
        styles,
        f'<style:style style:name="{name}" style:family="table-column">'
        f'<style:table-column-properties style:column-width="{inches}"/></style:style>',
    )
    return Element.from_tag(
        f'<table:table-column table:style-name="{name}" table:default-cell-style-name="{style}"/>'
    )


def _row(cells: list[Any]) -> Any:
    row: Any = Row()
    for cell in cells:
        row.append(cell)
    return row


def _cell(value: str | float | date | None, style: str, validation: str | None = None) -> Any:
    """Make a cell of its own type; a text is always a text, whatever it begins with."""
    cell: Any = Cell()
    if isinstance(value, date):
        cell.set_value(value, text=f"{value:%d/%m/%Y}")
    elif value is not None:
        cell.set_value(value)
    cell.style = style
    if validation:
        cell.set_attribute("table:content-validation-name", validation)
    return cell


def _rule(name: str, sheet: str, column: SheetColumn, ranges: dict[Choices, str]) -> str:
    choices = column.choices
    condition = (
        f"table:condition={quoteattr(f'of:cell-content-is-in-list({ranges[choices]})')}"
        ' table:display-list="unsorted"'
        if choices
        else ""
    )
    error = (
        '<table:error-message table:message-type="stop" table:display="true">'
        "<text:p>Choisissez une valeur de la liste.</text:p></table:error-message>"
        if choices and choices.strict
        else '<table:error-message table:display="false"/>'
    )
    return (
        f"<table:content-validation table:name={quoteattr(name)} {condition}"
        f' table:allow-empty-cell="true" table:base-cell-address={quoteattr(f"{sheet}.A2")}>'
        f'<table:help-message table:title={quoteattr(column.title)} table:display="true">'
        f"<text:p>{escape(column.help)}</text:p></table:help-message>{error}"
        "</table:content-validation>"
    )


def _origin(rows: tuple[str, ...]) -> Any:
    table = _table(ORIGIN_SHEET)
    table.set_attribute("table:style-name", "cachee")
    for line in rows:
        table.append(_row([_cell(line, "paragraphe")]))
    return table


def _list_ranges(lists: tuple[Choices, ...]) -> dict[Choices, str]:
    return {
        choices: f"[${LISTS_SHEET}.${letter}$2:.${letter}${len(choices.values) + 1}]"
        for choices, letter in zip(lists, "ABCDEFGHIJKLMNOPQRSTUVWXYZ", strict=False)
    }


def _lists(lists: tuple[Choices, ...]) -> Any:
    table = _table(LISTS_SHEET)
    table.append(_row([_cell(choices.title, "gras") for choices in lists]))
    for number in range(max(len(choices.values) for choices in lists)):
        values = [each.values[number] if number < len(each.values) else None for each in lists]
        table.append(_row([_cell(value, "paragraphe") for value in values]))
    return table
