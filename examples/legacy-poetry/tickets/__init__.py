"""Tickets for concerts."""
