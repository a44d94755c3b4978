"""How wide a text is, as it is estimated without any font: the same on every machine."""

LETTER = 0.62
"""Mean width of a letter of a bold sans-serif, in ems, on the safe side."""


def text_width(text: str, size: float) -> float:
    """Estimate how wide a line is, in pixels; a browser's own font may differ a little."""
    return len(text) * size * LETTER
