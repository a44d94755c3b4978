"""The pages in a browser, made again at each change."""
