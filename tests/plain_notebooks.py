"""Notebooks of the kinds that people have, none of which says what goes into its page.

Each is a few cells in Python and Markdown, with what its page has, what it hasn't, and what is
remarked of it. What libraries show that aren't installed here is shown by hand, in their types.
"""

import base64
import io
import re
from dataclasses import dataclass, field
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from PIL import Image

TAGGED = re.compile(r"(.*?)(?:@([a-z_-]+))?", re.DOTALL)


@dataclass(frozen=True)
class Plain:
    """A notebook: its cells, Markdown where they begin with `md:`, with a tag behind `@`."""

    cells: tuple[str, ...]
    has: tuple[str, ...] = ()
    lacks: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    metadata: dict[str, object] = field(default_factory=dict)
    attachments: dict[str, dict[str, str]] = field(default_factory=dict)
    """Those of its first cell."""
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
NOTEBOOKS = {
    "tableau": Plain(
        ("md:# Un tableau\n\nDes prêts.", FRAME, "frame"),
        ("<h1>Un tableau</h1>", "<p>Des prêts.</p>", 'aria-label="Tableau : Un tableau"',
         '<th scope="col">ville</th><th class="number" scope="col">prêts</th>',
         '<th scope="row">0</th><td>Lyon</td><td class="number">1200.5</td>'),
        ("<h2", "dataframe", "import pandas"),
    ),
    "index-multiple": Plain(
        ("# a\n" + FRAME, "frame.assign(an=2025).set_index(['ville', 'an'])"),
        ('<td></td><td></td><th class="number" scope="col">prêts</th></tr>'
         '<tr><th scope="col">ville</th><th scope="col">an</th><td class="number"></td></tr>',
         '<th scope="row">Lyon</th><th scope="row">2025</th><td class="number">1200.5</td>'),
    ),
    "colonnes-multiples": Plain(
        (FRAME, "frame.groupby('ville').agg({'prêts': ['sum', 'mean']})"),
        ('colspan="2" scope="colgroup"', '<th scope="row">Metz</th>'),
    ),
    "serie": Plain((FRAME, "frame['prêts']"), ('<pre class="output">0    1200.5', "dtype: ")),
    "describe": Plain(
        ("md:# D", FRAME, "md:## Compter", "frame.describe()"),
        ('<h2 id="compter">Compter</h2>', 'aria-label="Tableau : Compter"', "25%"),
    ),
    "coupe": Plain(
        ("import pandas as pd\npd.DataFrame({'n': range(1000)})",),
        ('<th scope="row">999</th>',),
        remarks=("a table is cut: 10 of its 1000 rows are in the page",),
    ),
    "sans-nom": Plain(
        ("import pandas as pd\npd.DataFrame({'Unnamed: 0': [1], 'b': [2]})",),
        remarks=("a column of a table has no name",),
    ),
    "manquant": Plain(
        ("import pandas as pd\npd.DataFrame({'n': [1.5, None], 't': ['x', None]})",),
        ('<td class="number">NaN</td><td>NaN</td>',),
    ),
    "styler": Plain(
        (FRAME, "frame.style.format(precision=1).background_gradient().set_caption('Des prêts')"),
        ("<caption>Des prêts</caption>", '<td class="number">1200.5</td>'),
        ("background-color: #",),
    ),
    "courbe": Plain(
        ("md:# C", "%matplotlib inline\n" + FRAME + "\nframe.plot(x='ville', title='Les prêts')"),
        ('alt="Les prêts, ville"', "<figure><img", "img-src data:", "data:image/svg+xml;base64,"),
        ("Axes:",),
        ("a figure is described by “Les prêts, ville” alone",),
    ),
    "courbe-decrite": Plain(
        ("#| fig-alt: Deux barres, l’une haute.\n" + FRAME + "\nframe.plot.bar(x='ville');",),
        ('alt="Deux barres, l’une haute."',),
    ),
    "seaborn": Plain(
        ("md:## Seaborn\n### Barres", FRAME + "\nimport seaborn as sns\n"
         "sns.barplot(frame, x='ville', y='prêts')"),
        ('alt="ville, prêts"',),
        remarks=("a figure is described by “ville, prêts” alone",),
    ),
    "deux-figures": Plain(
        ("md:# Deux", "import matplotlib.pyplot as plt\nfor n in (1, 2):\n    plt.figure()\n"
         "    plt.plot([n, 2])\n    plt.show()"),
        ('alt="Deux"',),
        remarks=("a figure is described by “Deux” alone",),
    ),
    "image-affichee": Plain(
        ("from IPython.display import Image\nimport base64\n"
         f"Image(base64.b64decode('{PIXELS}'), alt='Du bleu')",),
        ('alt="Du bleu"',),
    ),
    "liste": Plain((SHOW.format(TREE),), ("<li>Lyon</li>",), ("Bunch(",)),
    "estimateur": Plain((SHOW.format(ESTIMATOR),), ("LinearRegression()",), ("rerun",)),
    "widget": Plain(
        ("md:Un curseur.", "import ipywidgets\nipywidgets.IntSlider(description='An')"),
        ("Une commande à manier", "<p>An (IntSlider)</p>"),
        remarks=("isn’t in the page: application/vnd.jupyter.widget-view+json",),
    ),
    "plotly": Plain(("md:Un mot.", SHOW.format(PLOTLY)), ("Un graphique qu’un programme dessine",),
                    ("plot.ly", "Figure("),
                    remarks=("isn’t in the page: application/vnd.plotly.v1+json",)),
    "altair": Plain(("md:Un mot.", SHOW.format(ALTAIR)), ("Un graphique qu’un programme dessine",),
                    ("alt.Chart",),
                    remarks=("isn’t in the page: application/vnd.vegalite.v5+json",)),
    "folium": Plain(("md:Un mot.", SHOW.format(FOLIUM)), ("Une autre page, montrée dans un cadre",),
                    ("Trusted",),
                    remarks=("isn’t in the page: HTML",)),
    "great-tables": Plain(
        (SHOW.format(GREAT_TABLE),),
        ("<caption>Prêts</caption>", '<th scope="col">ville</th>', '<td class="number">12'),
        ("alert", "color: red"),
        ("a script isn’t in the page",),
    ),
    "formules": Plain(
        (r"md:# Formules $x$" "\n\n" r"Soit $a^2 < 1$ et :" "\n\n" r"$$\frac{a}{b}$$" "\n\n"
         r"\begin{align} a &= b \end{align}" "\n\nIl coûte de 5 $ à 10 $.",),
        ("<msup><mi>a</mi><mn>2</mn></msup>", "<mfrac>", "<mtable", "de 5 $ à 10 $",
         'display="block"'),
        (r"\frac", r"\begin"),
    ),
    "sympy": Plain((SHOW.format(SYMPY),), ("<mfrac>", "<msup>"), ("x**2",)),
    "formule-longue": Plain(
        ("md:$$" + " + ".join(f"a_{{{number}}}" for number in range(40)) + "$$",),
        ('<p><span class="scroll" role="group" tabindex="0"', "</math></span></p>"),
    ),
    "formule-fausse": Plain(
        (r"md:Soit $\inconnue{a}$, $\left( x$.",),
        remarks=(r"a formula isn’t understood: \inconnue", r"a formula isn’t understood: \left( x"),
    ),
    "image-a-cote": Plain(
        ("md:![Du bleu](bleu.png)\n\n<img src='bleu.png' alt='Encore' onload='x()'>",),
        (f'<img src="data:image/png;base64,{PIXELS}" alt="Du bleu">', 'alt="Encore"'),
        ("onload",),
    ),
    "image-ailleurs": Plain(
        ("md:# I\n\n![Une carte](https://exemple.fr/carte.png) ![Rien](./) <img src=''>",),
        ('<a href="https://exemple.fr/carte.png">Une carte</a>',),
        ("<img",),
        ("a picture isn’t in the page: https://exemple.fr", "a picture isn’t in the page: ./"),
    ),
    "image-jointe": Plain(
        ("md:![Du bleu](attachment:bleu.png)",),
        (f'<img src="data:image/png;base64,{PIXELS}" alt="Du bleu">',),
        attachments={"bleu.png": {"image/png": PIXELS}},
    ),
    "nuage": Plain(
        ("import matplotlib.pyplot as plt\nfig, ax = plt.subplots()\nax.set_title('Des points')\n"
         "ax.plot(range(50_000), [n % 97 for n in range(50_000)], '.');",),
        ("data:image/png;base64,", 'alt="Des points"'),
        ("data:image/svg",),
        ("a figure is described by “Des points” alone",),
    ),
    "svg": Plain(("md:# S", SHOW.format(SVG)), ("data:image/svg+xml;base64,",), ("alert",),
                 ("a figure is described by “S” alone",)),
    "imprime": Plain(
        ("import sys\nprint('bonjour')\nprint('\\x1b[31m50 %\\rfini')",
         "print('tu', file=sys.stderr)"),
        ('<summary>Ce que le programme écrit</summary><pre class="output">bonjour\nfini',),
        ("50 %", "tu</pre>", "\x1b"),
    ),
    "echec-voulu": Plain(
        ("1 / 0@raises-exception", "md:La suite."),
        ("ZeroDivisionError: division by zero", "<p>La suite.</p>"),
        ("Traceback",),
    ),
    "etiquettes": Plain(
        ("md:Un@remove_cell", "md:Deux", "print('trois')@hide-output", "print('quatre')@notebook",
         "print('cinq')@remove-input", "print('six')"),
        ("Deux", "cinq", "<summary>Code</summary>", "print('six')"),
        (">Un<", "trois</pre>", "quatre", "print('cinq')"),
        metadata={"code": True},
    ),
    "saute": Plain(("md:Un mot.", "1 / 0@skip-execution"), ("Un mot.",), ("ZeroDivision",)),
    "anglais": Plain(
        ("from annual_report import language\nlanguage('en')", "md:# Loans", "print('so many')"),
        ('<html lang="en">', "What the program prints", "Skip to the content"),
    ),
    "anglais-dit": Plain(("md:# Loans", "print(1)"), ('<html lang="en">',),
                         metadata={"lang": "en"}),
    "titres": Plain(
        ("md:# T\n\n<!-- <h2>Non</h2> -->\n\n[au bout](#La-fin), [rien](#nulle-part), "
         "[voisin](autre.ipynb)",
         "md:### Un\n###### Deux\nUn mot.\n### Un\nUn mot.\n\n### La fin\nUn mot."),
        ('<h2 id="un">Un</h2>', "<h3>Deux</h3>", '<h2 id="un-2">', '<a href="#la-fin">au bout</a>',
         "<a>rien</a>", ", voisin</p>"),
        ("Non",),
        ("a link leads to a file that isn’t in the page: autre.ipynb",),
    ),
    "sans-titre": Plain(("md:Un mot.", "40 + 2"), ("<h1>Sans titre</h1>", ">42</pre>")),
    "titre-montre": Plain(
        ("from IPython.display import HTML, Markdown, display\n"
         "display(Markdown('# Montré\\n\\n## Ensuite\\n\\n*Oui*'))\n"
         "HTML('<div><h1>Boîte</h1></div>')",),
        ("<h1>Montré</h1>", '<h2 id="ensuite">Ensuite</h2>', "<em>Oui</em>",
         "<strong>Boîte</strong>"),
    ),
    OLDER: Plain(
        ("md:# Ancien", "md:### Un\n\nMot.", "md:### Deux\n\nMot.", "md:# Trois", "object()"),
        ("<h2>Un</h2>", "<h2>Deux</h2>", 'data-cell="cell-2"', "&lt;object&gt;"),
        minor=2,
    ),
    "tetes-vides": Plain(
        ("md:|   |   |\n|---|---|\n| 0 | 1 |",),
        ('<table role="presentation">', "<td>0</td>"),
    ),
    "formule-dessinee": Plain(
        (SHOW.format(SYMPY | {"image/png": PIXELS}),), ("<mfrac>",), ("<img",)
    ),
    "lieux": Plain(
        ("md:Lu de /home/marie/notes/prets.csv, puis de C:\\Users\\marie\\b.csv.",
         "import sys\nprint('/srv/secret')\nprint('/srv/ailleurs', file=sys.stderr)"),
        ("Lu de …/prets.csv, puis de …/b.csv.", '<pre class="output">/srv/secret</pre>'),
        ("marie", "ailleurs"),
        ("veiled, as a place on a machine: …/prets.csv, …/b.csv",
         "names places on a machine, which stay: /srv/secret"),
    ),
    "joindre": Plain(
        ("md:Écrire à marie@exemple.fr ou au 01 23 45 67 89 ; Marie Dupont répond.",),
        ("marie@exemple.fr",),
        remarks=("holds an e-mail address", "“Marie Dupont” looks like a person’s name"),
    ),
}  # fmt: skip
"""By the names of their files; each is one of the kinds that tutorials and colleagues have."""


def write_plain_notebooks(folder: Path) -> None:
    """Write all of them, and the picture that one of them has beside it."""
    for name, plain in NOTEBOOKS.items():
        nbformat.write(make_notebook(plain), folder / f"{name}.ipynb")
    (folder / "bleu.png").write_bytes(picture())


def make_notebook(plain: Plain) -> NotebookNode:
    """Make a notebook, not run, of its cells."""
    cells = [_make_cell(number, written) for number, written in enumerate(plain.cells)]
    if plain.attachments:
        cells[0].attachments = plain.attachments
    kernel = {"name": "python3", "language": "python", "display_name": "Python 3"}
    metadata = {"lang": "fr", **plain.metadata, "kernelspec": kernel}
    for cell in cells if plain.minor < 5 else ():
        del cell["id"]
    return nbformat.v4.new_notebook(cells=cells, metadata=metadata, nbformat_minor=plain.minor)


def _make_cell(number: int, written: str) -> NotebookNode:
    parts = TAGGED.fullmatch(written)
    assert parts
    source, tag = parts.groups()
    given = {"id": f"cell-{number}", "metadata": {"tags": [tag] if tag else []}}
    if source.startswith("md:"):
        return nbformat.v4.new_markdown_cell(source.removeprefix("md:"), **given)
    return nbformat.v4.new_code_cell(source, **given)
