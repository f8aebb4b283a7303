"""A finding: something that an outsider could learn, or a way in which the note is not true."""

from __future__ import annotations

from typing import NamedTuple

from tonghu.disclosure.cell import Cell

TOLD = {
    "exact": "能推出准确的小人数",
    "narrow": "敏感的一项，人数能推算到很窄的范围",
    "group": "一群孩子的情况全都一样，认得其中一个就知道了",
    "change": "能看出少数几个孩子的变动",
    "impossible": "公布的数字互相矛盾",
    "cell-differs": "同一项有两个数字",
    "figure-changed": "公布过的数字变了",
    "dates-differ": "同一个地方的数字不是同一天的",
    "below-threshold": "显示了不该显示的小人数",
    "not-rounded": "数字不是取整单位的倍数",
    "untrue": "真实人数不在说明所说的范围里",
    "refreshed-early": "变了的孩子还不够就重新公布了",
    "not-random": "取整不是随机的",
    "not-remade": "用同一个密钥算不出同样的数字",
    "form": "不是照规则做出来的",
    "entrants": "认识其他所有孩子的人能断定太多新来孩子的情况",
}
"""Every code, in words."""


class Finding(NamedTuple):
    """What was found, of which cell, as of which day; `detail` are numbers that are public."""

    code: str
    asof: str
    cells: tuple[Cell, ...]
    detail: str = ""

    def told(self) -> str:
        """One Chinese sentence."""
        where = "；".join(_shown(each) for each in self.cells[:3])
        detail = f"（{self.detail}）" if self.detail else ""
        return f"{self.asof} {where}：{TOLD[self.code]}{detail}。"


def _shown(found: Cell) -> str:
    dims = "、".join(f"{name}={value}" for name, value in found.dims)
    return f"{found.geo} {dims}".strip()
