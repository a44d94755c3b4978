"""What the fork server imports where there are notebooks and no network."""

from annual_report.run.warm import warm_up

warm_up()
