"""Prices baskets; the arithmetic is a Rust crate."""

from pricing._native import prices

__all__ = ["prices"]
