"""Laws on where records of real children may be kept."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import unquote

from tonghu.history.remotes import place_of
from tonghu.problem import Problem, error
from tonghu.source import Document

HOSTS, INVENTED = "hosts", "invented"
CROOKED = re.compile(r"/\.{0,2}(/|$)|[\\%?#\s]")
"""What may lead out of the path that it seems to be below."""


def records_stay_home(
    settings: Document, remotes: Sequence[str], public: bool
) -> Iterator[Problem]:
    """Records of real children must go only to the hosts that the team has named, never in public.

    host-unlisted 错误
        有真实孩子的档案，只能推送到 settings.yml 的 `hosts` 里写明的主机。
        改法：确认那是团队自己的私有仓库，写进 `hosts`；不是的，用 `git remote remove` 去掉。
    host-public 错误
        有真实孩子的档案不能放在公开的仓库里；虚构的档案要写 `invented: true`。
        改法：立即把仓库设为私有，告诉数据保护负责人，照 docs/guides/data-protection.md 处理。
    """
    data = settings.data if isinstance(settings.data, Mapping) else {}
    if data.get(INVENTED) is True:
        return
    spot = settings.mark((HOSTS,), key=True)
    if public:
        message = "这个仓库是公开的：请立即设为私有，并照数据保护的做法处理。"
        yield error(settings.path, spot, "host-public", message)
    if not all(_is_listed(remote, data) for remote in remotes):
        message = "档案会推送到没有写明的主机：请确认是自己的私有仓库，再写进 hosts。"
        yield error(settings.path, spot, "host-unlisted", message, "hosts: [git.example.org]")


def unlisted(url: str, settings: object) -> bool:
    """Whether records must not be sent to a URL as Git has it, by the data of their settings.

    A folder of this machine is no other host, and invented records may go anywhere.
    """
    data = settings if isinstance(settings, Mapping) else {}
    place = place_of(url)
    return bool(place) and data.get(INVENTED) is not True and not _is_listed(place, data)


def _is_listed(place: str, settings: Mapping[str, Any]) -> bool:
    """Whether one of the hosts in the settings is a place's own."""
    listed = settings.get(HOSTS)
    hosts = [each for each in (listed if isinstance(listed, list) else ()) if each]
    return any(isinstance(host, str) and _within(place, host) for host in hosts)


def _within(remote: str, host: str) -> bool:
    """Whether a remote is a host, or lies below the path that is named with it.

    Below a path is only what is written straight: whoever serves `team/../evil` serves `evil`.
    """
    name = host.lower().rstrip("/")
    place = remote.lower()
    straight = "/" not in name or not CROOKED.search(unquote(place))
    return straight and (place == name or place.startswith(f"{name}/"))
