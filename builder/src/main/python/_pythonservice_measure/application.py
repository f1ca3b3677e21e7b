"""Finds the real application."""

from importlib import import_module

CALL = "()"


def load(app: str) -> object:
    """
    The object that ``module:object`` names, or what a call of it gives where ``()`` follows.

    Errors of its modules pass through, so that the last lines of their tracebacks are the same as
    without measuring.
    """
    module, _, path = app.removesuffix(CALL).partition(":")
    found: object = import_module(module)
    for name in (path or "app").split("."):
        try:
            found = getattr(found, name)
        except AttributeError:
            raise ImportError(f"The module '{module}' has no '{path}', which {app} names") from None
    return found() if app.endswith(CALL) else found  # type: ignore[operator]
