"""Takes the pictures that the README shows: of the site, of a ledger and of a due list, as made."""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
sys.path.insert(0, str(HERE.parent))

from browser import chromium, executable, watched  # noqa: E402

IMAGES = ROOT / "docs" / "images"
ON = "2026-11-01"
DESK = {"width": 1280, "height": 800}
SHEETS = (("due-list", "people/W086.xlsx"), ("ledger", "ledgers/guardianship-assessment.xlsx"))
PAGES = (("site", "index.html"), ("statistics", "statistics/sex-age.html"))
OFFICE = ("soffice", "libreoffice")


def main() -> int:
    """Build the demo, and look at it; 1 where a part of the system is missing."""
    office = next((found for name in OFFICE if (found := shutil.which(name))), None)
    if office is None or executable() is None or shutil.which("pdftoppm") is None:
        print("需要 Chromium、LibreOffice 和 pdftoppm（Debian 上是 poppler-utils）。")
        return 1
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder)
        tonghu = [sys.executable, "-c", "from tonghu.cli import entry; entry()"]
        subprocess.run([*tonghu, "build", "--on", ON, "--to", folder], cwd=ROOT, check=True)
        for name, sheet in SHEETS:
            printed(office, made / ON[:7] / sheet, IMAGES / f"{name}.png")
        for name, shown in PAGES:
            seen(made / "site" / shown, IMAGES / f"{name}.png")
    return 0


def printed(office: str, sheet: Path, picture: Path) -> None:
    """The first page of a spreadsheet, as it comes out of a printer."""
    with tempfile.TemporaryDirectory() as folder:
        profile = f"-env:UserInstallation={Path(folder).as_uri()}/profile"
        words = [office, profile, "--headless", "--convert-to", "pdf", "--outdir", folder]
        subprocess.run([*words, str(sheet)], check=True, stdout=subprocess.DEVNULL)
        paper = Path(folder) / f"{sheet.stem}.pdf"
        words = ["pdftoppm", "-png", "-r", "90", "-singlefile", "-l", "1", str(paper)]
        subprocess.run([*words, str(picture.with_suffix(""))], check=True)


def seen(shown: Path, picture: Path) -> None:
    """The top of a page of the website."""
    with chromium() as browser:
        page, _ = watched(browser, shown.parent.as_uri(), viewport=DESK)
        page.goto(shown.as_uri())
        page.wait_for_timeout(500)
        page.screenshot(path=str(picture))
        page.close()


if __name__ == "__main__":
    sys.exit(main())
