"""The handbook as a website: plain functions from docs/ and schemas/ to pages of Markdown."""

from tonghu.site.book import Book, read_book
from tonghu.site.pages import Site, site

__all__ = ["Book", "Site", "read_book", "site"]
