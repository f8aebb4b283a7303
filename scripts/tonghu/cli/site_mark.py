"""What marks a folder as a site that was made here."""

from __future__ import annotations

MARK = ".tonghu-site"
"""Lies in a folder that was made here, with what it was made from: no other is ever replaced."""
