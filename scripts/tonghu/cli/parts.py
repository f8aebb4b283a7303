"""The parts that not everybody installs: what each is for, and how to install it."""

from __future__ import annotations

from importlib.util import find_spec
from typing import NamedTuple


class Part(NamedTuple):
    """An extra of the package, what it is for, and the modules that come with it."""

    extra: str
    told: str
    modules: tuple[str, ...]


SEAL = Part("seal", "打开和写密封内容", ("pyrage",))
SITE = Part("site", "做手册网站", ("jieba", "jinja2", "material", "mkdocs", "nh3"))
STATISTICS = Part("statistics", "做公开的统计、审计", ("highspy", "numpy"))


def there(part: Part) -> bool:
    """Whether a part is installed; nothing of it is imported."""
    return all(find_spec(name) for name in part.modules)


def install(part: Part) -> str:
    """How to install a part: from the folder of the program, for no registry has it."""
    return (
        f'在程序的文件夹里运行 python -m pip install ".[{part.extra}]"（python 用装程序的那一个）'
    )


def lacking(part: Part) -> str:
    """That a part is not installed, and what to do."""
    return f"没有装{part.told}的部件：请{install(part)}。"
