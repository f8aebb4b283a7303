"""Brings the tests what they need beside Python: Node.js, a language server, a browser."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
SERVER = HERE / "node_modules" / "yaml-language-server" / "bin" / "yaml-language-server"
OLDEST_NODE = 18
MISSING = "它需要 Node.js 18 或更新的版本，带 npm；Debian 上可用 apt-get install nodejs npm 安装。"
BROWSERS = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
PACKAGES = ("chromium", "fonts-noto-cjk")
NO_BROWSER = f"没有 Chromium 和中文字体；Debian 上可用 apt-get install {' '.join(PACKAGES)} 安装。"


def main() -> int:
    """Install what is missing; under CI whatever stays missing is a failure."""
    missing = []
    if not ((tools() or install_node()) and install_server()):
        missing.append(f"tests/test_language_server.py 将不运行。{MISSING}")
    if not (seeing() or install_browser()):
        missing.append(f"tests/test_site_browser.py 将不运行。{NO_BROWSER}")
    for told in missing:
        print(told)
    return int(bool(missing) and in_ci())


def seeing() -> bool:
    """Whether there is a browser, and a font in which it can show Chinese."""
    return any(map(shutil.which, BROWSERS)) and chinese()


def chinese() -> bool:
    """Whether a font has Chinese letters; where nothing can say so, the system has its own."""
    if not shutil.which("fc-list"):
        return not sys.platform.startswith("linux")
    answer = subprocess.run(["fc-list", ":lang=zh"], capture_output=True, check=False)
    return bool(answer.stdout.strip())


def install_browser() -> bool:
    """Let the system bring them, where it is Debian's kind and may be asked."""
    apt = shutil.which("apt-get")
    if not apt or not hasattr(os, "geteuid") or os.geteuid() != 0:
        return False
    print("正在安装 Chromium 和中文字体……", flush=True)
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for words in (["update"], ["install", "--yes", "--no-install-recommends", *PACKAGES]):
        if subprocess.run([apt, "--quiet=2", *words], env=quiet, check=False).returncode:
            return False
    return seeing()


def in_ci() -> bool:
    """Whether a missing part is a failure."""
    return os.environ.get("CI") == "true"


def tools() -> tuple[str, str] | None:
    """A Node.js that is new enough and its npm: the machine's, else the environment's."""
    for folder in (None, str(Path(sys.executable).parent)):
        node, npm = shutil.which("node", path=folder), shutil.which("npm", path=folder)
        if node and npm and new_enough(node):
            return node, npm
    return None


def new_enough(node: str) -> bool:
    """Whether this Node.js can run the language server."""
    answer = subprocess.run([node, "--version"], capture_output=True, text=True, check=False)
    major = answer.stdout.strip().removeprefix("v").partition(".")[0]
    return major.isdigit() and int(major) >= OLDEST_NODE


def install_node() -> bool:
    """Put a ready-made Node.js into the environment; False where none is made for this machine."""
    print("正在安装编辑器测试所需的 Node.js……", flush=True)
    lock = str(ROOT / "requirements-node.lock")
    options = ["--require-hashes", "--only-binary", ":all:", "--requirement", lock]
    pip = [sys.executable, "-m", "pip", "-qq", "install", *options]
    return subprocess.run(pip, check=False).returncode == 0 and tools() is not None


def install_server() -> bool:
    """Install the language server from its lock, unless it is there already."""
    lock, installed = HERE / "package-lock.json", HERE / "node_modules" / ".package-lock.json"
    if installed.exists() and installed.stat().st_mtime >= lock.stat().st_mtime:
        return True
    print("正在安装编辑器的语言服务（yaml-language-server）……", flush=True)
    _, npm = tools() or ("", "npm")
    options = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--no-update-notifier"]
    return subprocess.run([npm, *options], cwd=HERE, check=False).returncode == 0


if __name__ == "__main__":
    sys.exit(main())
