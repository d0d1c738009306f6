/* The record and its signatures: drawn on glass, kept on this phone first, sent after the photos and before the finding. */
"use strict";
(async function () {
  const form = document.getElementById("record"), store = window.phoneStore, sending = window.phoneSending;
  if (!form || !sending) return;
  const words = form.dataset, said = document.getElementById("record-state");
  const begun = await store.get("check-in:" + words.order);
  const key = words.key || (begun ? begun.visit : "");
  if (!key) { location.replace(words.orderUrl); return; }
  const id = "record:" + key, drawn = {};

  function glass(box) {
    const canvas = box.querySelector("canvas"), pen = canvas.getContext("2d"), name = box.dataset.sign;
    let last = null;
    function clean() { pen.fillStyle = "#fff"; pen.fillRect(0, 0, canvas.width, canvas.height); drawn[name] = false; }
    function at(event) {
      const seen = canvas.getBoundingClientRect();
      return [(event.clientX - seen.left) * canvas.width / seen.width, (event.clientY - seen.top) * canvas.height / seen.height];
    }
    pen.lineWidth = 5; pen.lineCap = pen.lineJoin = "round"; pen.strokeStyle = "#101418";
    clean();
    canvas.addEventListener("pointerdown", function (event) { canvas.setPointerCapture(event.pointerId); last = at(event); event.preventDefault(); });
    canvas.addEventListener("pointermove", function (event) {
      if (!last) return;
      const here = at(event);
      pen.beginPath(); pen.moveTo(last[0], last[1]); pen.lineTo(here[0], here[1]); pen.stroke();
      last = here; drawn[name] = true;
    });
    canvas.addEventListener("pointerup", function () { last = null; });
    canvas.addEventListener("pointercancel", function () { last = null; });
    box.querySelector("[data-wipe]").addEventListener("click", clean);
  }
  form.querySelectorAll(".glass").forEach(glass);

  /* A drawn name goes like a photo, with its own key and hash. */
  async function keepDrawn(box) {
    const name = box.dataset.sign, canvas = box.querySelector("canvas");
    if (!drawn[name]) return;
    const bytes = await new Promise(function (resolve) { canvas.toBlob(resolve, "image/png"); });
    const content = await bytes.arrayBuffer(), photoKey = store.newKey();
    await sending.keep({
      id: "photo:" + photoKey, kind: "photo", visit: key, key: photoKey, title: words.title, item: "", name: "signature.png", size: content.byteLength,
      type: "image/png", sha256: await store.sha256(content), lon: null, lat: null, isSignature: true,
    }, bytes);
    form.elements[name].value = photoKey;
    drawn[name] = false;
    box.querySelector(".st").textContent = words.drawn;
  }
  function show(thing, things) {
    if (!thing) return;
    if (thing.state === "kept") { said.textContent = words.kept; return; }
    const why = thing.state === "waiting" ? sending.waitsFor(thing, things) : [thing.said, thing.theirs].filter(Boolean).join(" ");
    said.textContent = (thing.state === "waiting" ? words.waiting : words.refused) + (why ? "：" + why : "");
  }
  async function look() { show(await store.get(id), await store.all()); }

  form.addEventListener("submit", async function (event) {
    event.preventDefault();
    const fields = {};
    try {
      for (const box of form.querySelectorAll(".glass")) await keepDrawn(box);
      for (const [name, value] of new FormData(form)) if (name !== "csrfmiddlewaretoken" && value !== "") fields[name] = value;
      await sending.keep({ id: id, kind: "record", visit: key, title: words.title, fields: fields, shown: fields.present_name || fields.refused_words || "" });
    } catch (error) { said.textContent = words.full; return; }
    const thing = await sending.settled(id, 8000);
    await look();
    if (thing && thing.state !== "refused") location.assign(words.visitUrl);
    else said.scrollIntoView({ block: "center" });
  });
  const before = await store.get(id);
  if (before && before.state !== "kept" && sending.mine(before)) {
    for (const [name, value] of Object.entries(before.fields)) {
      const field = form.elements[name];
      if (field && field.type === "checkbox") field.checked = true;
      else if (field) field.value = value;
    }
  }
  sending.news.addEventListener("change", look);
  await look();
  form.dataset.ready = "yes";
})();
