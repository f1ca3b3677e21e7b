"""The weather of towns."""
