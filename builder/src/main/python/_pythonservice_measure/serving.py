"""Puts an application and its measuring together."""

import sys
from collections.abc import Callable

from . import application
from .exporter import Exporter
from .folder import Folder
from .recorder import Recorder
from .settings import Settings


def serve(wrap: Callable[..., object]) -> object:
    """
    The measured application of the environment. Where measuring is not possible it is the
    application itself: nothing here may keep a service from its work.
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
    recorder = Recorder(folder, exporter.start)
    return wrap(application.load(settings.app), recorder, settings.probe_paths)
