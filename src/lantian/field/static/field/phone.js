/* The bar that says what is still on this phone; the worker; the pages of today. */
"use strict";
(function () {
  const phone = document.getElementById("phone"), bar = document.getElementById("connection");
  const store = window.phoneStore, sending = window.phoneSending;
  if (!phone || !bar || !sending) return;
  const words = phone.dataset, text = document.getElementById("connection-text"), link = document.getElementById("kept-link");
  const PAGES = "lantian-pages", FRESH_MS = 60000;
  bar.dataset.owned = "yes";

  async function show() {
    const things = await store.all();
    const open = things.filter(function (thing) { return thing.state !== "kept"; });
    const why = sending.stopped();
    const state = why === "offline" ? words.offline : why === "sign-in" ? words.signedOut : why === "server" ? words.serverSilent : words.online;
    bar.classList.toggle("is-offline", why === "offline");
    text.textContent = open.length ? state : why ? state : words.allKept;
    link.textContent = words.onPhone + " " + open.length;
    link.dataset.count = open.length;
    const door = document.getElementById("sign-in-again");
    door.hidden = why !== "sign-in";
    takeOver(things);
    return things;
  }

  /* A new version waits until nothing is unsent; it never touches the store. */
  let waitingWorker = null;
  function takeOver(things) {
    const isFree = !things.some(function (thing) { return thing.state === "waiting"; });
    if (waitingWorker && isFree) { waitingWorker.postMessage("take over"); waitingWorker = null; }
  }
  async function register() {
    if (!("serviceWorker" in navigator)) return;
    const found = await navigator.serviceWorker.register(words.worker, { scope: words.base, updateViaCache: "none" });
    const watch = function () {
      waitingWorker = found.waiting && navigator.serviceWorker.controller ? found.waiting : null;
      show();
    };
    found.addEventListener("updatefound", function () {
      const coming = found.installing;
      coming.addEventListener("statechange", function () { if (coming.state === "installed") watch(); });
    });
    watch();
    await navigator.serviceWorker.ready;
    await keepPages();
  }

  /* The pages of today belong to one person: another one's are thrown away before theirs are fetched. */
  async function keepPages() {
    if (!("caches" in window) || !navigator.onLine) return;
    const cache = await caches.open(PAGES);
    const tag = new URL(words.base + "whose", location.href).href, before = await cache.match(tag);
    if (before && (await before.text()) !== words.who) await caches.delete(PAGES);
    const mine = await caches.open(PAGES);
    const stamp = await mine.match(tag);
    const at = stamp ? Number(stamp.headers.get("X-At")) : 0;
    if (Date.now() - at < FRESH_MS && document.documentElement.dataset.page !== "day") return;
    const reply = await fetch(words.pages, { redirect: "manual", headers: { Accept: "application/json" } });
    if (!reply.ok) return;
    await mine.put(tag, new Response(words.who, { headers: { "X-At": String(Date.now()) } }));
    for (const url of (await reply.json()).pages) {
      const page = await fetch(url, { redirect: "manual" });
      if (!page.ok) continue;
      await keepPictures(mine, await page.clone().text());
      await mine.put(url, page);
    }
    for (const entry of performance.getEntriesByType("resource")) {
      if (entry.name.startsWith(location.origin + words.static) && !(await caches.match(entry.name))) await mine.add(entry.name);
    }
    document.documentElement.dataset.pagesKept = "yes";
  }

  /* The views before, so that a mending has them without a signal. */
  async function keepPictures(cache, text) {
    const found = new DOMParser().parseFromString(text, "text/html").querySelectorAll(".pairs img[src]");
    for (const image of found) {
      const url = new URL(image.getAttribute("src"), location.href).href;
      if (!(await cache.match(url))) await cache.add(url).catch(function () { /* it comes with the next signal */ });
    }
  }

  document.addEventListener("submit", function (event) {
    if (event.target.action === new URL(words.signOut, location.href).href && "caches" in window) caches.delete(PAGES);
  });
  sending.news.addEventListener("change", show);
  window.addEventListener("online", function () { show(); keepPages().catch(function () { /* the network went again */ }); });
  window.addEventListener("offline", show);
  show();
  register().catch(function () { /* no worker here (plain http, private window): the store still holds everything */ });
})();
