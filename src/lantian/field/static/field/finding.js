/* The finding is kept on this phone first; it is sent last of its visit, when nothing else of it waits. */
"use strict";
(async function () {
  const form = document.getElementById("finding"), store = window.phoneStore, sending = window.phoneSending;
  if (!form || !sending) return;
  const words = form.dataset, said = document.getElementById("finding-state");
  const begun = await store.get("check-in:" + words.order);
  const key = words.key || (begun ? begun.visit : "");
  if (!key) { location.replace(words.orderUrl); return; }
  const id = "finding:" + key;

  function show(thing, things) {
    if (!thing || thing.state === "kept") return;
    const why = thing.state === "waiting" ? sending.waitsFor(thing, things) : [thing.said, thing.theirs].filter(Boolean).join(" ");
    said.textContent = (thing.state === "waiting" ? words.waiting : words.refused) + (why ? "：" + why : "");
  }
  async function look() {
    const thing = await store.get(id);
    show(thing, await store.all());
    if (thing && thing.state === "kept" && navigator.onLine) location.assign(words.base + "visits/" + key + "/");
  }
  form.addEventListener("submit", async function (event) {
    event.preventDefault();
    const fields = {};
    for (const [name, value] of new FormData(form)) if (name !== "csrfmiddlewaretoken") fields[name] = value;
    const chosen = form.querySelector("input[name=result]:checked");
    try {
      await sending.keep({ id: id, kind: "finding", visit: key, title: words.title, fields: fields, shown: [chosen ? chosen.parentElement.textContent.trim() : "", fields.words].filter(Boolean).join(" ") });
    } catch (error) { said.textContent = words.full; return; }
    await look();
    said.scrollIntoView({ block: "center" });
  });
  const before = await store.get(id);
  if (before && before.state !== "kept" && sending.mine(before)) {
    for (const [name, value] of Object.entries(before.fields)) {
      const field = form.elements[name];
      if (field) field.value = value;
    }
  }
  sending.news.addEventListener("change", look);
  await look();
  form.dataset.ready = "yes";
})();
