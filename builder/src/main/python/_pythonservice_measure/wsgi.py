"""The application of ``PYTHONSERVICE_APP`` as an WSGI engine takes it, measured."""

from .measured_wsgi import MeasuredWsgi
from .serving import serve

app = serve(MeasuredWsgi)
