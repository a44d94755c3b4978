"""The map of the members: its ground, its marks, and the names that look for room."""
