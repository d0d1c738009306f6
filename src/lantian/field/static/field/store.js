/* What this phone holds: one IndexedDB, one record a thing. A promise is kept once its transaction is durable. */
"use strict";
(function () {
  const NAME = "lantian-phone";
  let opening = null;

  function open() {
    if (!opening) opening = new Promise(function (resolve, reject) {
      const asked = indexedDB.open(NAME, 1);
      asked.onupgradeneeded = function () {
        /* a later version adds beside these; it never drops what is unsent */
        asked.result.createObjectStore("things", { keyPath: "id" });
        asked.result.createObjectStore("photos");
      };
      asked.onsuccess = function () {
        asked.result.onversionchange = function () { asked.result.close(); opening = null; };
        resolve(asked.result);
      };
      asked.onerror = function () { opening = null; reject(asked.error); };
    });
    return opening;
  }
  async function run(mode, work) {
    const base = await open();
    return new Promise(function (resolve, reject) {
      const deal = base.transaction(["things", "photos"], mode, { durability: "strict" });
      let found;
      deal.oncomplete = function () { resolve(found && "result" in found ? found.result : found); };
      deal.onabort = function () { reject(deal.error || new DOMException("aborted", "AbortError")); };
      try { found = work(deal.objectStore("things"), deal.objectStore("photos")); }
      catch (error) { deal.abort(); reject(error); }  /* never the thing without its bytes */
    });
  }

  /* A thing and, for a photo, its bytes: both or neither. */
  function put(thing, bytes) {
    return run("readwrite", function (things, photos) {
      things.put(thing);
      if (bytes) photos.put(bytes, thing.id);
    });
  }
  /* Change a thing as it stands, unless it was given anew in the meantime; `false` then. */
  function change(id, at, changes, options) {
    let done = false;
    return run("readwrite", function (things, photos) {
      things.get(id).onsuccess = function (event) {
        const thing = event.target.result;
        if (!thing || (at && thing.at !== at)) return;
        things.put(Object.assign(thing, changes));
        if (options && options.dropBytes) photos.delete(id);
        done = true;
      };
    }).then(function () { return done; });
  }
  function get(id) { return run("readonly", function (things) { return things.get(id); }); }
  function all() { return run("readonly", function (things) { return things.getAll(); }); }
  function bytesOf(id) { return run("readonly", function (things, photos) { return photos.get(id); }); }
  function remove(id) {
    return run("readwrite", function (things, photos) { things.delete(id); photos.delete(id); });
  }
  function newKey() {
    if (crypto.randomUUID) return crypto.randomUUID();
    const b = crypto.getRandomValues(new Uint8Array(16));
    b[6] = (b[6] & 15) | 64; b[8] = (b[8] & 63) | 128;
    const h = Array.from(b, function (x) { return x.toString(16).padStart(2, "0"); }).join("");
    return [h.slice(0, 8), h.slice(8, 12), h.slice(12, 16), h.slice(16, 20), h.slice(20)].join("-");
  }
  /* Empty where the browser has no subtle crypto (plain http): the server then says the hash. */
  async function sha256(bytes) {
    if (!crypto.subtle) return "";
    const sum = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
    return Array.from(sum, function (x) { return x.toString(16).padStart(2, "0"); }).join("");
  }
  window.phoneStore = { put: put, change: change, get: get, all: all, bytesOf: bytesOf, remove: remove, newKey: newKey, sha256: sha256 };
})();
