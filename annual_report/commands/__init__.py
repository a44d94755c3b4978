"""The command line: questions, work, answers."""
