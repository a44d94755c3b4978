"""The pages of a network: the map, the parts of pages, the publication, the proof of a page."""
