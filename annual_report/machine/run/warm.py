"""The modules that the fork server imports for all reports, each of them used once.

Importing is not all: the first use of a template or a locale reads files and fills caches, half a
second for each report. No notebook is run and no thread is started, so forks are safe. A module
with more to prepare calls `warm_up` after this.
"""

import gc
import logging
import os
import tempfile
from collections.abc import Callable
from contextlib import suppress

from annual_report.base.program import hash_program
from annual_report.machine.run import processes

# Libraries look at the environment as they are imported.
os.environ.update(processes.ENVIRONMENT)
# Taken before the imports: a program edited meanwhile must have another hash.
hash_program()


def warm_up(use: Callable[[], object]) -> None:
    """Call `use`, and keep all objects that it has loaded out of garbage collection.

    `use` calls each slow thing once, such as a template, so that the forks of this process have it
    ready.
    """
    # Looking for garbage meanwhile would cost a fifth of the imports, and finds nothing.
    gc.disable()
    # A failure here, in code that is being edited, comes again where a page is made, and is said
    # there.
    with suppress(Exception):
        use()
    gc.collect()
    # Frozen objects are not looked at again: each look would write to memory that all forks share,
    # and so copy it.
    gc.freeze()
    # Forks look for garbage less often than Python does: most of their objects stay.
    gc.set_threshold(50_000, 20, 20)
    gc.enable()


def _use_machine() -> None:
    """Do once all that a page takes: publish a table and a figure, export a notebook, run a cell.

    All of this is thrown away, but for a new shell in `READY`.
    """
    # This import must come before that of nbformat, which loads grammars otherwise.
    import annual_report.machine.pages.without_grammars  # noqa: F401

    # isort: split
    # matplotlib logs that it looks for fonts, or that there is no home.
    logging.disable()
    import matplotlib.pyplot as plt
    import nbformat
    import pandas as pd

    from annual_report.machine.pages.export.exporter import to_html
    from annual_report.machine.pages.export.published import read_published
    from annual_report.machine.pages.publishing import make_fragment

    # A page's processes call these two: papermill would load the engine in each of them.
    from annual_report.machine.run import in_process, report  # noqa: F401
    from annual_report.machine.run.shell import READY, Shell

    logging.disable(logging.NOTSET)
    # A page of one sentence loads the templates.
    sentence = nbformat.v4.new_markdown_cell("Un mot.", metadata={"tags": ["publish"]})
    to_html(read_published(nbformat.v4.new_notebook(cells=[sentence])))
    # A table and a figure load the formats of numbers, and the fonts.
    data = pd.DataFrame({"Ville": ["Nantes", "Auch"], "Nombre": [1.5, None]})
    make_fragment(data, caption="Deux villes")._repr_mimebundle_()
    ax = data.plot.bar(x="Ville")
    make_fragment(ax, finding="Deux villes.", alternative="Deux barres.", data=data)
    plt.close("all")
    # IPython writes to a home, and a service has none.
    with tempfile.TemporaryDirectory() as folder:
        os.environ["IPYTHONDIR"] = folder
        # IPython imports and makes some of its parts at the first cell.
        shell = Shell()
        shell.run("None", None, lambda message: None)
        shell.close()
        # The shell for the cells of a page: no cell has run in its namespace.
        READY.append(Shell())


warm_up(_use_machine)
