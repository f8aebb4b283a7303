"""Arguments in Chinese: argparse with its few English words replaced."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from functools import partial
from typing import NoReturn

from tonghu.cli.output import say

WIDTH = 98
"""Asking the terminal for its width would import more than most commands need."""


class RefusedError(Exception):
    """The command cannot run as asked; the text says why and what to do."""


class Parser(argparse.ArgumentParser):
    """A parser of one command that speaks Chinese and never exits by itself on an error."""

    def __init__(self, command: str, told: str) -> None:
        super().__init__(
            prog=f"tonghu {command}",
            description=told,
            add_help=False,
            allow_abbrev=False,
            formatter_class=partial(argparse.HelpFormatter, width=WIDTH),
        )
        self._positionals.title = "对象"
        self._optionals.title = "选项"
        self.add_argument("-h", "--help", action="help", help="显示这段说明")

    def read(self, words: Sequence[str]) -> argparse.Namespace:
        """The arguments; options may stand before, between and after what they are about."""
        self.usage = self.usage or self.format_usage().replace("用法：", "", 1).strip()
        return self.parse_intermixed_args(words)

    def format_usage(self) -> str:
        """The usage line."""
        return super().format_usage().replace("usage: ", "用法：", 1)

    def format_help(self) -> str:
        """The whole help."""
        return super().format_help().replace("usage: ", "用法：", 1)

    def _print_message(self, message: str, file: object = None) -> None:
        """The help, by the same way out as everything."""
        del file
        say(message, end="")

    def error(self, message: str) -> NoReturn:
        """An argument that cannot be taken."""
        raise RefusedError(f"{_chinese(message)}\n{self.format_usage().strip()}")


_WORDS = (
    ("the following arguments are required: ", "还缺："),
    ("unrecognized arguments: ", "不认识这些写法："),
    ("expected one argument", "后面要跟一个值"),
    ("expected at least one argument", "后面至少要跟一个值"),
    ("invalid choice: ", "没有这个选择："),
    ("(choose from ", "（可以写 "),
    ("not allowed with argument ", "不能同时写 "),
    ("argument ", "参数 "),
    ("invalid int value: ", "要写整数："),
)


def _chinese(message: str) -> str:
    for english, chinese in _WORDS:
        message = message.replace(english, chinese)
    return message.replace(")", "）") if "（" in message else message
