"""The application of ``PYTHONSERVICE_APP`` as an RSGI engine takes it, measured."""

from .measured_rsgi import MeasuredRsgi
from .serving import serve

app = serve(MeasuredRsgi, one_thread=True)
