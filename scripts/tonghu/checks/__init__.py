"""The laws that records and pages must keep: small generators of problems."""

from tonghu.checks.ground import Ground, ground
from tonghu.checks.run import check

__all__ = ["Ground", "check", "ground"]
