"""A picture of every page, on a desk (1440 px) and on a phone (390 px), by the first post that may open it.

    LANTIAN_HOME=HOME .venv/bin/python scripts/screens.py http://127.0.0.1:8000 docs/screens [--only WORD]

HOME holds the demo district and is served at the address with the demo's posts. Pictures are WebP; an index
page names each with address and post. Exits with 1 when a page is wider than its screen or a script fails.
"""

import argparse
import io
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

import access
from PIL import Image
from playwright.sync_api import BrowserContext, Page, sync_playwright

from lantian.accounts.models import Person

SCREENS = {1440: 900, 390: 844}
KEPT_WIDTH = {1440: 960, 390: 390}
LONGEST = 6000  # px; a longer page shows its beginning
QUALITY = 60


def main() -> None:
    """Every page that opens to somebody, twice."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("base")
    asked.add_argument("folder", type=Path)
    asked.add_argument("--only", default="")
    given = asked.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    shown = [(one, role) for one, role in pages() if given.only in one.route]
    trouble: list[str] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        for role in dict.fromkeys(role for _, role in shown):
            for width, height in SCREENS.items():
                context = browser.new_context(viewport={"width": width, "height": height}, locale="zh-CN")
                page = signed_in(context, given.base, role)
                for address in [one for one, whose in shown if whose == role]:
                    trouble += picture(page, given.base, address, width, given.folder)
                context.close()
        browser.close()
    given.folder.joinpath("README.md").write_text(index(shown), encoding="utf-8")
    print("\n".join(trouble) or f"{len(shown)} pages, twice")
    sys.exit(1 if trouble else 0)


def pages() -> list[tuple[access.Address, str]]:
    """Every address that answers with a page, and the first post it opens to; "" for a stranger's."""
    access.write_briefing()
    visitors = {"": access.client_of(None)}
    for role in access.POSTS:
        person = Person.objects.filter(role=role, is_active=True).order_by("username").first()
        if person:
            visitors[person.username] = access.client_of(person)
    found = []
    for address in access.addresses():
        for username, client in visitors.items():
            if access.is_page(client, address):
                found.append((address, username))
                break
    return found


def signed_in(context: BrowserContext, base: str, username: str) -> Page:
    """A browser at one post."""
    page = context.new_page()
    if username:
        page.goto(f"{base}/posts/")
        page.locator(f"button[value='{username}']").first.click()
        page.wait_for_load_state()
    return page


def picture(page: Page, base: str, address: access.Address, width: int, folder: Path) -> list[str]:
    """Take one; returns what is wrong with the page."""
    failed: list[str] = []

    def note(error: object) -> None:
        failed.append(f"{address.url} at {width}: {error}")

    page.on("pageerror", note)
    page.goto(base + address.url)
    page.wait_for_load_state("networkidle")
    over = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    taken = Image.open(io.BytesIO(page.screenshot(full_page=True)))
    taken = taken.crop((0, 0, taken.width, min(taken.height, LONGEST)))
    if taken.width != KEPT_WIDTH[width]:
        taken = taken.resize((KEPT_WIDTH[width], round(taken.height * KEPT_WIDTH[width] / taken.width)))
    taken.convert("RGB").save(folder / f"{name_of(address)}-{width}.webp", quality=QUALITY, method=4)
    page.remove_listener("pageerror", note)
    return failed + ([f"{address.url} at {width}: {over} px too wide"] if over > 0 else [])


def name_of(address: access.Address) -> str:
    """The address's route as the name of a file."""
    kept = "".join(char if char.isalnum() else "-" for char in address.route)
    return "-".join(filter(None, kept.split("-"))) or "home"


def index(shown: list[tuple[access.Address, str]]) -> str:
    """Every page with its two pictures."""
    lines = ["# Every page", "", "Made by `scripts/screens.py` from the demo district.", ""]
    lines += ["| address | post | desk | phone |", "|---|---|---|---|"]
    for address, username in shown:
        pictures = [f"[{width}]({name_of(address)}-{width}.webp)" for width in SCREENS]
        lines.append(f"| `/{address.route}` | {username or '—'} | {' | '.join(pictures)} |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
