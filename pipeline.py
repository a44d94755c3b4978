"""Annual reports of a network: `python pipeline.py --help`.

Nothing is imported at the top: each worker process reads this file again when it starts.
"""

if __name__ == "__main__":
    import sys

    from annual_report.command_line import main

    sys.exit(main())
