"""Notebooks of the kinds that people have, none of which says what goes into its page.

Each is a few cells in Python and Markdown, with pieces that its page has or lacks, and the remarks
of a build. Outputs of libraries that aren't installed here are shown by hand, in their types.
"""

import base64
import io
from dataclasses import dataclass, field
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from PIL import Image


@dataclass(frozen=True)
class Plain:
    """A notebook, and what its page must have."""

    cells: tuple[str, ...]
    """Their sources: Markdown behind `md:`, else code; a tag of the cell stands behind `@`."""
    has: tuple[str, ...] = ()
    """Pieces of HTML that are in the page."""
    lacks: tuple[str, ...] = ()
    """Pieces of HTML that are not."""
    remarks: tuple[str, ...] = ()
    """Parts of the lines in which a build remarks on the page."""
    metadata: dict[str, object] = field(default_factory=dict)
    attachments: dict[str, dict[str, str]] = field(default_factory=dict)
    """Files that the first cell holds, as pictures that somebody pasted."""
    minor: int = 5
    """The minor version of its format: cells have ids from 5 on."""


def picture() -> bytes:
    """Return a small PNG."""
    stream = io.BytesIO()
    Image.new("RGB", (4, 3), "navy").save(stream, "PNG")
    return stream.getvalue()


PIXELS = base64.b64encode(picture()).decode()
FRAME = (
    "import pandas as pd\nframe = pd.DataFrame({'ville': ['Lyon', 'Metz'], 'prêts': [1200.5, -3]})"
)
SHOW = "from IPython.display import display\ndisplay({}, raw=True)"
PLOTLY = {
    "application/vnd.plotly.v1+json": {"data": []},
    "text/html": "<div><script src='https://cdn.plot.ly/plotly.js'></script></div>",
    "text/plain": "Figure({})",
}
ALTAIR = {"application/vnd.vegalite.v5+json": {"mark": "bar"}, "text/plain": "alt.Chart(...)"}
FOLIUM = {
    "text/html": "<div>Make this Notebook Trusted to load map<iframe srcdoc='x'></iframe></div>",
    "text/plain": "<folium.folium.Map object>",
}
ESTIMATOR = {
    "text/html": "<style>#sk {color: red}</style><div id='sk'><input type='checkbox'>rerun</div>",
    "text/plain": "LinearRegression()",
}
TREE = {
    "text/html": "<style>li {color: red}</style><ul><li>Lyon</li></ul>",
    "text/plain": "Bunch(Lyon)",
}
SYMPY = {"text/latex": r"$\displaystyle \frac{x^{2}}{2}$", "text/plain": "x**2/2"}
SVG = {
    "image/svg+xml": "<?xml version='1.0'?><svg width='9'><script>alert(1)</script></svg>",
    "text/plain": "<graphviz>",
}
GREAT_TABLE = {
    "text/html": "<div id='t'><style>td {color: red}</style><table><caption>Prêts</caption>"
    "<tr><th>ville</th><th>prêts</th></tr><tr><td>Lyon</td><td>12</td></tr></table>"
    "<script>alert(1)</script></div>",
    "text/plain": "GT()",
}

OLDER = "ancien"

NOTEBOOKS: dict[str, Plain] = {}
"""By the names of their files; each is one of the kinds that tutorials and colleagues have."""

# --- Tables -----------------------------------------------------------------------------------
# A frame has no caption: the heading above it says which table it is.
NOTEBOOKS["tableau"] = Plain(
    cells=("md:# Un tableau\n\nDes prêts.", FRAME, "frame"),
    has=(
        "<h1>Un tableau</h1>",
        "<p>Des prêts.</p>",
        'aria-label="Tableau : Un tableau"',
        '<th scope="col">ville</th><th class="number" scope="col">prêts</th>',
        '<th scope="row">0</th><td>Lyon</td><td class="number">1200.5</td>',
    ),
    lacks=("<h2", "dataframe", "import pandas"),
)
NOTEBOOKS["index-multiple"] = Plain(
    cells=("# a\n" + FRAME, "frame.assign(an=2025).set_index(['ville', 'an'])"),
    has=(
        '<td></td><td></td><th class="number" scope="col">prêts</th></tr>'
        '<tr><th scope="col">ville</th><th scope="col">an</th><td class="number"></td></tr>',
        '<th scope="row">Lyon</th><th scope="row">2025</th><td class="number">1200.5</td>',
    ),
)
NOTEBOOKS["colonnes-multiples"] = Plain(
    cells=(FRAME, "frame.groupby('ville').agg({'prêts': ['sum', 'mean']})"),
    has=('colspan="2" scope="colgroup"', '<th scope="row">Metz</th>'),
)
# A Series is shown as text, as in Jupyter.
NOTEBOOKS["serie"] = Plain(
    cells=(FRAME, "frame['prêts']"),
    has=('<pre class="output">0    1200.5', "dtype: "),
)
NOTEBOOKS["describe"] = Plain(
    cells=("md:# D", FRAME, "md:## Compter", "frame.describe()"),
    has=('<h2 id="compter">Compter</h2>', 'aria-label="Tableau : Compter"', "25%"),
)
# pandas shows the first five rows and the last five.
NOTEBOOKS["coupe"] = Plain(
    cells=("import pandas as pd\npd.DataFrame({'n': range(1000)})",),
    has=('<th scope="row">999</th>',),
    remarks=("a table is cut: 10 of its 1000 rows are in the page",),
)
# The name that pandas gives to a column of a file without one.
NOTEBOOKS["sans-nom"] = Plain(
    cells=("import pandas as pd\npd.DataFrame({'Unnamed: 0': [1], 'b': [2]})",),
    remarks=("a column of a table has no name",),
)
NOTEBOOKS["manquant"] = Plain(
    cells=("import pandas as pd\npd.DataFrame({'n': [1.5, None], 't': ['x', None]})",),
    has=('<td class="number">NaN</td><td>NaN</td>',),
)
# The colours of a Styler go: a page has those of its style sheet alone.
NOTEBOOKS["styler"] = Plain(
    cells=(
        FRAME,
        "frame.style.format(precision=1).background_gradient().set_caption('Des prêts')",
    ),
    has=("<caption>Des prêts</caption>", '<td class="number">1200.5</td>'),
    lacks=("background-color: #",),
)
# --- Figures and pictures ---------------------------------------------------------------------
# The text of the Axes object goes; the figure is described by its own words.
NOTEBOOKS["courbe"] = Plain(
    cells=(
        "md:# C",
        "%matplotlib inline\n" + FRAME + "\nframe.plot(x='ville', title='Les prêts')",
    ),
    has=(
        'alt="Les prêts, ville"',
        "<figure><img",
        "img-src data:",
        "data:image/svg+xml;base64,",
    ),
    lacks=("Axes:",),
    remarks=("a figure is described by “Les prêts, ville” alone",),
)
# A comment of Quarto describes the figure: nothing is remarked.
NOTEBOOKS["courbe-decrite"] = Plain(
    cells=("#| fig-alt: Deux barres, l’une haute.\n" + FRAME + "\nframe.plot.bar(x='ville');",),
    has=('alt="Deux barres, l’une haute."',),
)
NOTEBOOKS["seaborn"] = Plain(
    cells=(
        "md:## Seaborn\n### Barres",
        FRAME + "\nimport seaborn as sns\nsns.barplot(frame, x='ville', y='prêts')",
    ),
    has=('alt="ville, prêts"',),
    remarks=("a figure is described by “ville, prêts” alone",),
)
# Figures without a word of theirs are described by the heading above them.
NOTEBOOKS["deux-figures"] = Plain(
    cells=(
        "md:# Deux",
        "import matplotlib.pyplot as plt\nfor n in (1, 2):\n    plt.figure()\n"
        "    plt.plot([n, 2])\n    plt.show()",
    ),
    has=('alt="Deux"',),
    remarks=("a figure is described by “Deux” alone",),
)
NOTEBOOKS["image-affichee"] = Plain(
    cells=(
        "from IPython.display import Image\nimport base64\n"
        f"Image(base64.b64decode('{PIXELS}'), alt='Du bleu')",
    ),
    has=('alt="Du bleu"',),
)
# --- What libraries show ----------------------------------------------------------------------
# HTML that has words is shown without its style.
NOTEBOOKS["liste"] = Plain(
    cells=(SHOW.format(TREE),),
    has=("<li>Lyon</li>",),
    lacks=("Bunch(",),
)
# HTML that is to be clicked on is not: its text stands for it.
NOTEBOOKS["estimateur"] = Plain(
    cells=(SHOW.format(ESTIMATOR),),
    has=("LinearRegression()",),
    lacks=("rerun",),
)
# What needs a program to be seen isn't in the page, which says so.
NOTEBOOKS["widget"] = Plain(
    cells=("md:Un curseur.", "import ipywidgets\nipywidgets.IntSlider(description='An')"),
    has=("Une commande à manier", "<p>An (IntSlider)</p>"),
    remarks=("isn’t in the page: application/vnd.jupyter.widget-view+json",),
)
NOTEBOOKS["plotly"] = Plain(
    cells=("md:Un mot.", SHOW.format(PLOTLY)),
    has=("Un graphique qu’un programme dessine",),
    lacks=("plot.ly", "Figure("),
    remarks=("isn’t in the page: application/vnd.plotly.v1+json",),
)
NOTEBOOKS["altair"] = Plain(
    cells=("md:Un mot.", SHOW.format(ALTAIR)),
    has=("Un graphique qu’un programme dessine",),
    lacks=("alt.Chart",),
    remarks=("isn’t in the page: application/vnd.vegalite.v5+json",),
)
NOTEBOOKS["folium"] = Plain(
    cells=("md:Un mot.", SHOW.format(FOLIUM)),
    has=("Une autre page, montrée dans un cadre",),
    lacks=("Trusted",),
    remarks=("isn’t in the page: HTML",),
)
# A table of another library is a table of the page, without its scripts and its style.
NOTEBOOKS["great-tables"] = Plain(
    cells=(SHOW.format(GREAT_TABLE),),
    has=("<caption>Prêts</caption>", '<th scope="col">ville</th>', '<td class="number">12'),
    lacks=("alert", "color: red"),
    remarks=("a script isn’t in the page",),
)
# --- Formulas ---------------------------------------------------------------------------------
# Formulas become MathML; a price is no formula.
NOTEBOOKS["formules"] = Plain(
    cells=(
        r"md:# Formules $x$"
        "\n\n"
        r"Soit $a^2 < 1$ et :"
        "\n\n"
        r"$$\frac{a}{b}$$"
        "\n\n"
        r"\begin{align} a &= b \end{align}"
        "\n\nIl coûte de 5 $ à 10 $.",
    ),
    has=(
        "<msup><mi>a</mi><mn>2</mn></msup>",
        "<mfrac>",
        "<mtable",
        "de 5 $ à 10 $",
        'display="block"',
    ),
    lacks=(r"\frac", r"\begin"),
)
NOTEBOOKS["sympy"] = Plain(
    cells=(SHOW.format(SYMPY),),
    has=("<mfrac>", "<msup>"),
    lacks=("x**2",),
)
# A formula that may be wider than a telephone stands in a box that scrolls.
NOTEBOOKS["formule-longue"] = Plain(
    cells=("md:$$" + " + ".join(f"a_{{{number}}}" for number in range(40)) + "$$",),
    has=('<p><span class="scroll" role="group" tabindex="0"', "</math></span></p>"),
)
NOTEBOOKS["formule-fausse"] = Plain(
    cells=(r"md:Soit $\inconnue{a}$, $\left( x$.",),
    remarks=(r"a formula isn’t understood: \inconnue", r"a formula isn’t understood: \left( x"),
)
# --- Pictures of Markdown ---------------------------------------------------------------------
# A file beside the notebook goes into the page, an event of its tag doesn't.
NOTEBOOKS["image-a-cote"] = Plain(
    cells=("md:![Du bleu](bleu.png)\n\n<img src='bleu.png' alt='Encore' onload='x()'>",),
    has=(f'<img src="data:image/png;base64,{PIXELS}" alt="Du bleu">', 'alt="Encore"'),
    lacks=("onload",),
)
# A picture of the web would ask it: a link stands for it.
NOTEBOOKS["image-ailleurs"] = Plain(
    cells=("md:# I\n\n![Une carte](https://exemple.fr/carte.png) ![Rien](./) <img src=''>",),
    has=('<a href="https://exemple.fr/carte.png">Une carte</a>',),
    lacks=("<img",),
    remarks=(
        "a picture isn’t in the page: https://exemple.fr",
        "a picture isn’t in the page: ./",
    ),
)
NOTEBOOKS["image-jointe"] = Plain(
    cells=("md:![Du bleu](attachment:bleu.png)",),
    has=(f'<img src="data:image/png;base64,{PIXELS}" alt="Du bleu">',),
    attachments={"bleu.png": {"image/png": PIXELS}},
)
# A drawing of many points weighs less as pixels.
NOTEBOOKS["nuage"] = Plain(
    cells=(
        "import matplotlib.pyplot as plt\nfig, ax = plt.subplots()\n"
        "ax.set_title('Des points')\n"
        "ax.plot(range(50_000), [n % 97 for n in range(50_000)], '.');",
    ),
    has=("data:image/png;base64,", 'alt="Des points"'),
    lacks=("data:image/svg",),
    remarks=("a figure is described by “Des points” alone",),
)
# An SVG of another program is a picture: its script can't run there.
NOTEBOOKS["svg"] = Plain(
    cells=("md:# S", SHOW.format(SVG)),
    has=("data:image/svg+xml;base64,",),
    lacks=("alert",),
    remarks=("a figure is described by “S” alone",),
)
# --- What is printed, what fails, what is tagged ----------------------------------------------
# Folded, without the colours of a terminal, and without what a carriage return wrote over;
# warnings (`stderr`) aren't in the page.
NOTEBOOKS["imprime"] = Plain(
    cells=(
        "import sys\nprint('bonjour')\nprint('\\x1b[31m50 %\\rfini')",
        "print('tu', file=sys.stderr)",
    ),
    has=('<summary>Ce que le programme écrit</summary><pre class="output">bonjour\nfini',),
    lacks=("50 %", "tu</pre>", "\x1b"),
)
NOTEBOOKS["echec-voulu"] = Plain(
    cells=("1 / 0@raises-exception", "md:La suite."),
    has=("ZeroDivisionError: division by zero", "<p>La suite.</p>"),
    lacks=("Traceback",),
)
# The tags of nbconvert, Jupyter Book and papermill; code is shown, as the notebook asks for it.
NOTEBOOKS["etiquettes"] = Plain(
    cells=(
        "md:Un@remove_cell",
        "md:Deux",
        "print('trois')@hide-output",
        "print('quatre')@notebook",
        "print('cinq')@remove-input",
        "print('six')",
    ),
    has=("Deux", "cinq", "<summary>Code</summary>", "print('six')"),
    lacks=(">Un<", "trois</pre>", "quatre", "print('cinq')"),
    metadata={"code": True},
)
NOTEBOOKS["saute"] = Plain(
    cells=("md:Un mot.", "1 / 0@skip-execution"),
    has=("Un mot.",),
    lacks=("ZeroDivision",),
)
# --- Languages and headings -------------------------------------------------------------------
# A call, or the notebook's metadata, says which language the page's own words have.
NOTEBOOKS["anglais"] = Plain(
    cells=(
        "from annual_report import language\nlanguage('en')",
        "md:# Loans",
        "print('so many')",
    ),
    has=('<html lang="en">', "What the program prints", "Skip to the content"),
)
NOTEBOOKS["anglais-dit"] = Plain(
    cells=("md:# Loans", "print(1)"),
    has=('<html lang="en">',),
    metadata={"lang": "en"},
)
# Levels of headings follow one another in a page; a link finds the heading that it means.
NOTEBOOKS["titres"] = Plain(
    cells=(
        "md:# T\n\n<!-- <h2>Non</h2> -->\n\n[au bout](#La-fin), [rien](#nulle-part), "
        "[voisin](autre.ipynb)",
        "md:### Un\n###### Deux\nUn mot.\n### Un\nUn mot.\n\n### La fin\nUn mot.",
    ),
    has=(
        '<h2 id="un">Un</h2>',
        "<h3>Deux</h3>",
        '<h2 id="un-2">',
        '<a href="#la-fin">au bout</a>',
        "<a>rien</a>",
        ", voisin</p>",
    ),
    lacks=("Non",),
    remarks=("a link leads to a file that isn’t in the page: autre.ipynb",),
)
NOTEBOOKS["sans-titre"] = Plain(
    cells=("md:Un mot.", "40 + 2"),
    has=("<h1>Sans titre</h1>", ">42</pre>"),
)
NOTEBOOKS["titre-montre"] = Plain(
    cells=(
        "from IPython.display import HTML, Markdown, display\n"
        "display(Markdown('# Montré\\n\\n## Ensuite\\n\\n*Oui*'))\n"
        "HTML('<div><h1>Boîte</h1></div>')",
    ),
    has=(
        "<h1>Montré</h1>",
        '<h2 id="ensuite">Ensuite</h2>',
        "<em>Oui</em>",
        "<strong>Boîte</strong>",
    ),
)
# Notebooks of Jupyter before 2020 have cells without ids.
NOTEBOOKS[OLDER] = Plain(
    cells=("md:# Ancien", "md:### Un\n\nMot.", "md:### Deux\n\nMot.", "md:# Trois", "object()"),
    has=("<h2>Un</h2>", "<h2>Deux</h2>", 'data-cell="cell-2"', "&lt;object&gt;"),
    minor=2,
)
# --- The rest ---------------------------------------------------------------------------------
# A table without heads only sets things beside each other.
NOTEBOOKS["tetes-vides"] = Plain(
    cells=("md:|   |   |\n|---|---|\n| 0 | 1 |",),
    has=('<table role="presentation">', "<td>0</td>"),
)
# sympy also draws its formula: one of both is in the page.
NOTEBOOKS["formule-dessinee"] = Plain(
    cells=(SHOW.format(SYMPY | {"image/png": PIXELS}),),
    has=("<mfrac>",),
    lacks=("<img",),
)
# Places on a machine are veiled in texts, but not in what a program printed, which is remarked.
NOTEBOOKS["lieux"] = Plain(
    cells=(
        "md:Lu de /home/marie/notes/prets.csv, puis de C:\\Users\\marie\\b.csv.",
        "import sys\nprint('/srv/secret')\nprint('/srv/ailleurs', file=sys.stderr)",
    ),
    has=("Lu de …/prets.csv, puis de …/b.csv.", '<pre class="output">/srv/secret</pre>'),
    lacks=("marie", "ailleurs"),
    remarks=(
        "veiled, as a place on a machine: …/prets.csv, …/b.csv",
        "names places on a machine, which stay: /srv/secret",
    ),
)
NOTEBOOKS["joindre"] = Plain(
    cells=("md:Écrire à marie@exemple.fr ou au 01 23 45 67 89 ; Marie Dupont répond.",),
    has=("marie@exemple.fr",),
    remarks=("holds an e-mail address", "“Marie Dupont” looks like a person’s name"),
)


def write_plain_notebooks(folder: Path) -> None:
    """Write all of them, and the picture that one of them has beside it."""
    for name, plain in NOTEBOOKS.items():
        nbformat.write(make_notebook(plain), folder / f"{name}.ipynb")
    (folder / "bleu.png").write_bytes(picture())


def make_notebook(plain: Plain) -> NotebookNode:
    """Make a notebook of its cells, which haven't been run."""
    cells = []
    for number, source in enumerate(plain.cells):
        cells.append(_make_cell(number, source))
    if plain.attachments:
        cells[0].attachments = plain.attachments
    if plain.minor < 5:
        for cell in cells:
            del cell["id"]
    kernel = {"name": "python3", "language": "python", "display_name": "Python 3"}
    metadata = {"lang": "fr", **plain.metadata, "kernelspec": kernel}
    return nbformat.v4.new_notebook(cells=cells, metadata=metadata, nbformat_minor=plain.minor)


def _make_cell(number: int, source: str) -> NotebookNode:
    """Make a cell of a source as it stands in `Plain.cells`."""
    tags = []
    before, at, tag = source.rpartition("@")
    # Other sources have an @ too, as in an e-mail address, but never with one word behind it.
    if at and tag.replace("-", "").replace("_", "").isalpha():
        source = before
        tags = [tag]
    about = {"id": f"cell-{number}", "metadata": {"tags": tags}}
    if source.startswith("md:"):
        return nbformat.v4.new_markdown_cell(source.removeprefix("md:"), **about)
    return nbformat.v4.new_code_cell(source, **about)
