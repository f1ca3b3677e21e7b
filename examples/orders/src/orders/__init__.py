"""Takes orders over HTTP and reports on them at night."""
