"""What the fork server imports, so that each report starts with everything loaded and warm.

Importing is not all: the first use of a font, a template or a locale reads files and fills caches.
One small run of each is done here, once, in the server; no thread is started, so forks are safe.
"""

import gc
import importlib
import pkgutil

import nbformat

from annual_report import french, page, reference
from annual_report.build import worker
from annual_report.build.export import to_html
from annual_report.dates import PartialDate
from annual_report.page.svg import new_drawing, text_size, to_svg


def warm_up() -> None:
    """Fill the caches that every report would fill again."""
    for module in pkgutil.iter_modules(page.__path__):
        importlib.import_module(f"{page.__name__}.{module.name}")
    drawing = new_drawing(10, 10)
    for weight in ("normal", "bold"):
        drawing.axes[0].text(0, 0, "é", size=text_size(1), weight=weight)
    to_svg(drawing, "essai", "essai", "essai")
    to_html(nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("")]))
    french.enumeration([french.number(1234.5, 1), french.in_words(3)])
    french.partial_date(PartialDate(2025, 6, 1))
    reference.departments()
    reference.neighbours()
    reference.outlines()
    reference.sources()
    reference.find_department("Gers")


warm_up()
gc.collect()
gc.freeze()

__all__ = ["worker"]
