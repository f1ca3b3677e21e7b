"""A shop that has nothing but its dependencies."""
