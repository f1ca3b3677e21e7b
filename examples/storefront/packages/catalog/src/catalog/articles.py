"""Articles, read from a file that comes with the package."""

from collections.abc import Iterable, Iterator
from importlib import resources
from typing import Self

import msgspec


class Article(msgspec.Struct, frozen=True):
    """Something for sale, at a price in whole cents."""

    number: str
    title: str
    cents: int
    tags: tuple[str, ...] = ()


class Catalog:
    """All articles, by number."""

    def __init__(self, articles: Iterable[Article]) -> None:
        self._articles = {article.number: article for article in articles}

    @classmethod
    def shipped(cls) -> Self:
        """The articles that come with this package."""
        content = resources.files(__package__).joinpath("articles.json").read_bytes()
        return cls(msgspec.json.decode(content, type=list[Article]))

    def find(self, number: str) -> Article | None:
        return self._articles.get(number)

    def tagged(self, tag: str | None) -> Iterator[Article]:
        """Articles with a tag; all of them without one."""
        return (one for one in self._articles.values() if tag is None or tag in one.tags)
