"""Annual reports of a network: `python pipeline.py --help`.

Nothing is imported at the top: where processes can't be forked, each reads this file again.
"""

if __name__ == "__main__":
    import sys

    from annual_report.commands.command_line import main

    sys.exit(main())
