"""Chapters 4 and 5: what stood out in the year, and what is planned for the next."""

from markupsafe import Markup

from annual_report.analysis.subjects import planned_by_format
from annual_report.edition import Edition
from annual_report.page.html import Fragment, bullets, chapter, paragraph, prose

HIGHLIGHTS_ID = "temps-forts"


def highlights_chapter(edition: Edition) -> Fragment:
    """Open chapter 4 under the highlight's own title, or a common one if there are several."""
    highlights = edition.text.highlights
    title = highlights[0].title if len(highlights) == 1 else f"Les temps forts de {edition.year}"
    return chapter(4, HIGHLIGHTS_ID, title)


def highlights(edition: Edition) -> Fragment:
    """Show each highlight, under its own title when there are several."""
    found = edition.text.highlights
    if not found:
        return paragraph(f"Aucun temps fort n’est renseigné pour {edition.year}.", kind="empty")
    if len(found) == 1:
        return prose(found[0].html, "Ce temps fort n’est pas raconté.")
    parts = [Markup("<h3>{}</h3>\n{}").format(each.title, Markup(each.html)) for each in found]
    return Fragment(Markup("\n").join(parts))


def outlook(edition: Edition) -> Fragment:
    """Show the year's own words on the next one."""
    return prose(
        edition.text.outlook, f"Les perspectives pour {edition.year + 1} ne sont pas renseignées."
    )


def plan(edition: Edition) -> Fragment:
    """List what is planned for the next year, by format."""
    groups = planned_by_format(edition.network.sujets, edition.year + 1)
    if not groups:
        return paragraph(f"Aucun sujet n’est noté pour {edition.year + 1}.", kind="empty")
    items = []
    for name, subjects in groups.items():
        heading = name[:1].upper() + name[1:] if name else "Sans format précisé"
        inner = bullets(subject.title for subject in subjects) if subjects else ""
        items.append(Markup("<li><b>{}</b>{}</li>").format(heading, inner))
    return Fragment(Markup('<ul class="plan">{}</ul>').format(Markup("\n").join(items)))
