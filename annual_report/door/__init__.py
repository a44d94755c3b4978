"""The door: a page on this computer's own web server, for people who type no commands.

The page shows the years of a network, the problems of the data and the finished pages, and has
buttons for the rest of a year's work. The program runs as long as a browser tab shows the page.
"""
