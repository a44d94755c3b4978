"""Cells: a typed text → a canonical value, or the reason why the text is wrong."""
