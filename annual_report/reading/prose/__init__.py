"""Prose as people paste it: brought to what a page can show, and what is damaged in it."""
