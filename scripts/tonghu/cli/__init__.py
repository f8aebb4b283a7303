"""The command line: the only clock, print and exit; each command is a module of its own."""

from __future__ import annotations

import errno
import gc
import importlib
import os
import sys
from types import ModuleType

try:
    from tonghu.cli.output import say, warn
    from tonghu.cli.parser import Parser, RefusedError
    from tonghu.problem import UnusableError
except KeyboardInterrupt:  # whoever gives up while the program is still being read
    sys.exit(130)

COMMANDS = {
    "check": "检查档案和手册，指出哪一行要改",
    "due": "列出这个月每个人欠谁什么、依据哪一条",
    "explain": "说明一个孩子的每一件事为什么欠、为什么不欠",
    "ledger": "把台账填好：留守儿童、监护评估、困境儿童、摸底汇总……",
    "diff": "比较两个版本：欠的事、今后的工作量有什么不同",
    "new": "新建一个孩子的档案",
    "add": "给一个或几个孩子记一件事，或读回填好的清单",
    "fold": "把已经落定的事件文件并进 case.yml",
    "seal": "写密封的一半：姓名、证件、电话、住址和经过",
    "reveal": "打开几个孩子密封的一半，看完就关",
    "find": "按姓名、电话找是哪个孩子，只在有钥匙的电脑上",
    "card": "一个工作人员的名单卡：编号和姓名，只打印一次",
    "forget": "依法删除一个孩子的档案，只留一行记录",
    "guard": "看要公开的文件和文字里有没有姓名、证件、电话",
    "key": "做一把自己的钥匙，或者显示公钥",
    "team": "让一个人能打开密封的内容，或者再也打不开",
    "stats": "做一期公开的统计，或审计已有的各期",
    "site": "把手册做成网站",
    "build": "检查，并把这个月的清单、台账和手册网站写进 build/",
    "monthly": "给平台的流程用：一个月的清单和台账，各乡镇的件数",
    "doctor": "看看这台电脑还缺什么",
    "hooks": "让 Git 在提交、推送以前先检查",
    "demo": "造一个虚构的县",
    "git": "由 Git 调用：显示和合并密封的一半",
}
CLEAN, PROBLEMS, FAILED = 0, 1, 2
NEW = 50_000
"""New objects between two searches for cycles: hardly any arise, and each search takes long."""

REASONS = {
    errno.ENOENT: "没有这个文件或目录",
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.EEXIST: "这里已经有一个同名的",
    errno.ENOTDIR: "这里是一个文件，不是文件夹",
    errno.EISDIR: "这里是一个文件夹，不是文件",
    errno.ENOTEMPTY: "文件夹里还有别的",
    errno.ENAMETOOLONG: "文件名太长",
    errno.ENOSPC: "磁盘满了",
    errno.EROFS: "这里不能写",
}
"""What stands in the way of a file, in the words of who asked for it."""


def main(argv: list[str]) -> int:
    """Run one command; 0 clean, 1 problems, 2 could not run."""
    try:
        name = argv[0] if argv else ""
        if name not in COMMANDS:
            return _overview(name)
        module = _command(name)
        parser = Parser(name, COMMANDS[name])
        module.arguments(parser)
        return int(module.run(parser.read(argv[1:])))
    except RefusedError as refused:
        warn(f"tonghu：{_unsaid(str(refused), argv)}")
        return FAILED
    except UnusableError as unusable:
        warn(f"tonghu：{unusable}")
        return FAILED
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else FAILED
    except BrokenPipeError:
        raise
    except OSError as error:
        warn(f"tonghu：{_unsaid(_reason(error), argv)}")
        return FAILED


def entry() -> None:
    """The installed program."""
    gc.set_threshold(NEW)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            newline = "\n" if os.name != "nt" else None
            stream.reconfigure(encoding="utf-8", errors="backslashreplace", newline=newline)
    try:
        code = main(sys.argv[1:])
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = FAILED
    except KeyboardInterrupt:
        code = 130
    gc.freeze()  # the system takes all back: nothing is gained by searching it for cycles
    sys.exit(code)


def _unsaid(text: str, argv: list[str]) -> str:
    """An error without what was typed; only errors need what this imports."""
    from tonghu.cli.unsaid import unsaid

    return unsaid(text, argv)


def _command(name: str) -> ModuleType:
    return importlib.import_module(f"tonghu.cli.{name}_command")


def _overview(name: str) -> int:
    shown = name in ("", "-h", "--help", "help")
    tell = say if shown else warn
    if not shown:
        word = name[:20] if name.isascii() else "*" * len(name[:20])
        tell(f"tonghu：没有“{word}”这个命令。")
    tell("用法：tonghu 命令 [选项]；每个命令都可以加 --help 看说明。\n")
    for command, told in COMMANDS.items():
        tell(f"  {command:<9}{told}")
    return CLEAN if shown else FAILED


def _reason(error: OSError) -> str:
    reason = REASONS.get(error.errno or 0, error.strerror or type(error).__name__)
    return f"{reason}：{error.filename}" if error.filename else reason
