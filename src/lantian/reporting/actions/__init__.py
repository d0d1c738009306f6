"""What people and the clock do with briefings, the papers of visits and letters, one module a noun."""

from lantian.reporting.actions.briefings import issue as issue
from lantian.reporting.actions.briefings import keep_pdf as keep_pdf
from lantian.reporting.actions.briefings import write as write
from lantian.reporting.actions.briefings import write_once as write_once
from lantian.reporting.actions.letters import print_letter as print_letter
from lantian.reporting.actions.papers import print_paper as print_paper
