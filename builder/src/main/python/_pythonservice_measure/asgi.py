"""The application of ``PYTHONSERVICE_APP`` as an ASGI engine takes it, measured."""

from .measured_asgi import measured
from .serving import serve

app = serve(measured, one_thread=True)
