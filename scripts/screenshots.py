"""Pictures of the report for the README: run the shipped corpus, open its report, take them.

    .venv/bin/python scripts/screenshots.py [OUT]

OUT is the output folder of an earlier `claimcheck run corpus`; without it the run is made first.
Needs Chromium and the development dependencies. Writes docs/images/*.png.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from playwright.sync_api import sync_playwright

ROOT: Final = Path(__file__).resolve().parent.parent
IMAGES: Final = ROOT / "docs" / "images"
LARGEST: Final = 400_000
NAMES: Final = ("chromium", "chromium-browser", "google-chrome", "chrome")


@dataclass(frozen=True)
class Picture:
    """A page as it is to be seen; `keys` are pressed first, `claim` chosen."""

    name: str
    address: str
    width: int = 1280
    height: int = 860
    scheme: str = "light"
    media: str = "screen"
    keys: str = ""


PICTURES: Final = (
    Picture("overview", "index.html"),
    Picture("overview-dark", "index.html", scheme="dark"),
    Picture("overview-narrow", "index.html", width=400, height=860),
    Picture("overview-print", "index.html", width=794, height=1123, media="print"),
    Picture("contrast", "contrast.html#verdict=contradicted&verdict=overstated"),
    Picture("document", "documents/{document}", keys="jjj"),
    Picture("review", "documents/{document}", keys="vjajj2"),
)


def main() -> int:
    """Take all pictures. RETURNS: 0, or 1 where one is too large."""
    path = next((found for name in NAMES if (found := shutil.which(name))), None)
    if path is None:
        print("screenshots: no Chromium is installed", file=sys.stderr)
        return 2
    IMAGES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        report = (Path(sys.argv[1]) if sys.argv[1:] else _run(Path(scratch))) / "report"
        document = _document(report)
        with sync_playwright() as driver:
            browser = driver.chromium.launch(executable_path=path, args=["--no-sandbox"])
            sizes = [_take(browser, report, document, picture) for picture in PICTURES]
            browser.close()
    return int(max(sizes) > LARGEST)


def _run(out: Path) -> Path:
    import claimcheck

    claimcheck.run([str(ROOT / "corpus")], out=str(out))
    return out


def _document(report: Path) -> str:
    """The promotional page on magnesium aspartate, or else the first page."""
    pages = sorted((report / "documents").glob("*.html"))
    wanted = [p for p in pages if "promotional" in p.name and "magnesium" in p.name]
    return (wanted or pages)[0].name


def _take(browser: Any, report: Path, document: str, picture: Picture) -> int:
    page = browser.new_page(viewport={"width": picture.width, "height": picture.height})
    page.emulate_media(color_scheme=picture.scheme, media=picture.media)
    page_file, _, fragment = picture.address.format(document=document).partition("#")
    page.goto((report / page_file).as_uri() + (f"#{fragment}" if fragment else ""))
    if page.locator("[data-browse]").count():
        page.wait_for_selector("[data-ready]")
    for key in picture.keys:
        page.keyboard.press(key)
    page.wait_for_timeout(4500 if picture.keys else 300)  # until the last message has gone
    target = IMAGES / f"{picture.name}.png"
    page.screenshot(path=target)
    page.close()
    size = target.stat().st_size
    print(f"{target.relative_to(ROOT)}\t{size:,} bytes")
    return size


if __name__ == "__main__":
    sys.exit(main())
