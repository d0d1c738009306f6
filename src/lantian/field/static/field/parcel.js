/* Photos first, then the words that go with them: a report, a mending. Each is kept on this phone at once;
   the words go last, when every photo they name is on the server. */
"use strict";
(async function () {
  const form = document.getElementById("parcel"), store = window.phoneStore, sending = window.phoneSending;
  if (!form || !sending) return;
  const words = form.dataset, state = document.getElementById("parcel-state"), shots = document.getElementById("shots");
  const where = document.getElementById("place-state"), figures = {};
  const NEAR_M = 300, EARTH_M = 6371008.8, RAD = Math.PI / 180;
  let place = null;

  /* the parcel that was begun here and not finished, or a new one */
  async function begun() {
    if (words.number) return "mending:" + words.number;
    const things = (await store.all()).filter(function (thing) { return sending.mine(thing) && (thing.visit || "").startsWith("report:"); });
    const open = things.find(function (thing) { return thing.kind === "photo" && !things.some(function (other) { return other.visit === thing.visit && other.kind === "report"; }); });
    return open ? open.visit : "report:" + store.newKey();
  }
  const group = await begun(), id = words.kind + ":" + group, draft = "lantian-draft:" + group;

  function photosOf(things) {
    return things.filter(function (thing) { return thing.visit === group && thing.kind === "photo" && sending.mine(thing); })
      .sort(function (a, b) { return a.at < b.at ? -1 : 1; });
  }
  function figureFor(key, bytes) {
    if (figures[key]) return figures[key];
    const node = document.getElementById("shot").content.firstElementChild.cloneNode(true);
    if (bytes) node.querySelector("img").src = URL.createObjectURL(bytes);
    shots.append(node);
    figures[key] = node;
    return node;
  }
  function paint(node, text, percent) {
    const bar = node.querySelector("progress");
    node.querySelector("figcaption span").textContent = text;
    bar.value = percent;
    bar.hidden = percent >= 100;
  }
  async function addPhoto(file) {
    const key = store.newKey(), content = await file.arrayBuffer();
    const thing = {
      id: "photo:" + key, kind: "photo", visit: group, key: key, isLoose: true, title: words.title, item: "", name: file.name || "photo.jpg",
      size: content.byteLength, type: file.type, sha256: await store.sha256(content),
      lon: place ? place.longitude.toFixed(6) : null, lat: place ? place.latitude.toFixed(6) : null, accuracy: place ? Math.round(place.accuracy) : null,
    };
    const node = figureFor(thing.id, file);
    try { await sending.keep(thing, new Blob([content], { type: file.type })); }
    catch (error) { node.remove(); delete figures[thing.id]; state.textContent = words.full; }
  }
  async function paintAll() {
    const things = await store.all();
    for (const thing of photosOf(things)) {
      const node = figures[thing.id], percent = sending.moving[thing.id];
      if (!node) continue;
      if (thing.state === "kept") paint(node, words.kept, 100);
      else if (thing.state === "waiting") paint(node, percent === undefined ? words.waiting : words.sending, percent || 0);
      else { paint(node, words.refused, 100); state.textContent = thing.said; }
    }
    const main = things.find(function (thing) { return thing.id === id; });
    if (!main) return;
    if (main.state === "kept") { localStorage.removeItem(draft); if (form.dataset.sent) location.assign(words.done); return; }
    const why = main.state === "waiting" ? sending.waitsFor(main, things) : [main.said, main.theirs].filter(Boolean).join(" ");
    state.textContent = (main.state === "waiting" ? words.waiting : words.refused) + (why ? "：" + why : "");
  }

  /* where it is: the phone's place, and the known place next to it */
  function metres(one) {
    const h = Math.sin((one.lat - place.latitude) * RAD / 2) ** 2 + Math.cos(one.lat * RAD) * Math.cos(place.latitude * RAD) * Math.sin((one.lon - place.longitude) * RAD / 2) ** 2;
    return 2 * EARTH_M * Math.asin(Math.sqrt(h));
  }
  function found(position) {
    place = position.coords;
    form.elements.lon.value = place.longitude.toFixed(6);
    form.elements.lat.value = place.latitude.toFixed(6);
    where.textContent = words.found + " " + Math.round(place.accuracy) + " m";
    const known = JSON.parse(document.getElementById("places").textContent);
    const nearest = known.map(function (one) { return [metres(one), one]; }).sort(function (a, b) { return a[0] - b[0]; })[0];
    if (nearest && nearest[0] <= NEAR_M && !form.elements.source_code.value) {
      form.elements.source_code.value = nearest[1].code;
      document.getElementById("near").textContent = words.near + " " + nearest[1].name;
    }
  }
  function lost() { where.textContent = words.lost; document.getElementById("where").open = true; }

  function fields() {
    const said = {};
    for (const [name, value] of new FormData(form)) if (name !== "csrfmiddlewaretoken" && name !== "files") said[name] = value;
    return said;
  }
  form.addEventListener("input", function () { localStorage.setItem(draft, JSON.stringify(fields())); });
  form.addEventListener("submit", async function (event) {
    event.preventDefault();
    const photos = photosOf(await store.all()), said = fields();
    if (!photos.length) { state.textContent = words.photoFirst; return; }
    if (words.kind === "report" && !said.category) { state.textContent = words.kindFirst; return; }
    if (words.kind === "report" && !said.lon && !said.source_code) { state.textContent = words.lost; lost(); return; }
    if (!form.reportValidity()) return;
    const keys = photos.map(function (thing) { return thing.key; }).join(",");
    if (words.kind === "report") Object.assign(said, { photos: keys, said_at: new Date().toISOString() });
    else said.after_key = keys;
    const url = words.kind === "report" ? words.url + group.slice("report:".length) + "/" : words.url;
    const chosen = form.querySelector("input[name=category]:checked");
    const shown = [chosen ? chosen.parentElement.textContent.trim() : "", said.what_was_done || said.words].filter(Boolean).join(" ");
    form.dataset.sent = "yes";
    try { await sending.keep({ id: id, kind: words.kind, visit: group, title: words.title, url: url, fields: said, shown: shown }); }
    catch (error) { state.textContent = words.full; return; }
    await paintAll();
    state.scrollIntoView({ block: "center" });
  });
  document.getElementById("camera").addEventListener("change", function (event) {
    Array.from(event.target.files).reduce(function (before, file) { return before.then(function () { return addPhoto(file); }); }, Promise.resolve());
    event.target.value = "";
  });

  const kept = localStorage.getItem(draft);
  if (kept) for (const [name, value] of Object.entries(JSON.parse(kept))) {
    const field = form.elements[name];
    if (field && name !== "lon" && name !== "lat" && name !== "photos") field.value = value;
  }
  for (const thing of photosOf(await store.all())) figureFor(thing.id, await store.bytesOf(thing.id));
  sending.news.addEventListener("change", paintAll);
  await paintAll();
  if (words.kind === "report") {
    if (!navigator.geolocation) lost();
    else { where.textContent = words.locating; navigator.geolocation.getCurrentPosition(found, lost, { enableHighAccuracy: true, timeout: 15000, maximumAge: 30000 }); }
  }
  form.dataset.ready = "yes";
})();
