/* Each answer and photo is kept on this phone the moment it is given, then sent; each says where it is. */
"use strict";
(async function () {
  const root = document.getElementById("visit"), store = window.phoneStore, sending = window.phoneSending;
  if (!root || !sending) return;
  const words = root.dataset, said = document.getElementById("photo-state");
  const begun = await store.get("check-in:" + words.order);
  const key = words.key || (begun ? begun.visit : "");
  if (!key) { location.replace(words.orderUrl); return; }
  let place = null;
  const asking = window.phoneAsking(root), rest = document.getElementById("rest");
  const figures = {}, unkept = [];

  function thingsOf(things, kind) {
    return things.filter(function (thing) { return thing.visit === key && thing.kind === kind && sending.mine(thing); });
  }
  function tell(text) { said.textContent = text; }

  /* answers */
  function stateOf(box) { return box.querySelector(".item-state"); }
  async function answer(box) {
    const chosen = box.querySelector("input[type=radio]:checked");
    if (!chosen) return;
    const note = box.querySelector("input[type=text]").value;
    stateOf(box).textContent = words.waiting;
    try {
      await sending.keep({ id: "answer:" + key + ":" + box.dataset.item, kind: "answer", visit: key, title: words.title, item: box.dataset.item, label: box.dataset.label, value: chosen.value, shown: chosen.parentElement.textContent.trim(), note: note });
    } catch (error) { stateOf(box).textContent = words.full; }
  }
  function paintAnswers(things) {
    for (const thing of thingsOf(things, "answer")) {
      const box = root.querySelector('[data-item="' + thing.item + '"]');
      if (!box) continue;
      if (thing.state === "kept") { stateOf(box).textContent = ""; continue; }
      stateOf(box).textContent = thing.state === "waiting" ? words.waiting : words.refused + "：" + thing.said;
    }
    count();
  }
  /* What is asked changes with each answer, also without a signal, so the phone counts for itself. */
  function count() {
    const now = asking.look(), left = now.total - now.answered;
    document.getElementById("answered").textContent = now.answered;
    document.getElementById("total").textContent = now.total;
    document.getElementById("finish").textContent = left ? words.left.replace("{n}", left) : words.done;
    if (rest) rest.hidden = asking.rest().length < 3;
  }
  async function nameStage() {
    const chosen = asking.stage.options[asking.stage.selectedIndex];
    if (!chosen.value) return;
    try {
      await sending.keep({ id: "stage:" + key, kind: "stage", visit: key, title: words.title, stage: chosen.value, shown: chosen.textContent.trim() });
    } catch (error) { document.getElementById("stage-state").textContent = words.full; }
    count();
  }
  function paintStage(things) {
    for (const thing of thingsOf(things, "stage")) {
      if (thing.state !== "kept" || !words.key || !navigator.onLine) asking.stage.value = thing.stage;
      document.getElementById("stage-state").textContent = thing.state === "kept" ? "" : thing.state === "waiting" ? words.waiting : words.refused + "：" + thing.said;
    }
  }
  async function answerRest() {
    for (const box of asking.rest()) {
      box.querySelector('input[value="ok"]').checked = true;
      await answer(box);
    }
  }
  function putBack(things) {
    for (const thing of thingsOf(things, "answer")) {
      const box = root.querySelector('[data-item="' + thing.item + '"]');
      if (!box || (thing.state === "kept" && words.key && navigator.onLine)) continue;
      const radio = box.querySelector('input[value="' + thing.value + '"]');
      if (radio) radio.checked = true;
      box.querySelector("input[type=text]").value = thing.note;
    }
  }

  /* photos */
  function figureFor(id, bytes) {
    if (figures[id]) return figures[id];
    const node = document.getElementById("photo-template").content.firstElementChild.cloneNode(true);
    if (bytes) node.querySelector("img").src = URL.createObjectURL(bytes);
    root.querySelector(".cam").before(node);
    node.querySelector("button").onclick = function () { node.querySelector("button").hidden = true; sending.sendAgain(id, { item: "" }); };
    figures[id] = node;
    return node;
  }
  async function addPhoto(file) {
    const current = root.querySelector(".it.cur"), at = new Date().toISOString(), photoKey = store.newKey(), id = "photo:" + photoKey;
    const node = figureFor(id, file);
    paint(node, words.reading, 0);
    const content = await file.arrayBuffer();
    const thing = {
      id: id, kind: "photo", visit: key, key: photoKey, title: words.title, item: current ? current.dataset.item : "", at: at, name: file.name || "photo.jpg",
      size: content.byteLength, type: file.type, sha256: await store.sha256(content),
      lon: place ? place.longitude.toFixed(6) : null, lat: place ? place.latitude.toFixed(6) : null,
      accuracy: place ? Math.round(place.accuracy) : null,
    };
    await keepPhoto(thing, new Blob([content], { type: file.type }));
  }
  async function keepPhoto(thing, bytes) {
    try {
      await sending.keep(thing, bytes);
    } catch (error) {  /* the phone is full: it stays in this page, in words, and is tried again when something has gone */
      paint(figures[thing.id], words.notKept, 0);
      tell(words.full);
      unkept.push([thing, bytes]);
    }
  }
  function keepUnkept() { unkept.splice(0).forEach(function (pair) { keepPhoto(pair[0], pair[1]); }); }
  function paint(node, text, percent) {
    const bar = node.querySelector("progress");
    node.querySelector("figcaption span").textContent = text;
    bar.value = percent;
    bar.hidden = percent >= 100;
  }
  function paintPhotos(things) {
    let trouble = "";
    for (const thing of thingsOf(things, "photo")) {
      const node = figures[thing.id];
      if (!node) continue;
      const percent = sending.moving[thing.id];
      if (thing.state === "kept") paint(node, words.kept, 100);
      else if (thing.state === "waiting") paint(node, percent === undefined ? words.waiting : words.sending, percent || 0);
      else {
        paint(node, thing.state === "held" ? words.waiting : words.refused, 100);
        node.querySelector("button").hidden = thing.state !== "held";
        trouble = thing.said;
      }
    }
    if (trouble || !unkept.length) tell(trouble);
  }
  async function paintAll() {
    const things = await store.all();
    if (asking.stage) paintStage(things);
    paintAnswers(things);
    paintPhotos(things);
  }

  root.querySelectorAll(".it").forEach(function (box) {
    const focus = function () {
      root.querySelectorAll(".it.cur").forEach(function (other) { other.classList.remove("cur"); });
      box.classList.add("cur");
    };
    box.addEventListener("focusin", focus);
    box.addEventListener("change", function () { focus(); answer(box); count(); });
  });
  if (asking.stage) asking.stage.addEventListener("change", nameStage);
  if (rest) rest.addEventListener("click", answerRest);
  document.getElementById("camera").addEventListener("change", function (event) {
    Array.from(event.target.files).reduce(function (before, file) { return before.then(function () { return addPhoto(file); }); }, Promise.resolve());
    event.target.value = "";
  });
  sending.news.addEventListener("change", paintAll);
  sending.news.addEventListener("kept", function (event) {
    const { thing } = event.detail;
    if (thing.kind === "photo") keepUnkept();
  });
  setInterval(keepUnkept, 15000);
  window.addEventListener("beforeunload", function (event) { if (unkept.length) event.preventDefault(); });
  if (navigator.geolocation) navigator.geolocation.getCurrentPosition(function (found) { place = found.coords; }, function () { place = null; });

  /* Answers given before the check-in is on the server are answers to this version of the checklist. */
  if (!words.key && begun && begun.state === "waiting") await store.change("check-in:" + words.order, null, { template: words.template });
  const things = await store.all();
  putBack(things);
  for (const thing of thingsOf(things, "photo")) {
    const isShown = root.querySelector('figure[data-photo="' + thing.key + '"]');
    if (!isShown && thing.state !== "kept") figureFor(thing.id, await store.bytesOf(thing.id));
  }
  await paintAll();
  root.dataset.ready = "yes";
})();
