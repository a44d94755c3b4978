"""The pictures of a network's folder, made fit to stand inside a page: a logo, those of texts."""
