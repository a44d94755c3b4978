"""Filling a phrase: its file, the values of a notebook, what the network calls itself.

Whatever is wrong with a phrase is a PhraseError that names its file, line and name; it fails the
page that tells it, and no other.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Set
from contextlib import suppress
from functools import lru_cache
from itertools import pairwise
from traceback import walk_tb
from types import MappingProxyType
from typing import Any

from jinja2 import Template, TemplateError, TemplateSyntaxError, UndefinedError, meta
from jinja2.exceptions import SecurityError
from markupsafe import Markup

from annual_report.base.errors import PhraseError
from annual_report.base.french.prose import ALLOWED_TAGS, parse_markdown, render_markdown
from annual_report.base.french.typography import typeset
from annual_report.base.letters import find_nearest
from annual_report.base.messages import _, add_nearest
from annual_report.base.project import NOTEBOOKS
from annual_report.machine.pages.fragment import Fragment
from annual_report.network.phrases.environment import give_function, make_environment
from annual_report.network.phrases.frame_words import DATA
from annual_report.network.phrases.grammar import find_wrong_parts
from annual_report.network.phrases.names import is_readable
from annual_report.network.phrases.sentences import write_sentences
from annual_report.network.phrases.values import make_plain
from annual_report.network.reading.settings import Settings
from annual_report.network.territories.institutions import departments_by_code, find_institution
from annual_report.network.territories.reference import find_source

FOLDER = "phrases"
"""Where phrases are: in `notebooks/`, and beside a network's descriptor."""
FIGURE = {"constat": "finding", "description": "alternative", "note": "note", "données": "of",
          "chapeau": "chapeau"}  # fmt: skip
"""The blocks that hold sentences or name data, and what `publish` or `front` calls them."""
LEGEND, ENTRY = "légende", re.compile(r"- *([^:]+?)\s*: *((?:(?!- [^:]*:).)+)")
"""The block that says what a chart's signs are, and a line of it: a sign, and its words.

Words that hold another such line are two, of which the first has lost its end."""
LARGEST = 8_192
"""Bytes of a phrase: the longest of the program has a quarter of them."""
SOURCE = re.compile(r"Sources?\s*:")
"""How a paragraph begins that is a note."""
TAGS = ALLOWED_TAGS | {"h3", "h4"}
ESCAPED = re.compile(r"\\([\\`*_\[\]<>#|.)+-])")
DRESSED = ("p", "ul", "ol")


def read_phrase(name: str) -> str | None:
    """Read a phrase of the program; None if it has none of that name.

    The file is opened each time: who records what a page is made of sees it.
    """
    try:
        return (NOTEBOOKS / FOLDER / f"{name}.md").read_text(encoding="utf-8")
    except FileNotFoundError:
        return None


def prepare_phrases() -> None:
    """Read all phrases of the program once: each takes five milliseconds, and a page has twenty."""
    for file in (NOTEBOOKS / FOLDER).glob("*.md"):
        with suppress(PhraseError):  # the page that tells it will say so
            _read_template(file.name, file.read_text(encoding="utf-8"))


def fill_phrase(name: str, source: str, settings: Settings, values: Mapping[str, Any]) -> Fragment:
    """Fill a phrase; return its paragraphs, lists and headings, nothing where it says nothing.

    A `look` among the values is the class of its paragraphs and lists.
    """
    given = dict(values)
    look = str(given.pop("look", ""))
    tokens = parse_markdown(write_sentences(_fill(name, source, settings, given)[""]))
    for token, text in pairwise(tokens):
        # What stands in an item of a list looks as the list does.
        if token.level == 0 and token.nesting == 1 and token.tag in DRESSED:
            dress = "note" if token.tag == "p" and SOURCE.match(text.content) else look
            if dress:
                token.attrSet("class", dress)
    html = (render_markdown(tokens, TAGS) or "").replace("strong>", "b>")
    return Fragment(Markup(html))


class FigureWords(dict[str, Any]):
    """The words of a figure, under the names that `publish` takes, and what its signs are.

    `legend` is for the chart that draws them, by the values of its frame; empty without any.
    """

    legend: Mapping[Any, str] = MappingProxyType({})


def fill_figure(
    name: str, source: str, settings: Settings, values: Mapping[str, Any]
) -> FigureWords:
    """Fill the blocks of a figure's phrase; return them under the names that `publish` takes.

    Other blocks keep their names, and are no sentences: a heading, a unit, a link. The lines of a
    `légende`, "- arrivé : nouveaux membres", say what each sign of a chart is.
    """
    filled = _fill(name, source, settings, values)
    # A sign is a value of the chart's frame: only its words are printed.
    legend = dict(_read_legend(f"{name}.md", source, filled.pop(LEGEND, "")))
    plain = {
        block: ESCAPED.sub(r"\1", write_sentences(text, as_sentences=block in FIGURE))
        for block, text in filled.items()
        if block
    }
    words = FigureWords({FIGURE.get(each, each): typeset(text) for each, text in plain.items()})
    words.legend = legend
    if "of" in words:
        words["of"] = words["of"].removeprefix(DATA)
    return words


def _read_legend(file: str, source: str, text: str) -> Iterator[tuple[str, str]]:
    """Yield the signs of a legend and their words; raise PhraseError for a line that is neither."""
    for filled in filter(str.strip, text.splitlines()):
        line = ESCAPED.sub(r"\1", write_sentences(filled.strip(), as_sentences=False))
        entry = ENTRY.fullmatch(line)
        if entry is None:
            head = line.partition(":")[0].strip()
            lines = enumerate(source.splitlines(), 1)
            number = next((at for at, each in lines if head in each), None)
            raise PhraseError(file, number, _("each line of “légende” is “- sign : words”"))
        yield entry[1], typeset(entry[2])


def check_phrase(name: str, source: str) -> list[tuple[int, str]]:
    """Return what is wrong with a network's own phrase, and what it leaves out, by line.

    What the program's phrase of that name says, and this one doesn't know, stands at line 0.
    """
    try:
        names = _read_template(f"{name}.md", source)[1]
    except PhraseError as error:
        return [(error.line or 1, error.what)]
    program = read_phrase(name)
    left = sorted(_read_template(f"{name}.md", program)[1] - names) if program else []
    what = _("the program’s phrase has {names}, which this one doesn’t say", names=", ".join(left))
    return [(0, what)] if left else []


def _fill(name: str, source: str, settings: Settings, values: Mapping[str, Any]) -> dict[str, str]:
    """Return the text of a phrase under "", and that of each of its blocks."""
    file = f"{name}.md"
    template = _read_template(file, source)[0]
    known = list_given_words(settings)
    try:
        given = {key: make_plain(value, key) for key, value in values.items()} | known
    except TypeError as error:
        raise PhraseError(file, None, str(error)) from error
    context = template.new_context(given)
    try:
        found = {"": "".join(template.root_render_func(context))}
        return found | {key: "".join(each(context)) for key, each in template.blocks.items()}
    except (TemplateError, AttributeError, LookupError, TypeError, ValueError) as error:
        what = _say_reason(error, {*values, *known})
        raise PhraseError(file, _find_line(error), what) from error


def list_given_words(settings: Settings) -> dict[str, Any]:
    """Return what every phrase knows: `nous`, the network; `genre`, its members; who takes part."""
    us, kind, counted = settings.network_word, settings.kind, settings.counted_as
    insee = find_source("departements.csv")
    return {
        "nous": {"le": us.the, "du": us.of, "au": us.to, "il": us.it, "e": us.e},
        "genre": {
            "nom": kind.name, "pluriel": kind.plural, "e": kind.e, "f": kind.f,
            "tout": kind.whole, "compté": counted.name, "comptés": counted.plural,
        },
        "représentants": settings.representants,
        "sources": {
            "carte": find_source("contours.geojson").producer,
            "régions": insee.attribution,
            "population": f"{insee.producer}, {insee.populations}",
            "recensements": _name_other_censuses,
        },
        "réseau": {"titre": settings.title, "du": settings.of_network},
        "institution": {
            "le": give_function(lambda code: settings.institution_of(code).with_article),
            "du": give_function(lambda code: settings.institution_of(code).of_name),
            "numéro": give_function(
                lambda code: find_institution(code).number if is_readable(code) else ""
            ),
        },
    }  # fmt: skip


@give_function
def _name_other_censuses(codes: Collection[str] = ()) -> str:
    """Name the départements that another census counted, among some or among all."""
    insee = find_source("departements.csv")
    return ", ".join(insee.list_other_censuses(codes or departments_by_code()))


@lru_cache(maxsize=500)
def _read_template(file: str, source: str) -> tuple[Template, frozenset[str]]:
    """Return a phrase and the names that it uses; raise PhraseError for what is none."""
    if len(source.encode()) > LARGEST:
        raise PhraseError(file, None, _("is longer than a phrase may be: 8 kB"))
    environment = make_environment()
    try:
        tree = environment.parse(source, name=file)
        for line, what in find_wrong_parts(tree, environment):
            raise PhraseError(file, line, what)
        code = environment.compile(tree, name=file, filename=file)
        template = Template.from_code(environment, code, environment.make_globals(None))
        return template, frozenset(meta.find_undeclared_variables(tree))
    except TemplateSyntaxError as error:
        # The template engine would say it in English, in words of its own.
        reason = _("can’t be read: each {{ wants its }}, each {% if … %} its {% endif %}")
        raise PhraseError(file, error.lineno, reason) from error
    except (RecursionError, SyntaxError, MemoryError) as error:
        raise PhraseError(file, None, _("is nested too deeply to be read")) from error


def _find_line(error: BaseException) -> int | None:
    """Return the line of the phrase that an error came from."""
    line = None
    for frame, number in walk_tb(error.__traceback__):
        template = frame.f_globals.get("__jinja_template__")
        if isinstance(template, Template):
            line = template.get_corresponding_lineno(number)
    return line


def _say_reason(error: Exception, given: Set[str]) -> str:
    """Say what is wrong, in the reader's words."""
    if undefined := re.match(r"'([^']+)' is undefined", str(error)):
        what = _("“{name}” is not given by the notebook", name=undefined[1])
        return add_nearest(what, find_nearest(undefined[1], sorted(given)))
    if isinstance(error, SecurityError):
        return _("a phrase calls nothing but its filters and the documented functions")
    # What nobody recorded, and a value that is none, say so themselves.
    return (
        str(error)
        if isinstance(error, UndefinedError)
        else _("can’t be told: {error}", error=error)
    )
