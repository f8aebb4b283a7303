"""Data against the JSON Schemas of schemas/: a verdict, and problems in Chinese that explain it."""

from tonghu.schema.book import Schemas, load_schemas
from tonghu.schema.verdict import tester

__all__ = ["Schemas", "load_schemas", "tester"]
