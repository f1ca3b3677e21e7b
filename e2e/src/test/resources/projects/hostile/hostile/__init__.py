"""What is here was found while it was built."""
