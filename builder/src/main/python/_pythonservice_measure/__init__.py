"""
Measures a service from inside its container, whatever its engine, without a change in its code.

Nothing but the standard library is used, so that it can stand on the path of any application.
docs/measuring.md says what is measured and how it is named.
"""

VERSION = "1"
