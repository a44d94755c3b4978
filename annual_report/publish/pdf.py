"""From a finished page to a tagged PDF/UA-1 file; the only module that knows WeasyPrint.

It is an extra, asked for by `build --pdf`: WeasyPrint comes by requirements-pdf.txt, and the
libraries that it draws with (Pango) by the system. The page's own print styles hold, and pdf.css
adds what this way to paper needs. The same page gives the same bytes with the same fonts.
"""

import logging
import re

from annual_report.errors import ParameterError
from annual_report.messages import _
from annual_report.project import getting
from annual_report.publish.exporter import template

DRAWING = re.compile(r"<svg (?=[^>]*viewBox)")
TITLES = re.compile(r"<title id=\"[^\"]*\">([^<]*)</title><desc id=\"[^\"]*\">([^<]*)</desc>")
CHAPTER = re.compile(r'<h2 id="([^"]*)"><span class="hidden">([^<]*)</span>([^<]*)</h2>')
TITLE_LINES = re.compile(r"(<h1>[^<]*)<span>([^<]*)</span>")
FOLDED = re.compile(r"<details>.*?</details>|<p class=\"take\">.*?</p>", re.DOTALL)


def check_available() -> None:
    """Raise ParameterError, in one line, if PDF files can't be made here."""
    try:
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

    # What browsers know and WeasyPrint doesn't is no news: the style sheet is made for both.
    logging.getLogger("weasyprint").setLevel(logging.CRITICAL)
    document = HTML(string=for_paper(html), url_fetcher=_fetch_nothing)
    return bytes(document.write_pdf(pdf_variant="pdf/ua-1"))


def for_paper(html: str) -> str:
    """Ready a page's markup: what PDF readers say of a figure is its whole alternative.

    A drawing's text takes a plain font, a chapter keeps its number in the outline, and what is
    folded on screen stays there.
    """
    html = FOLDED.sub("", html)
    html = html.replace("</style>", f"{template('pdf.css')}</style>", 1)
    html = TITLE_LINES.sub(r"\1<br>\2", html)  # one heading, not one in another
    html = TITLES.sub(r"<title>\1 \2</title>", html)
    html = CHAPTER.sub(r'<h2 id="\1" data-outline="\2\3">\3</h2>', html)
    return DRAWING.sub('<svg font-family="sans-serif" ', html)


def _fetch_nothing(url: str, *_rest: object, **_options: object) -> dict[str, object]:
    """Refuse to load anything: a page has all that it needs."""
    raise ValueError(url)
