"""The laws that records and pages must keep: small generators of problems."""

from tonghu.checks.run import Asked, check

__all__ = ["Asked", "check"]
