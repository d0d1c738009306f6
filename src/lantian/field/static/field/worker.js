/* Pages of the phone without a signal. GIVEN (version, assets, kept) stands above, written by the server.
   What is unsent lives in IndexedDB and is never touched here. */
"use strict";
const ASSETS = "lantian-assets-" + GIVEN.version, PAGES = "lantian-pages", PATIENCE_MS = 3000;

self.addEventListener("install", function (event) {
  const fresh = GIVEN.assets.map(function (url) { return new Request(url, { cache: "reload" }); });
  event.waitUntil(caches.open(ASSETS).then(function (cache) { return cache.addAll(fresh); }));
});
self.addEventListener("activate", function (event) {
  event.waitUntil((async function () {
    for (const name of await caches.keys()) {
      if (name.startsWith("lantian-assets-") && name !== ASSETS) await caches.delete(name);
    }
    await self.clients.claim();
  })());
});
self.addEventListener("message", function (event) { if (event.data === "take over") self.skipWaiting(); });

async function asset(request) {
  const here = await caches.match(request);
  if (here) return here;
  const reply = await fetch(request);
  if (reply.ok) await (await caches.open(PAGES)).put(request, reply.clone());
  return reply;
}
/* The network's page first; where it is silent, the one kept here; else what is still on this phone. */
async function page(request) {
  const cache = await caches.open(PAGES);
  const here = await cache.match(request, { ignoreSearch: true });
  const asked = fetch(request).then(async function (reply) {
    if (reply.ok && !reply.redirected) await cache.put(request, reply.clone());
    return reply;
  });
  if (!here) return asked.catch(async function () { return (await cache.match(GIVEN.kept)) || Response.error(); });
  const late = new Promise(function (resolve) { setTimeout(resolve, PATIENCE_MS); }).then(function () { return here; });
  const reply = await Promise.race([asked.catch(function () { return here; }), late]);
  return reply.status >= 502 ? here : reply;
}
/* Pictures of the pages kept here, as of a view before; others are the network's. */
async function picture(request) {
  const here = await caches.match(request.url, { cacheName: PAGES });
  return here || fetch(request);
}
self.addEventListener("fetch", function (event) {
  const request = event.request, url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  if (request.mode === "navigate") event.respondWith(page(request));
  else if (url.pathname.includes("/static/")) event.respondWith(asset(request));
  else if (request.destination === "image") event.respondWith(picture(request));
});
