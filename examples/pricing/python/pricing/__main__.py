"""``python -m pricing`` is the command ``pricing``."""

from pricing.command import main

main()
