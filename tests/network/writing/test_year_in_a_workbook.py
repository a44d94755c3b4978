"""A new year in the workbook that the network is: a sheet more, and no loss without a word."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import PIL.Image
import pytest
from changing import edit, edit_book, read_files
from conftest import pipeline
from openpyxl import Workbook, load_workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.drawing.image import Image
from openpyxl.worksheet.table import Table
from pandas.testing import assert_frame_equal

from annual_report.network.network import open_network
from annual_report.network.reading.files.archive import unpack_workbook
from annual_report.network.reading.inspection import inspect_network
from annual_report.network.reading.tables import read_tables
from annual_report.network.writing.whole_folder import (
    replace_files,
    turn_into_files,
    turn_into_workbook,
)
from annual_report.network.writing.workbook import list_losses, write_workbook
from annual_report.network.writing.year_drawing import draw_year

Change = Callable[[Any], object]


@pytest.fixture
def book(twin: Path) -> Path:
    """Make the small network one workbook, with a column and a sheet of its author's own."""
    turn_into_workbook(twin)

    def add_own_cells(opened: Any) -> None:
        opened["Sujets"]["F1"] = "Bureau"
        opened["Sujets"]["F2"] = "à moi"
        opened.create_sheet("Notes")["A1"] = "à moi aussi"

    edit_book(twin / "reseau.xlsx", add_own_cells)
    return twin / "reseau.xlsx"


def prepare_2026(book: Path) -> list[str]:
    """Prepare the year 2026 in a workbook, and return the lines that the command prints."""
    done = pipeline("new", "2026", "--data", book.parent)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def test_a_year_is_a_sheet_more_with_blanks_and_the_members(book: Path) -> None:
    before = open_network(book.parent)
    assert prepare_2026(book)[-1] == "textes/2026.md: the questions to answer"
    opened = load_workbook(book)
    assert opened.sheetnames[1:4] == ["2026", "2025", "2024"]
    sheet = opened["2026"]
    assert [cell.value for cell in sheet[1]] == ["Date", None, "à compléter", "à compléter"]
    assert [cell.value for cell in sheet[7]] == ["Membre", "État", "R1", "R2"]
    members = [cell.value for cell in sheet["A"]][7:]
    assert members == ["01 Ain", "31 Haute-Garonne", "44 Loire-Atlantique"]
    after = open_network(book.parent)
    assert after.years == (2024, 2025, 2026)
    assert after.membres["membre"].tolist()[-3:] == ["01", "31", "44"]
    # A meeting still to fill in is no meeting.
    assert_frame_equal(after.rencontres, before.rencontres)


def test_a_new_sheet_helps_at_each_of_its_cells(book: Path) -> None:
    prepare_2026(book)
    rules = load_workbook(book)["2026"].data_validations.dataValidation
    titles = {rule.promptTitle for rule in rules}
    assert titles >= {"Date", "Format *", "Membre", "État", "Présence"}


def test_the_cells_and_sheets_of_a_workbooks_author_stay(book: Path) -> None:
    content = book.read_bytes()
    prepare_2026(book)
    opened = load_workbook(book)
    assert opened["Sujets"]["F2"].value == "à moi"
    assert opened["Notes"]["A1"].value == "à moi aussi"
    [old] = (book.parent / "anciens").rglob("*.xlsx")
    assert old.read_bytes() == content


def test_a_cell_still_to_fill_in_is_told_at_its_sheet(book: Path) -> None:
    prepare_2026(book)
    places = [problem.place.sheet for problem in inspect_network(book.parent).problems]
    assert "Sujets" in places
    assert "2026" in places


def add_chart(opened: Any) -> None:
    """Put a chart into the author's own sheet, as a spreadsheet does."""
    chart = BarChart()
    chart.add_data(Reference(opened["2025"], min_col=1, min_row=1, max_row=9))
    opened["Notes"].add_chart(chart)


def add_picture(opened: Any) -> None:
    """Put a picture into the author's own sheet."""
    file = BytesIO()
    PIL.Image.new("RGB", (9, 9), "navy").save(file, "png")
    opened["Notes"].add_image(Image(file), "C3")


def test_comments_pictures_and_formatted_tables_stop_no_year_and_stay(book: Path) -> None:
    def decorate(opened: Any) -> None:
        opened["Notes"]["A1"].comment = Comment("vu avec elle", "moi")
        opened["Sujets"].add_table(Table(displayName="T", ref="A1:F4"))
        add_picture(opened)

    edit_book(book, decorate)
    lines = prepare_2026(book)
    # A loss would be told: "is written without …".
    assert "without" not in " ".join(lines)
    opened = load_workbook(book)
    assert opened["Notes"]["A1"].comment.text == "vu avec elle"
    assert [*opened["Sujets"].tables] == ["T"]
    assert len(opened["Notes"]._images) == 1
    assert open_network(book.parent).years == (2024, 2025, 2026)


def add_formula(opened: Any) -> None:
    """Put a formula into the author's own sheet."""
    opened["Notes"]["A2"] = "=1+1"


DRAWINGS = "its drawings and charts as they were"
RESULTS = "the results of its formulas, until a spreadsheet opens and saves it"


@pytest.mark.parametrize(("change", "loss"), [(add_chart, DRAWINGS), (add_formula, RESULTS)])
def test_a_loss_is_told_with_the_place_of_the_old_workbook(
    change: Change, loss: str, book: Path
) -> None:
    edit_book(book, change)
    before = book.read_bytes()
    *_rows, written, place = prepare_2026(book)
    assert written == f"reseau.xlsx: is written without {loss}"
    folder = place.removeprefix("what was there is in ").removesuffix(", which nothing reads")
    assert (book.parent / folder / "reseau.xlsx").read_bytes() == before
    assert "2026" in load_workbook(book).sheetnames


def test_a_sheet_that_is_not_there_is_made_with_its_lists(book: Path) -> None:
    edit_book(book, lambda opened: opened.remove(opened["Sujets"]))
    prepare_2026(book)
    sheet = load_workbook(book)["Sujets"]
    headings = [cell.value for cell in sheet[1]]
    assert headings[:2] == ["Année *", "Sujet"]
    assert sheet["A2"].value == 2026
    assert sheet["A3"].value == 2027
    assert len(sheet.data_validations.dataValidation) > 0
    assert open_network(book.parent).years == (2024, 2025, 2026)


def test_a_drawing_with_nothing_in_it_is_no_loss(book: Path) -> None:
    # LibreOffice gives each sheet such a drawing.
    parts = unpack_workbook(book.read_bytes())
    parts["xl/drawings/drawing1.xml"] = b"<wsDr></wsDr>"
    assert list_losses(parts) == []


def test_a_form_that_is_drawn_and_a_pivot_table_are_losses(book: Path) -> None:
    parts = unpack_workbook(book.read_bytes())
    parts["xl/drawings/drawing2.xml"] = b"<wsDr><twoCellAnchor><sp/></twoCellAnchor></wsDr>"
    parts["xl/pivotTables/pivotTable1.xml"] = b"<pivotTableDefinition/>"
    others = "its pivot tables, controls or links to other workbooks"
    assert list_losses(parts) == [DRAWINGS, others]


@pytest.mark.parametrize("lock", [".~lock.reseau.xlsx#", "~$reseau.xlsx"])
@pytest.mark.parametrize("command", [("new", "2026"), ("csv",)])
def test_a_workbook_that_is_open_elsewhere_is_not_written(
    lock: str, command: tuple[str, ...], book: Path
) -> None:
    (book.parent / lock).touch()
    before = read_files(book.parent)
    done = pipeline(*command, "--data", book.parent)
    assert done.returncode == 1
    refusal = f"reseau.xlsx: is open in a spreadsheet, as {lock} says: nothing was written"
    assert refusal in done.stderr
    assert read_files(book.parent) == before


def test_a_workbook_turned_into_files_is_kept_among_the_old_files(book: Path) -> None:
    assert turn_into_files(book.parent)[0] == "membres.csv: written"
    assert not book.exists()
    old = [path.name for path in (book.parent / "anciens").rglob("*.xlsx")]
    assert old == ["reseau.xlsx"]
    # The column of its author's own is in the files.
    own = [problem.value for problem in inspect_network(book.parent).problems if problem.value]
    assert own == ["Bureau"]


def test_files_are_not_turned_into_files_again(book: Path) -> None:
    turn_into_files(book.parent)
    assert pipeline("csv", "--data", book.parent).returncode == 2


def test_files_that_are_replaced_or_removed_are_kept_among_the_old_files(tmp_path: Path) -> None:
    # An analyst may have a workbook of the network's name.
    own = tmp_path / "reseau.xlsx"
    own.write_bytes(b"mine")
    table = tmp_path / "membres.csv"
    table.write_bytes(b"annee,membre")
    before = read_files(tmp_path)
    lines = replace_files(tmp_path, {own: b"new"}, [table])
    assert lines[0] == "reseau.xlsx: written"
    [place] = (tmp_path / "anciens").iterdir()
    assert read_files(place) == before
    assert own.read_bytes() == b"new"
    assert not table.exists()


def draw_book(twin: Path) -> Any:
    """Return the workbook of the twin, as openpyxl reads the bytes that are written."""
    return load_workbook(BytesIO(write_workbook(read_tables(twin), "Réseau")))


def test_a_year_is_a_number_and_a_text_like_a_formula_is_a_text(twin: Path) -> None:
    edit(twin / "rencontres.csv", "Retour d’expériences", "=2+2")
    book = draw_book(twin)
    assert book["Sujets"]["A2"].value == 2025
    title = book["2025"]["C6"]
    assert title.value == "=2+2"
    # openpyxl calls a text "s" and a formula "f"; with the prefix a spreadsheet computes nothing.
    assert title.data_type == "s"
    assert title.quotePrefix


def test_a_host_is_written_by_its_code_and_name(twin: Path) -> None:
    assert draw_book(twin)["2025"]["C5"].value == "44 Loire-Atlantique"


def test_a_cell_suggests_the_words_that_the_network_has_used(twin: Path) -> None:
    book = draw_book(twin)
    rules = book["2025"].data_validations.dataValidation
    formulas = {rule.formula1 for rule in rules if rule.promptTitle == "Genre"}
    [formula] = formulas
    suggested = book["Listes"][formula.removeprefix("Listes!")]
    assert [cell.value for (cell,) in suggested] == ["atelier", "rencontre annuelle"]


def test_an_institution_that_came_before_it_left_has_a_line_in_the_sheet(twin: Path) -> None:
    edit(twin / "membres.csv", "2025,01,", "2025,01,parti")
    sheet = draw_year(Workbook(), read_tables(twin), "2025")
    rows = sheet.iter_rows(min_row=7, max_col=3, values_only=True)
    # The Ain has left, and came before; the Haute-Garonne is a member, and was absent.
    assert list(rows)[:3] == [
        ("Membre", "État", "1"),
        ("01 Ain", "parti", "présent"),
        ("31 Haute-Garonne", "", "absent"),
    ]
