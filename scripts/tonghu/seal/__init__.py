"""The sealed halves: what an encrypted file must look like, and who may open it.

The real sops and age do the cryptography; without a key all that can be seen is seen here.
"""

from tonghu.seal.envelope import faults
from tonghu.seal.fault import Fault
from tonghu.seal.rules import Rules, read_rules

__all__ = ["Fault", "Rules", "faults", "read_rules"]
