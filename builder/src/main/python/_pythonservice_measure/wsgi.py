"""The application of ``PYTHONSERVICE_APP`` as an WSGI engine takes it, measured."""

from .measured_wsgi import measured
from .serving import serve

app = serve(measured, one_thread=False)
