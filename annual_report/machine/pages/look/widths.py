"""How wide a text is, as it is estimated without any font: the same on every machine."""

BOLD, REGULAR = 0.62, 0.56
"""Mean width of a letter of a bold sans-serif and of another, in ems, on the safe side."""


def text_width(text: str, size: float, *, bold: bool = True) -> float:
    """Estimate how wide a line is, in pixels; a browser's own font may differ a little."""
    return len(text) * size * (BOLD if bold else REGULAR)
