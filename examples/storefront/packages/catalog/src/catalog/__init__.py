"""What is for sale."""

from catalog.articles import Article, Catalog

__all__ = ["Article", "Catalog"]
