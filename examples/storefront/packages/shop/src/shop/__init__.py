"""Shows the catalog over HTTP."""
