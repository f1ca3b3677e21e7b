"""Books and who has them."""
