"""Colours and sizes of the pages, read from the one file that holds them, `palette.css`."""

import re
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

from annual_report import ROOT

FILE = ROOT / "templates" / "report" / "palette.css"
VARIABLE = re.compile(r"--([a-z0-9-]+):\s*([^;]+);")


@lru_cache
def colours(*, dark: bool = False) -> Mapping[str, str]:
    """Return the named colours as #rrggbb; `dark` gives those of the dark page."""
    light, _at, night = FILE.read_text(encoding="utf-8").partition("@media")
    found = {name: value for name, value in VARIABLE.findall(light) if value.startswith("#")}
    if dark:
        found |= dict(VARIABLE.findall(night))
    return MappingProxyType(found)


@lru_cache
def size(step: int) -> float:
    """Return the step of the type scale, 1 (smallest) to 6, in CSS pixels."""
    found = dict(VARIABLE.findall(FILE.read_text(encoding="utf-8")))
    return float(found[f"size-{step}"].removesuffix("px"))
