"""The network as workbooks to fill in: what they hold, and how each kind of file is drawn."""
