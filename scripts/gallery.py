"""Render the style guide to a folder, and photograph it: for looking, not a route of the product.

    .venv/bin/python scripts/gallery.py [FOLDER]            write the pages (default /tmp/lantian-gallery)
    .venv/bin/python scripts/gallery.py [FOLDER] --shoot    and photograph them in Chromium

Pages are served with the product's strict content security policy, so that an inline style shows at once.
"""

from __future__ import annotations

import http.server
import shutil
import subprocess
import sys
import threading
from functools import partial
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "scripts")]

import django  # noqa: E402 - found through the path above
from django.conf import settings  # noqa: E402
from django.template import loader  # noqa: E402
from django.utils import translation  # noqa: E402

SHOTS = (
    ("desk", 1440, 900, "light"),
    ("desk", 1440, 900, "dark"),
    ("desk", 390, 844, "light"),
    ("case", 1440, 900, "light"),
    ("case", 390, 844, "dark"),
    ("form", 1440, 900, "light"),
    ("form", 390, 844, "light"),
    ("error", 1440, 900, "dark"),
    ("phone", 390, 844, "light"),
    ("phone", 390, 844, "dark"),
)
FLAGS = [
    "--no-sandbox",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
    "--ignore-gpu-blocklist",
    "--disable-background-networking",
    "--disable-component-update",
]


def configure() -> None:
    """A Django that knows the look and nothing else."""
    settings.configure(
        INSTALLED_APPS=["lantian.ui"],
        TEMPLATES=[
            {
                "BACKEND": "django.template.backends.django.DjangoTemplates",
                "APP_DIRS": True,
                "DIRS": [str(ROOT / "scripts" / "gallery")],
            }
        ],
        ROOT_URLCONF="django.conf.urls.i18n",
        STATIC_URL="/static/",
        USE_TZ=True,
        TIME_ZONE="Asia/Shanghai",
        USE_I18N=True,
        LANGUAGE_CODE="zh-hans",
    )
    django.setup()


def write(folder: Path) -> None:
    """Every page of the gallery in both languages."""
    import gallery_values

    folder.mkdir(parents=True, exist_ok=True)
    shutil.copytree(ROOT / "src/lantian/ui/static", folder / "static", dirs_exist_ok=True)
    for language, ending in (("zh-hans", ""), ("en", ".en")):
        with translation.override(language):
            for name, context in gallery_values.pages().items():
                page = loader.get_template(f"{name}.html").render(context)
                (folder / f"{name}{ending}.html").write_text(page, encoding="utf-8")


class Strict(http.server.SimpleHTTPRequestHandler):
    """Files under the product's policy."""

    def end_headers(self) -> None:
        """Adds the policy to every answer."""
        self.send_header("Content-Security-Policy", "default-src 'self'; img-src 'self' data:")
        super().end_headers()

    def log_message(self, *args: object) -> None:
        """Says nothing."""


def shoot(folder: Path) -> None:
    """Photograph the pages; refusals by the policy and script errors are printed."""
    from playwright.sync_api import sync_playwright

    chromium = subprocess.run([str(ROOT / "scripts/browser.sh")], check=True, capture_output=True, text=True)
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), partial(Strict, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium.stdout.strip(), args=FLAGS)
        for name, width, height, theme in SHOTS:
            page = browser.new_page(viewport={"width": width, "height": height})
            page.on("console", lambda message: print("console:", message.text))
            page.context.add_cookies(
                [{"name": "lantian_theme", "value": theme, "url": f"http://127.0.0.1:{server.server_port}"}]
            )
            page.goto(f"http://127.0.0.1:{server.server_port}/{name}.html", wait_until="networkidle")
            across = page.evaluate("document.documentElement.scrollWidth")
            if across > width:
                print(f"{name} at {width}: {across - width} px too wide")
            page.screenshot(path=str(folder / f"{name}-{width}-{theme}.png"), full_page=True)
            page.close()
        browser.close()
    server.shutdown()


def main() -> None:
    """Write, and photograph when asked."""
    given = [word for word in sys.argv[1:] if not word.startswith("--")]
    folder = Path(given[0] if given else "/tmp/lantian-gallery")
    configure()
    write(folder)
    if "--shoot" in sys.argv[1:]:
        shoot(folder)
    print(folder)


if __name__ == "__main__":
    main()
