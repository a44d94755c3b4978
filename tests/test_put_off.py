"""A package that takes long is loaded when it is first used, and then is what it is."""

import importlib
import sys
from pathlib import Path

import pytest
from jsonschema import FormatChecker  # type: ignore[import-untyped]

from annual_report.put_off import put_off

GRAMMAR = """
def fits(rule, text):
    return text.startswith(rule)

RULES = ["iri"]
"""


@pytest.fixture
def name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    (tmp_path / "slow_grammar").mkdir()
    (tmp_path / "slow_grammar" / "__init__.py").write_text(GRAMMAR)
    (tmp_path / "slow_grammar" / "rules.py").write_text("COUNT = 1")
    monkeypatch.syspath_prepend(tmp_path)
    for each in ("slow_grammar", "slow_grammar.rules"):
        monkeypatch.delitem(sys.modules, each, raising=False)
    return "slow_grammar"


def loaded(name: str) -> bool:
    return "RULES" in vars(sys.modules[name])


def test_a_function_that_is_taken_loads_nothing_until_it_is_called(name: str) -> None:
    put_off(name, "fits")
    taken = importlib.import_module(name).fits
    assert not loaded(name)
    assert (taken("iri", "iri:x"), taken("iri", "x")) == (True, False)
    assert loaded(name)


def test_all_else_is_what_it_is(name: str) -> None:
    put_off(name, "fits")
    stands_in = importlib.import_module(name)
    assert stands_in.RULES == ["iri"]
    assert importlib.import_module(name) is not stands_in
    with pytest.raises(AttributeError):
        _unknown = stands_in.other


def test_a_module_inside_is_found(name: str) -> None:
    put_off(name, "fits")
    assert importlib.import_module(f"{name}.rules").COUNT == 1


def test_what_is_not_installed_stays_so() -> None:
    put_off("no_such_grammar", "fits")
    assert "no_such_grammar" not in sys.modules


def test_a_process_that_imports_the_package_still_checks_addresses_in_any_alphabet() -> None:
    """A Jupyter server imports it, and has schemas of its own."""
    assert "iri" in FormatChecker.checkers
