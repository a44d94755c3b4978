"""The names of SVG, as the standard library's parser writes them."""

NAMESPACE = "http://www.w3.org/2000/svg"
SVG = f"{{{NAMESPACE}}}"
HREF = "{http://www.w3.org/1999/xlink}href"
