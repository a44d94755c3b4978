"""The box of what may be wider than its place: it scrolls there, and is a stop of the keyboard.

A page has no script that could look whether there is anything to scroll. So it is known in advance:
a box says how much width its content needs, rounded up to one of the style sheet's steps. Where its
place is narrower, the style sheet gives the content that width, and shows the box. Elsewhere the
box is hidden and only its content is seen, and nobody has to go through a stop, or hears of a
group, where nothing moves.
"""

from markupsafe import Markup

STEPS = (300, 340, 380, 420, 480, 540, 600, 680, 760, 880, 1040, 1200)
"""The widths, in pixels, that the style sheet knows a box may need."""
NARROWEST = 264
"""What the narrowest screen leaves: content that needs no more never scrolls."""


def make_scroller(
    content: Markup, needs: float, name: str, *, kind: str = "scroll", tag: str = "div"
) -> Markup:
    """Put something into a box that scrolls where its place is narrower than `needs` pixels.

    `name` is what a screen reader calls the group where it scrolls; `kind` is the box's class, and
    `tag` its element: "span" where it stands in a paragraph.
    """
    # No screen is so narrow: a plain box, and no stop of the keyboard anywhere.
    if needs <= NARROWEST:
        return Markup('<{0} class="{1}">{2}</{0}>').format(tag, kind, content)
    # The next step above; what needs more than the last has that, and breaks its words.
    step = next((step for step in STEPS if step >= needs), STEPS[-1])
    return Markup(
        '<{0} class="{1} needs-{2}" role="group" tabindex="0" aria-label="{3}">{4}</{0}>'
    ).format(tag, kind, step, name, content)
