"""The publication of a network's pages: choice, sources, list, sending, and warm processes."""
