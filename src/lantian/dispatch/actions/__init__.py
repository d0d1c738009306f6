"""What people do with orders and lots, one module a noun."""

from lantian.dispatch.actions.drawing import draw as draw
from lantian.dispatch.actions.drawing import publish as publish
from lantian.dispatch.actions.drawing import set_class as set_class
from lantian.dispatch.actions.issuing import arrive as arrive
from lantian.dispatch.actions.issuing import finish as finish
from lantian.dispatch.actions.issuing import issue as issue
from lantian.dispatch.actions.issuing import seed as seed
from lantian.dispatch.actions.issuing import withdraw as withdraw
from lantian.dispatch.actions.joining import merge as merge
from lantian.dispatch.actions.scanning import code_of as code_of
from lantian.dispatch.actions.scanning import go_oneself as go_oneself
from lantian.dispatch.actions.scanning import scan_in as scan_in
