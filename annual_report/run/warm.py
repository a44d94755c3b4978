"""What the server imports whose processes make reports: each starts with all loaded and warm.

Importing is not all: the first use of an outline, a template, a schema or a locale reads files and
fills caches. One small use of each is made here, once, in the server. No notebook is run and no
thread is started, so forks are safe and every report's process is as clean as the first.
"""

from annual_report.run import lean  # noqa: I001  # before anything imports jsonschema

import codecs
from contextlib import suppress

import matplotlib.pyplot as plt
import nbformat
import pandas as pd

from annual_report import ROOT, charts, french, measures, sentences
from annual_report.territories.departments import neighbours
from annual_report.territories.sources import sources
from annual_report.territories.spelling import find_department
from annual_report.build import fingerprint
from annual_report.publish import rules
from annual_report.run import execution, output_check, shell, worker
from annual_report.publish.exporter import load_templates, to_html
from annual_report.dates import PartialDate
from annual_report.publish import publication

__all__ = ["execution", "measures", "sentences", "shell", "worker"]


def warm_up() -> None:
    """Fill the caches that every report would fill again."""
    output_check.compile_checks()
    for path in ROOT.glob("notebooks/*.ipynb"):
        with suppress(Exception):  # whatever is wrong with a notebook, its report will say it
            execution.prepare_notebook(path.stem)
    with suppress(Exception):  # a broken template is told by the pages that use it
        to_html(nbformat.v4.new_notebook())
        load_templates()
    rules.low_contrasts()
    french.enumeration([french.number(1234.5, 1), french.in_words(3)])
    french.partial_date(PartialDate(2025, 6, 1))
    neighbours()
    sources()
    find_department("Gers")
    shell.prepare_shell()
    codecs.lookup("utf-8-sig")
    # A map takes outlines, paths, texts and a table along.
    data = pd.DataFrame({"code": ["44"], "town": ["Nantes"]})
    ax = charts.map(data, places=data)
    publication(ax, finding="Une carte", alternative="Une carte.", data=data)._repr_mimebundle_()
    plt.close("all")


fingerprint.stamps()
warm_up()
fingerprint.program_digest()  # last: what was read before must be what it is the hash of
lean.settle()
