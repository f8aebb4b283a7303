"""Laws on where records of real children may be kept."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from tonghu.problem import Problem, error
from tonghu.source import Document

HOSTS, INVENTED = "hosts", "invented"


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
    listed = data.get(HOSTS)
    allowed = [
        each for each in (listed if isinstance(listed, list) else ()) if isinstance(each, str)
    ]
    if not all(any(_within(remote, host) for host in allowed) for remote in remotes):
        message = "档案会推送到没有写明的主机：请确认是自己的私有仓库，再写进 hosts。"
        yield error(settings.path, spot, "host-unlisted", message, "hosts: [git.example.org]")


def _within(remote: str, host: str) -> bool:
    """Whether a remote is a host, or lies below the path that is named with it."""
    name = host.lower().rstrip("/")
    place = remote.lower()
    return place == name or place.startswith(f"{name}/")
