"""`python -m annual_report`: the command line, as `annual-report` and `pipeline.py` are."""

import sys

from annual_report.commands.command_line import main

if __name__ == "__main__":
    sys.exit(main())
