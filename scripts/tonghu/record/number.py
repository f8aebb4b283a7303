"""One number that would tell who somebody is: what kind it is, and where it stands."""

from __future__ import annotations

from typing import NamedTuple

ID, MOBILE, PHONE, CARD = "身份证号码", "手机号码", "电话号码", "银行卡号"


class Number(NamedTuple):
    """What kind of number it is, and where in the text it stands."""

    kind: str
    start: int
    end: int
