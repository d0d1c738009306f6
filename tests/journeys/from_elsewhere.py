"""A phone that is another machine: its own network and browser, the office's certificate installed.

    ip netns exec NAME python tests/journeys/from_elsewhere.py https://10.77.0.1:8443 POST FOLDER

What localhost hides shows here: without TLS a browser gives no camera, no place, no worker. Prints JSON.
"""

import json
import os
import sys
import time
from pathlib import Path

from playwright.sync_api import CDPSession, Page, sync_playwright

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
# 1.6 Mbit/s down, 750 kbit/s up, 150 ms: what the measuring tools of browsers call regular 3G
THREE_G = {"latency": 150, "downloadThroughput": 1.6e6 / 8, "uploadThroughput": 750e3 / 8, "offline": False}
ABLE = """async () => ({
  secure: isSecureContext,
  worker: "serviceWorker" in navigator,
  camera: !!(navigator.mediaDevices && navigator.mediaDevices.getUserMedia),
  hash: [...new Uint8Array(await crypto.subtle.digest("SHA-256", new Uint8Array([97, 98, 99])))]
    .map(one => one.toString(16).padStart(2, "0")).join(""),
  place: await new Promise(done => navigator.geolocation.getCurrentPosition(
    found => done([found.coords.longitude, found.coords.latitude]), problem => done(problem.message))),
})"""
TASKS = "main :is(a, .card, .empty):visible"
FORGET = """async () => {
  if (!isSecureContext) throw new Error("no secure context");
  for (const one of await navigator.serviceWorker.getRegistrations()) await one.unregister();
  for (const name of await caches.keys()) await caches.delete(name);
}"""
CONTROLLED = "() => navigator.serviceWorker.ready.then(() => true)"
KEPT = "async () => (await (await caches.open('lantian-pages')).keys()).map(one => new URL(one.url).pathname)"


def main() -> None:
    """Sign in, look what the browser allows, time the first page over 3G and the start without a network."""
    base, post, folder = sys.argv[1:]
    with sync_playwright() as playwright:
        context = playwright.chromium.launch_persistent_context(
            Path(folder),
            executable_path=CHROMIUM,
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
            viewport={"width": 390, "height": 844},
            has_touch=True,
            is_mobile=True,
            locale="zh-CN",
            geolocation={"longitude": 116.43, "latitude": 39.92},
            permissions=["geolocation"],
        )
        page = context.new_page()
        page.goto(f"{base}/posts/")
        page.locator(f"button[value='{post}']").first.click()
        page.wait_for_load_state()
        page.evaluate(FORGET)
        told = _over_three_g(context.new_cdp_session(page), page, base)
        told["able"] = page.evaluate(ABLE)
        told["controlled"] = page.evaluate(CONTROLLED)
        _await_kept(page)
        told["offline_s"] = _without_network(context, page, base)
        context.close()
    sys.stdout.write(json.dumps(told))


def _over_three_g(session: CDPSession, page: Page, base: str) -> dict[str, object]:
    """The first visit of a phone that holds nothing: bytes on the wire, seconds to the first task."""
    session.send("Network.enable")
    session.send("Network.clearBrowserCache")
    session.send("Network.emulateNetworkConditions", THREE_G)
    sent: list[float] = []
    page.goto("about:blank")
    session.on("Network.loadingFinished", lambda told: sent.append(told["encodedDataLength"]))
    begun = time.monotonic()
    page.goto(f"{base}/field/", wait_until="commit")
    page.locator(TASKS).first.wait_for()
    seen = time.monotonic() - begun
    page.wait_for_load_state("load")
    usable = time.monotonic() - begun
    page.wait_for_timeout(500)
    session.send(
        "Network.emulateNetworkConditions",
        {**THREE_G, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1},
    )
    return {"seen_s": seen, "usable_s": usable, "kilobytes": sum(sent) / 1000}


def _await_kept(page: Page) -> None:
    for _ in range(100):
        if "/field/" in page.evaluate(KEPT):
            return
        page.wait_for_timeout(200)
    raise AssertionError("the phone did not keep its first page within 20 s")


def _without_network(context, page: Page, base: str) -> float:
    """Seconds from tapping the icon to the day, with no network at all; the median of five."""
    context.set_offline(True)
    times = []
    for _ in range(5):
        page.goto("about:blank")
        begun = time.monotonic()
        page.goto(f"{base}/field/", wait_until="commit")
        page.locator(TASKS).first.wait_for()
        times.append(time.monotonic() - begun)
    return sorted(times)[2]


if __name__ == "__main__":
    main()
