"""What the fork server imports: all that a report needs is loaded, and each thing used once.

Importing is not all: the first use of a template or a locale reads files and fills caches, half a
second for each report. No notebook is run and no thread is started, so forks are safe. A module
that has more to warm up calls `warm_up` after this.
"""

import gc
import logging
import os
import sys
import tempfile
from collections.abc import Callable
from contextlib import suppress

from annual_report.base.program import hash_program
from annual_report.machine.run import processes

os.environ.update(processes.ENVIRONMENT)  # before the libraries that look there
hash_program()  # now: one that is edited meanwhile is another


def warm_up(use: Callable[[], object]) -> None:
    """Use things once, and keep what that has loaded out of the way of garbage collection.

    What fails here, in code that is being edited, fails again where a page needs it, and is said.
    """
    gc.disable()  # a look for garbage at each step costs a fifth of the imports, and these stay
    with suppress(Exception):
        use()
    gc.collect()
    gc.freeze()  # what is loaded lasts: no look writes to memory that the reports share
    gc.set_threshold(50_000, 20, 20)
    gc.enable()


def _use_machine() -> None:
    """Export a notebook of one sentence, publish a table and a figure, and run a cell."""
    # Its grammars take a second, for a format of addresses that no notebook's schema asks for.
    sys.modules["rfc3987_syntax"] = None  # type: ignore[assignment]
    logging.disable()  # matplotlib says once a machine that it looks for fonts, or has no home
    import matplotlib.pyplot as plt
    import nbformat
    import pandas as pd

    from annual_report.machine.pages.export.exporter import to_html
    from annual_report.machine.pages.export.published import read_published
    from annual_report.machine.pages.publishing import make_fragment
    from annual_report.machine.run import report  # noqa: F401 (what a page's processes call)
    from annual_report.machine.run.shell import READY, Shell

    logging.disable(logging.NOTSET)
    del sys.modules["rfc3987_syntax"]  # a notebook may want it
    sentence = nbformat.v4.new_markdown_cell("Un mot.", metadata={"tags": ["publish"]})
    to_html(read_published(nbformat.v4.new_notebook(cells=[sentence])))
    data = pd.DataFrame({"Ville": ["Nantes", "Auch"], "Nombre": [1.5, None]})
    make_fragment(data, caption="Deux villes")._repr_mimebundle_()
    ax = data.plot.bar(x="Ville")
    make_fragment(ax, finding="Deux villes.", alternative="Deux barres.", data=data)
    plt.close("all")
    with tempfile.TemporaryDirectory() as folder:  # not at home: there may be none
        os.environ["IPYTHONDIR"] = folder
        # IPython imports and makes some of its parts at the first cell.
        shell = Shell()
        shell.run("None", None, lambda message: None)
        shell.close()
        READY.append(Shell())


warm_up(_use_machine)
