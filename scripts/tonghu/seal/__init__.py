"""The sealed halves: what an encrypted file must look like, and who may open it.

The real sops and age do the cryptography; without a key all that can be seen is seen here.
"""
