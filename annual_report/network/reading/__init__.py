"""A network as people write it → typed tables, settings, texts, or all problems at once."""
