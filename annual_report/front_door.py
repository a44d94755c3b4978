"""What a notebook imports: `from annual_report import …` takes each name from this one list."""

from annual_report.machine.pages.fragment import prose as prose
from annual_report.machine.pages.publishing import chapter as chapter
from annual_report.machine.pages.publishing import language as language
from annual_report.machine.pages.publishing import publish as publish
from annual_report.machine.pages.publishing import write_number as write_number
from annual_report.machine.pages.publishing import write_share as write_share
from annual_report.network import measures as measures
from annual_report.network.network import open_network as open_network
from annual_report.network.phrases.amounts import as_count as as_count
from annual_report.network.phrases.amounts import as_share as as_share
from annual_report.network.phrases.amounts import as_year as as_year
from annual_report.network.phrases.amounts import known_from as known_from
from annual_report.report import charts as charts
from annual_report.report.parts.figures_table import key_figures as key_figures
from annual_report.report.parts.summary import cover as cover
from annual_report.report.parts.summary import sources as sources
