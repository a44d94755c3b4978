"""Annual reports of a network: `python pipeline.py --help`.

Nothing of the project is imported at the top: where processes can't be forked, each reads this file
again; and a Python that is too old has to be able to read it to the end.
"""

import sys

OLDEST = (3, 11)
TOO_OLD = """\
Ce Python est trop ancien (%s) : il faut Python %s ou plus récent.
This Python is too old (%s): Python %s or newer is needed.
https://www.python.org/downloads/
"""

if __name__ == "__main__":
    if sys.version_info < OLDEST:
        versions = (".".join(map(str, sys.version_info[:2])), ".".join(map(str, OLDEST)))
        sys.stderr.write(TOO_OLD % (versions * 2))
        sys.exit(2)

    from annual_report.commands.command_line import main

    sys.exit(main())
