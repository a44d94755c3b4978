"""What a network says of itself: each setting is right, or refused with its place and a remedy."""

from dataclasses import fields

import pytest

from annual_report.network.reading.settings import SETTINGS, Settings, read_settings

KEPT = {
    "adresse": ("https://exemple.fr/resumes/", "http://exemple.fr:8080", ""),
    "contact": ("reseau@exemple.fr", "https://exemple.fr/contact"),
    "code": ("https://exemple.fr/depot",),
    "logo": ("logo.png", "Logo du réseau.PNG"),
}
REFUSED = {
    "adresse": ("exemple.fr/resumes", "ftp://exemple.fr/", "https://moi:secret@exemple.fr/",
                "https://exemple.fr/?jeton=1", "https://exemple fr/", "https://[exemple/"),
    "code": ("git@exemple.fr:depot",),
    "mentions": ("mentions.html",),
    "accessibilite": ("javascript:alert(1)",),
    "contact": ("écrivez-nous", "reseau@"),
    "logo": ("../logo.png", "images/logo.png", "https://exemple.fr/logo.png", "logo.svg", ".png"),
    "article": ("du",),
}  # fmt: skip


@pytest.mark.parametrize(
    ("name", "value"), [(name, value) for name, all_ in KEPT.items() for value in all_]
)
def test_what_a_page_can_use_is_kept(name: str, value: str) -> None:
    settings = read_settings({"reseau": {"nom": "réseau", name: value}})
    assert getattr(settings, name) == value


@pytest.mark.parametrize(
    ("name", "value"), [(name, value) for name, all_ in REFUSED.items() for value in all_]
)
def test_what_would_mislead_is_refused(name: str, value: str) -> None:
    with pytest.raises(ValueError, match=f"“reseau/{name}” can’t be “") as refused:
        read_settings({"reseau": {"nom": "réseau", name: value}})
    assert "; expected: " in str(refused.value)


def test_a_date_of_publication_is_refused_with_the_line_to_write() -> None:
    with pytest.raises(ValueError, match=r"reseau/edition.*AAAA\.md: Parution : 2026-02-15$"):
        read_settings({"reseau": {"nom": "réseau", "edition": "2026-02-15"}})


def test_settings_are_those_that_are_read() -> None:
    # The licence is the package's own to state; whether there are others, its members say.
    beside = {"licence", "others"}
    assert set(SETTINGS) == {each.name for each in fields(Settings)} - beside


def test_a_page_has_an_address_where_the_network_says_so() -> None:
    settings = read_settings(
        {"reseau": {"nom": "réseau", "adresse": "https://exemple.fr/resumes/"}}
    )
    assert settings.address_of("2025.html") == "https://exemple.fr/resumes/2025.html"
    assert read_settings({"reseau": {"nom": "réseau"}}).address_of("2025.html") is None
