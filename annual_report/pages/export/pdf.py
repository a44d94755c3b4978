"""From a finished page to a tagged PDF/UA-1 file, and from that to a picture of its first sheet.

It is the only module that knows WeasyPrint and PDFium.

It is an extra, asked for by `build --pdf`: both come by requirements-pdf.txt, and the libraries
that WeasyPrint draws with (Pango) by the system. The page's own print styles hold, and pdf.css adds
what this way to paper needs. The same page gives the same bytes with the same fonts.
"""

import io
import logging
import re

from annual_report.errors import ParameterError
from annual_report.messages import _
from annual_report.pages.export.exporter import template
from annual_report.pages.look.palette import colours
from annual_report.project import getting

DRAWING = re.compile(r"<svg (?=[^>]*viewBox)([^>]*?) aria-label=\"([^\"]*)\"([^>]*)>")
NAMES = re.compile(
    r'<g fill="[^"]*"([^>]* class="[^"]*\b(?:place|halo)\b(?: on-(here|new|left|accent))?[^>]*)>'
    r"(.*?)</g>"
)
"""Texts that a style sheet gives a halo: what they are like, what they stand on, and they."""
HALO = '<g fill="none" stroke="{}" stroke-width="3" stroke-linejoin="round"{}>{}</g>'
SANS = re.compile(r"--sans:([^;}]*)")
CHAPTER = re.compile(r'<h2 id="([^"]*)"><span class="hidden">([^<]*)</span>([^<]*)</h2>')
TITLE_LINES = re.compile(r"(<h1>[^<]*)<span>([^<]*)</span>")
PIXELS = 1200
"""Width of a picture: what those who post one ask for, and a telephone still reads."""
TAKEN = re.compile(r"<p class=\"take\">.*?</p>", re.DOTALL)
FOLDED = re.compile(
    r"(</figcaption>)\s*<details>\s*<summary>.*?</summary>(.*?)</details>", re.DOTALL
)
OTHERS = re.compile(r"<details>\s*<summary>(.*?)</summary>(.*?)</details>", re.DOTALL)
ANNEX = """<section class="chapter plain" aria-labelledby="donnees-des-figures"><div class="body">
<h2 id="donnees-des-figures">Les données des figures</h2>
{}
</div></section>
</main>"""


def check_available() -> None:
    """Raise ParameterError, in one line, if PDF files can't be made here."""
    try:
        import pypdfium2  # noqa: F401
        import weasyprint  # noqa: F401
    except ImportError:
        raise ParameterError(
            _("--pdf needs WeasyPrint: {command}", command=getting("pdf"))
        ) from None
    except OSError:
        raise ParameterError(
            _(
                "--pdf needs the Pango library; on Debian or Ubuntu: apt-get install "
                "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0; elsewhere: "
                "https://doc.courtbouillon.org/weasyprint/stable/first_steps.html"
            )
        ) from None


def to_pdf(html: str) -> bytes:
    """Return the PDF of a page: tagged, in French, with its title, outline and alternatives."""
    from weasyprint import HTML
    from weasyprint.urls import URLFetcher

    # What browsers know and WeasyPrint doesn't is no news: the style sheet is made for both.
    logging.getLogger("weasyprint").setLevel(logging.CRITICAL)
    within = URLFetcher(allowed_protocols=("data",))  # a page has all that it needs
    document = HTML(string=for_paper(html), url_fetcher=within)
    return bytes(document.write_pdf(pdf_variant="pdf/ua-1"))


def to_picture(pdf: bytes) -> bytes:
    """Return the first sheet of a PDF as a PNG picture, to post where a page can't be.

    It has 256 colours, which is a third of the weight, and nothing beside its pixels.
    """
    from PIL import Image
    from pypdfium2 import PdfDocument

    with PdfDocument(pdf) as document:
        sheet = document[0]
        drawn = sheet.render(scale=PIXELS / sheet.get_width()).to_pil().convert("RGB")
    stream = io.BytesIO()
    few = drawn.quantize(256, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    few.save(stream, "PNG", optimize=True)
    return stream.getvalue()


def for_paper(html: str) -> str:
    """Ready a page's markup: what PDF readers say of a figure is its whole alternative.

    A drawing's text takes the page's font and has its halo drawn below it, a chapter keeps its
    number in the outline, and the data that are folded below a figure stand at the end, where a
    reader with no eyes for drawings has them; what else is folded is open.
    """
    html = TAKEN.sub("", html)
    folded = [data.strip() for _caption, data in FOLDED.findall(html)]
    html = OTHERS.sub(r"<h3>\1</h3>\2", FOLDED.sub(r"\1", html))
    if folded:
        cells = "\n".join(f'<div class="cell">{each}</div>' for each in folded)
        html = html.replace("</main>", ANNEX.format(cells), 1)
    html = html.replace("</style>", f"{template('pdf.css')}</style>", 1)
    html = TITLE_LINES.sub(r"\1<br>\2", html)  # one heading, not one in another
    html = CHAPTER.sub(r'<h2 id="\1" data-outline="\2\3">\3</h2>', html)
    fonts = re.sub(r"[^\w ,-]", "", (SANS.findall(html) or ["sans-serif"])[-1]).replace(", ", ",")
    drawing = rf'<svg font-family="{fonts.strip()}" \1\3><title>\2</title>'
    return DRAWING.sub(drawing, NAMES.sub(_with_halo, html))


def _with_halo(names: re.Match[str]) -> str:
    """Draw a halo: WeasyPrint strokes a text above its letters alone."""
    look, on, texts = names.groups()
    return HALO.format(colours()[on or "paper"], look, texts) + names[0]
