"""What was paid and received."""
