"""The parameters of the notebooks: what will do, and what the refusals say."""

import pytest

from annual_report.base.errors import ParameterError
from annual_report.network.parameters import check_member

MEMBERS = ("01", "16", "33", "44", "6AE")


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ("44", "44"),
        (44, "44"),  # as papermill's command line gives it
        (1, "01"),
        ("6ae", "6AE"),
        ("CEA", "6AE"),
        ("loire atlantique", "44"),
        ("la Gironde", "33"),
    ],
)
def test_a_code_or_a_name_will_do(given: object, code: str) -> None:
    assert check_member(given, MEMBERS) == code


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ("Loir-Atlantik", "“Loir-Atlantik” is no member that is known; expected: the code or the "
                          "name of one of the 5 institutions that were members; nearest: "
                          "Loire-Atlantique (44)"),
        ("Dordogne", "Dordogne (24) was never a member; expected: the code or the name of one of "
                     "the 5 institutions that were members"),
        ("?", "“?” is no member that is known; expected: the code or the name of one of the 5 "
              "institutions that were members"),
        (True, "“True” is no member that is known; expected: the code or the name of one of the 5 "
               "institutions that were members"),
    ],
)  # fmt: skip
def test_anything_else_is_refused_in_one_sentence(given: object, message: str) -> None:
    with pytest.raises(ParameterError) as refused:
        check_member(given, MEMBERS)
    assert str(refused.value) == f"parameter membre: {message}"
