"""The door: one local page for who doesn't program, with years, problems, pages and buttons."""
