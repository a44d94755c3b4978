"""A network as people write it → typed tables, settings, texts, or all that is wrong."""
