/* What is still on this phone, thing by thing, with its state and the server's sentence. */
"use strict";
(function () {
  const root = document.getElementById("kept"), store = window.phoneStore, sending = window.phoneSending;
  if (!root || !sending) return;
  const words = root.dataset, list = document.getElementById("kept-list"), sum = document.getElementById("kept-sum");
  const groupTemplate = document.getElementById("kept-group"), thingTemplate = document.getElementById("kept-thing");

  function stateOf(thing, things) {
    if (thing.state === "kept") return words.kept;
    if (thing.state === "held") return words.held;
    if (thing.state === "refused") return thing.theirs ? words.conflict : words.refused;
    const percent = sending.moving[thing.id];
    if (percent !== undefined) return words.sending + (thing.kind === "photo" ? " " + percent + " %" : "");
    return words.waiting + (sending.waitsFor(thing, things) ? "，" + sending.waitsFor(thing, things) : "");
  }
  function nameOf(thing) {
    const at = new Date(thing.at), clock = String(at.getHours()).padStart(2, "0") + ":" + String(at.getMinutes()).padStart(2, "0");
    const what = { "check-in": words.checkIn, stage: words.stage, answer: words.answer, photo: words.photo, finding: words.finding, record: words.record, report: words.report, mending: words.mending }[thing.kind];
    const more = thing.kind === "photo" ? Math.max(1, Math.round(thing.size / 1024)) + " kB" : [thing.label, thing.shown].filter(Boolean).join("：");
    return clock + " " + what + (more ? " · " + more : "");
  }
  async function copy(thing) {
    const bytes = await store.bytesOf(thing.id);
    if (!bytes) return;
    const link = document.createElement("a");
    link.href = URL.createObjectURL(bytes);
    link.download = thing.name;
    link.click();
  }
  function draw(thing, things) {
    const node = thingTemplate.content.firstElementChild.cloneNode(true);
    node.dataset.state = thing.state;
    node.querySelector("b").textContent = nameOf(thing);
    node.querySelector(".kept-state").textContent = stateOf(thing, things) + (sending.mine(thing) ? "" : "；" + words.others);
    node.querySelector(".kept-said").textContent = [thing.said, thing.theirs && words.ours + nameOf(thing), thing.theirs].filter(Boolean).join("\n");
    const isStuck = sending.mine(thing) && (thing.state === "refused" || thing.state === "held");
    node.querySelector(".kept-acts").hidden = !isStuck;
    node.querySelector("[data-act=again]").onclick = function () { sending.sendAgain(thing.id, thing.state === "held" ? { item: "" } : {}); };
    node.querySelector("[data-act=copy]").hidden = thing.kind !== "photo";
    node.querySelector("[data-act=copy]").onclick = function () { copy(thing); };
    node.querySelector("[data-act=remove]").onclick = async function () {
      if (!confirm(words.sure)) return;
      await store.remove(thing.id);
      sending.news.dispatchEvent(new Event("change"));
    };
    return node;
  }
  let drawing = false, again = false;
  async function show() {
    if (drawing) { again = true; return; }
    drawing = true;
    const things = await store.all();
    const groups = new Map();
    for (const thing of things.sort(function (a, b) { return a.at < b.at ? -1 : 1; })) {
      if (!groups.has(thing.visit)) groups.set(thing.visit, []);
      groups.get(thing.visit).push(thing);
    }
    const drawn = [];
    for (const members of groups.values()) {
      const group = groupTemplate.content.firstElementChild.cloneNode(true);
      const open = members.filter(function (thing) { return thing.state !== "kept"; });
      const kept = members.filter(function (thing) { return thing.state === "kept"; });
      group.querySelector("h2").textContent = members[0].title;
      group.querySelector(".kept-open").append(...open.map(function (thing) { return draw(thing, things); }));
      group.querySelector("details").hidden = !kept.length;
      group.querySelector("summary").textContent = words.kept + " " + kept.length;
      group.querySelector(".kept-done").append(...kept.map(function (thing) { return draw(thing, things); }));
      group.querySelector("details").open = isOpen.has(members[0].visit);
      group.querySelector("details").addEventListener("toggle", function (event) {
        if (event.target.open) isOpen.add(members[0].visit); else isOpen.delete(members[0].visit);
      });
      drawn.push(group);
    }
    list.replaceChildren(...drawn);
    const open = things.filter(function (thing) { return thing.state !== "kept"; }).length;
    const stuck = things.filter(function (thing) { return thing.state === "refused" || thing.state === "held"; }).length;
    root.dataset.open = open;
    root.dataset.done = things.length - open;
    sum.textContent = open ? words.onPhone + " " + open + (stuck ? "，" + words.needYou + " " + stuck : "") : words.none;
    drawing = false;
    if (again) { again = false; show(); }
  }
  const isOpen = new Set();
  async function room() {
    const node = document.getElementById("kept-room");
    if (!navigator.storage || !navigator.storage.estimate) return;
    const found = await navigator.storage.estimate(), safe = navigator.storage.persisted && (await navigator.storage.persisted());
    const free = Math.max(0, (found.quota || 0) - (found.usage || 0)) / 1e6;
    node.textContent = words.room.replace("{used}", ((found.usage || 0) / 1e6).toFixed(1)).replace("{free}", free.toFixed(0))
      + (free < 200 ? words.tight : "") + (safe ? words.safe : words.unsafe);
  }
  if (location.pathname !== new URL(words.here, location.href).pathname) document.getElementById("kept-elsewhere").hidden = false;
  document.getElementById("send-now").addEventListener("click", function () { sending.send(); });
  sending.news.addEventListener("change", show);
  show();
  room();
})();
