"""The modules that the fork server imports for networks' pages, and a first use of them.

The processes of a build are forked from a process that has imported this module: each begins with
pandas and matplotlib loaded, and with their caches filled by the small network below.
"""

import tempfile
from pathlib import Path

from annual_report.machine.run.warm import warm_up

TABLES = {
    "reseau.csv": "reglage,valeur\nnom,Essai\ninstitution,Essai\n",
    "membres.csv": "annee,membre\n2024,32\n2025,32\n2025,44\n",
    "rencontres.csv": "rencontre,annee,debut,format,ville,departement\n"
    "2025-1,2025,2025-03-04,présentiel,Nantes,44\n",
    "presences.csv": "rencontre,membre,etat\n2025-1,44,présent\n",
    "sujets.csv": "annee,sujet,etat\n2025,Un sujet,traité\n",
}
"""A network of two members, two years and a meeting: each kind of table has a row."""


def _use_network() -> None:
    """Use all parts of the program once with a small network, and drop all that is made.

    Libraries load their parts and fill their caches at the first use: reading, measuring, drawing.
    Processes that are forked afterwards begin with all of this done.
    """
    import matplotlib.pyplot as plt

    # Imported in the same way as in a notebook.
    from annual_report import charts, measures
    from annual_report.base import french
    from annual_report.machine.pages.publishing import make_fragment
    from annual_report.network.network import assemble_network
    from annual_report.network.phrases.filling import prepare_phrases
    from annual_report.network.reading.inspection import inspect_network
    from annual_report.network.territories.kinds import DEFAULT
    from annual_report.network.territories.spelling import find_institutions
    from annual_report.report.publication import index, look  # noqa: F401

    # The grammar, the phrases, and the table of institutions.
    french.format_number(1234.5, 1)
    prepare_phrases()
    find_institutions("Gers", (DEFAULT,))
    with tempfile.TemporaryDirectory() as folder:
        for name, text in TABLES.items():
            Path(folder, name).write_text(text, encoding="utf-8")
        inspection = inspect_network(folder)
    assert inspection.contents is not None, inspection.errors
    network = assemble_network(inspection.contents)
    figures = measures.count_figures(network)
    # pandas loads its writers at the first table that is printed or saved.
    repr(figures)
    figures.to_html()
    figures.to_csv()
    figures.to_dict()
    # A map, and its SVG in the output of a cell.
    places = network.rencontres[["departement", "ville"]]
    ax = charts.map(measures.list_members(network, 2025), places=places)
    piece = make_fragment(ax, finding="Une carte", alternative="Une carte.", data=places)
    piece._repr_mimebundle_()
    plt.close("all")


warm_up(_use_network)
