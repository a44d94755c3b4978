"""The settings by which a network describes itself: each is right, or refused with a remedy."""

from dataclasses import fields
from pathlib import Path

import pytest
from changing import change_settings
from conftest import pipeline

from annual_report.network.reading.files.network_folder import TABLE_FILES
from annual_report.network.reading.files.opening import LARGEST_PICTURE, read_picture
from annual_report.network.reading.inspection import inspect_network
from annual_report.network.reading.schema import list_settings, read_shared_tables
from annual_report.network.reading.settings import Licence, Settings, read_settings
from annual_report.network.reading.tables import read_tables


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("adresse", "https://exemple.fr/resumes/"),
        ("adresse", "http://exemple.fr:8080"),
        ("contact", "reseau@exemple.fr"),
        ("contact", "https://exemple.fr/contact"),
        ("code", "https://exemple.fr/depot"),
        ("logo", "logo.png"),
        ("logo", "Logo du réseau.PNG"),
    ],
)
def test_a_value_that_a_page_can_use_is_kept_as_typed(name: str, value: str, twin: Path) -> None:
    change_settings(twin, **{name: value})
    settings = read_settings(read_tables(twin)["reseau"].rows)
    assert getattr(settings, name) == value


@pytest.mark.parametrize(
    ("name", "value"),
    [
        # An address of a page, without a password and without a question.
        ("adresse", "exemple/resumes"),
        ("adresse", "ftp://exemple.fr/"),
        ("adresse", "https://moi:secret@exemple.fr/"),
        ("adresse", "https://exemple.fr/?jeton=1"),
        ("adresse", "https://exemple fr/"),
        ("adresse", "https://[exemple/"),
        # Addresses that a page can link to.
        ("code", "git@exemple.fr:depot"),
        ("code", "06 12 34 56 78"),
        ("code", "https://exemple.fr:0/"),
        ("code", "https://exemple.fr:99999/"),
        ("mentions", "mentions.html"),
        ("accessibilite", "javascript:alert(1)"),
        ("contact", "reseau@"),
        # A picture in the network's own folder.
        ("logo", "../logo.png"),
        ("logo", "images/logo.png"),
        ("logo", "https://exemple.fr/logo.png"),
        ("logo", "logo.svg"),
        ("logo", ".png"),
        # One of a few choices, or a year, or a code with a name.
        ("article", "du"),
        ("genres", "pays"),
        ("licence", "la nôtre"),
        ("depuis", "l’an dernier"),
        ("depuis", "20019"),
        ("fictif", "peut-être"),
        ("institutions", "44"),
        ("institutions", "999 = A"),
        ("institutions", "44 ="),
        ("chapitres_omis", "annexes"),
    ],
)
def test_a_value_that_would_mislead_is_refused_with_its_row_and_a_remedy(
    name: str, value: str, twin: Path
) -> None:
    change_settings(twin, **{name: value})
    [refused] = inspect_network(twin).errors
    assert str(refused).startswith("reseau.csv, row ")
    assert f"column valeur: “{value}” " in str(refused)
    assert refused.expected


def test_values_are_read_as_people_write_them(twin: Path) -> None:
    change_settings(
        twin,
        genres=["Départements", "metropole"],
        institutions=["44 = Loire-Atlantique", "75C=Mairie de Paris"],
        fictif="Oui",
        depuis="2019",
        adresse="www.exemple.fr/resumes",
        licence="cc0 1.0",
        chapitres_omis="présences",
    )
    found = read_settings(read_tables(twin)["reseau"].rows)
    assert found.genres == ("département", "métropole")
    assert found.institutions == {"44": "Loire-Atlantique", "75C": "Mairie de Paris"}
    assert found.fictif
    assert found.depuis == 2019
    assert found.adresse == "https://www.exemple.fr/resumes"
    assert found.licence == Licence(
        "CC0 1.0", "https://creativecommons.org/publicdomain/zero/1.0/deed.fr"
    )
    assert found.chapitres_omis == ("presences",)


def test_a_setting_that_is_still_to_fill_in_is_kept_by_a_workbook(twin: Path) -> None:
    change_settings(twin, depuis="à compléter")
    assert pipeline("workbook", "--data", twin).returncode == 0
    # The row of "depuis" is the twelfth of the sheet.
    lines = [str(problem) for problem in inspect_network(twin).problems]
    assert "reseau.xlsx, sheet Réseau, B12: still to fill in" in lines


def test_a_day_of_publication_is_no_setting_and_it_is_said_where_it_stands(twin: Path) -> None:
    change_settings(twin, edition="2026-02-15")
    [refused] = inspect_network(twin).errors
    assert "column reglage: “edition” is no setting of a network" in str(refused)
    remedy = "a line above the headings of the year’s text: Parution : 2026-02-15"
    assert refused.expected == remedy


def test_settings_are_those_that_are_described() -> None:
    # `others`, whether institutions beside the members' are named, follows from the settings.
    names = {field.name for field in fields(Settings)}
    assert set(list_settings()) == names - {"others"}


def test_the_files_of_a_network_are_those_that_are_described() -> None:
    described = {table["path"] for table in read_shared_tables().values()}
    assert described == set(TABLE_FILES)


PNG = b"\x89PNG\r\n\x1a\n"


def test_a_logo_is_held_as_it_is(twin: Path) -> None:
    change_settings(twin, logo="logo.png")
    (twin / "logo.png").write_bytes(PNG)
    contents = inspect_network(twin).contents
    assert contents is not None
    # The eight bytes of PNG in base 64, as an address that holds the picture itself.
    address = "data:image/png;base64,iVBORw0KGgo="
    assert contents.logo == address
    assert read_picture(twin / "logo.png") == address


@pytest.mark.parametrize(
    ("content", "told"),
    [
        # The content of the file; None where there is no file.
        (None, "logo.png: the logo isn’t there; expected: a file in the network’s folder"),
        (b"<svg/>", "logo.png: is no picture that a page can hold; expected: PNG or JPEG"),
        (PNG + bytes(LARGEST_PICTURE), "logo.png: is too large; expected: at most 120 kB"),
    ],
)
def test_a_file_that_a_page_can_not_hold_as_a_logo_is_refused(
    content: bytes | None, told: str, twin: Path
) -> None:
    change_settings(twin, logo="logo.png")
    if content:
        (twin / "logo.png").write_bytes(content)
    [problem] = inspect_network(twin).errors
    assert str(problem).startswith(told)
