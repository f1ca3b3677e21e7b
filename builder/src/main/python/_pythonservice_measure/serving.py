"""Puts an application and its measuring together."""

import sys
from collections.abc import Callable

from . import application
from .exporter import Exporter
from .folder import Folder
from .recorder import Recorder
from .settings import Settings


def serve(wrap: Callable[..., object], one_thread: bool) -> object:
    """
    The measured application of the environment. Where measuring is not possible it is the
    application itself: nothing here may keep a service from its work.

    wrap: makes it of the application, a recorder and the probes' paths
    one_thread: whether the interface is that of an event loop
    """
    settings = Settings.of()
    if settings.folder is None:
        return application.load(settings.app)
    folder = Folder(settings.folder)
    try:
        # Before the application is imported, which may open files in there.
        folder.prepare(settings.application_folder)
    except OSError as problem:
        print(f"pythonservice: requests are not counted: {problem}", file=sys.stderr)
        return application.load(settings.app)
    exporter = Exporter(folder, settings.port, settings.application_folder)
    # Without a global lock Granian's workers are threads of one process, each with a loop.
    locked = not one_thread or not getattr(sys, "_is_gil_enabled", lambda: True)()
    recorder = Recorder(folder, exporter.start, one_thread=not locked)
    return wrap(application.load(settings.app), recorder, settings.probe_paths)
