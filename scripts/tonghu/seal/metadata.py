"""What sops writes about a file beside its values: age readers and a seal over all, no more."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from tonghu.seal.armor import wraps_one_key
from tonghu.seal.fault import Fault, Where
from tonghu.seal.leaf import is_sealed

AGE, MAC, SOPS = "age", "mac", "sops"
REQUIRED = frozenset({AGE, MAC, "lastmodified", "version"})
KNOWN = REQUIRED | {"unencrypted_suffix"}
ABROAD = frozenset({"kms", "gcp_kms", "azure_kv", "hc_vault", "hckms", "pgp", "key_groups"})
RECIPIENT = re.compile(r"age1[ac-hj-np-z02-9]{58}", re.ASCII)
MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z", re.ASCII)
VERSION = re.compile(r"\d{1,3}\.\d{1,3}\.\d{1,3}", re.ASCII)
SUFFIX = "_unencrypted"

OTHER = "密封文件只能用 age 钥匙，不能写别的密钥服务：不要解密它，请从上一版取回，并告诉协调员。"
STRANGE = "sops 的这一栏不该有，它会让部分内容不加密：请用 tonghu seal edit 重新封存。"
BROKEN = "sops 写的这一段不完整或被改过：请从上一版取回，或者用 tonghu seal edit 重新封存。"
TWICE = "同一把钥匙列了两次：请运行 tonghu team sync 重新写收件人。"


def faults(data: Mapping[str, Any]) -> Iterator[Fault]:
    """What is wrong with the block `sops`."""
    for key in data:
        if key in ABROAD and data[key] not in (None, [], ""):
            yield Fault((SOPS, key), "sealed-metadata", OTHER, key=True)
        elif key not in KNOWN | ABROAD:
            yield Fault((SOPS, key), "sealed-metadata", STRANGE, key=True)
    for key in sorted(REQUIRED - set(data)):
        yield Fault((SOPS,), "sealed-metadata", f"{BROKEN}（缺 {key}）")
    yield from _sound(data)
    yield from _readers(data.get(AGE))


def readers(data: Any) -> list[str]:
    """The public keys that a sealed file names, in order."""
    block = data.get(SOPS) if isinstance(data, dict) else None
    found = block.get(AGE) if isinstance(block, dict) else None
    each = found if isinstance(found, list) else []
    return [str(one["recipient"]) for one in each if isinstance(one, dict) and "recipient" in one]


def _sound(data: Mapping[str, Any]) -> Iterator[Fault]:
    moment, version = data.get("lastmodified", ""), data.get("version", "")
    sound = {
        MAC: is_sealed(data.get(MAC)),
        "lastmodified": isinstance(moment, str) and bool(MOMENT.fullmatch(moment)),
        "version": isinstance(version, str) and bool(VERSION.fullmatch(version)),
        "unencrypted_suffix": data.get("unencrypted_suffix", SUFFIX) == SUFFIX,
    }
    for key, well in sound.items():
        if key in data and not well:
            yield Fault((SOPS, key), "sealed-metadata", BROKEN)


def _readers(found: Any) -> Iterator[Fault]:
    if not isinstance(found, list) or not found:
        yield Fault((SOPS, AGE), "sealed-metadata", BROKEN)
        return
    seen = set()
    for number, one in enumerate(found):
        at: Where = (SOPS, AGE, number)
        if not isinstance(one, dict) or set(one) != {"recipient", "enc"}:
            yield Fault(at, "sealed-metadata", BROKEN)
            continue
        reader = one["recipient"]
        if not isinstance(reader, str) or not RECIPIENT.fullmatch(reader):
            yield Fault((*at, "recipient"), "sealed-metadata", BROKEN)
        if str(reader) in seen:
            yield Fault((*at, "recipient"), "sealed-metadata", TWICE)
        if not wraps_one_key(one["enc"]):
            yield Fault((*at, "enc"), "sealed-stanza", BROKEN)
        seen.add(str(reader))
