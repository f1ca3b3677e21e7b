"""Shows invoices as pages and as JSON."""
