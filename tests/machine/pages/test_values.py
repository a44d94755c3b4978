"""Values before they are printed: how many decimals, and what is none."""

from decimal import Decimal

import numpy as np
import pandas as pd
import pytest

from annual_report.machine.pages.values import (
    count_decimals,
    drop_noise,
    is_missing,
    is_number,
)


@pytest.mark.parametrize(
    ("values", "unit", "decimals"),
    [([1, 2], "", 0), ([0.5, 1.25], "", 2), ([0.0012345], "", 5), ([0.187], "part", 1),
     ([Decimal("1.50")], "", 1), ([], "", 0), ([12345.678], "", 2)],
)  # fmt: skip
def test_a_column_has_as_few_decimals_as_will_do(
    values: list[float], unit: str, decimals: int
) -> None:
    assert count_decimals(values, unit) == decimals


def test_what_is_missing_is_no_number_and_what_adding_leaves_is_zero() -> None:
    assert all(map(is_missing, (None, pd.NA, pd.NaT, float("nan"))))
    assert not any(map(is_missing, (0, "", [None])))
    assert [is_number(value) for value in (1, 0.5, True, np.bool_(False), "1")] == [
        True, True, False, False, False,
    ]  # fmt: skip
    assert drop_noise([1.0, 1e-17, "—"]) == [1.0, 0.0, "—"]
