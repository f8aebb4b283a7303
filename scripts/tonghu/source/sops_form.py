"""The texts that sops writes, exactly as it writes them: every reader reads them alike.

Anything else in a sealed file is left to the reference, which also says what is wrong with it.
"""

from __future__ import annotations

import re
from functools import cache

BASE64 = rb"[A-Za-z0-9+/]++={0,2}+"
ENC = rb"ENC\[AES256_GCM,data:%b,iv:%b,tag:%b,type:str\]" % (BASE64, BASE64, BASE64)
WORDS = rb"(?:y(?:es)?|no?|o(?:n|ff)|true|false|null)"  # some parser takes these for no string
KEY = rb"(?!%b:|sops:)(?:[a-z][a-z0-9_]*+|[A-Z][A-Z0-9]*+)" % WORDS
LINE = rb"[ ]{0,16}+(?:- |)%b:(?: %b|)\n" % (KEY, ENC)
ARMOR = rb"            [A-Za-z0-9+/=]{1,64}+\n"
READER = (
    rb"        - recipient: age1[a-z0-9]{58}\n"
    rb"          enc: \|\n"
    rb"            -----BEGIN AGE ENCRYPTED FILE-----\n"
    rb"(?:%b){2,12}+"
    rb"            -----END AGE ENCRYPTED FILE-----\n"
) % ARMOR
TAIL = (
    rb'    lastmodified: "[0-9TZ:-]{20}"\n'
    rb"    mac: %b\n"
    rb"    unencrypted_suffix: _unencrypted\n"
    rb"    version: [0-9]{1,3}\.[0-9]{1,3}\.[0-9]{1,3}\n"
) % ENC


@cache
def sops_form() -> re.Pattern[bytes]:
    """The pattern of a whole sealed file."""
    return re.compile(rb"(?:%b)++sops:\n    age:\n(?:%b)++%b" % (LINE, READER, TAIL))
