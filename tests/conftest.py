"""What all tests share: reproducible examples, and the one way to say that a test could not run."""

import os
from collections.abc import Callable
from typing import NoReturn

import pytest
from hypothesis import settings

settings.register_profile("tonghu", deadline=None, derandomize=True, print_blob=True)
settings.load_profile("tonghu")


@pytest.fixture(scope="session")
def not_run() -> Callable[[str], NoReturn]:
    """Report that the system lacks a part: a failure under CI, elsewhere a plain sentence."""

    def report(reason: str) -> NoReturn:
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)

    return report
