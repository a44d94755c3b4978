"""The command line: what is asked, done and said."""
