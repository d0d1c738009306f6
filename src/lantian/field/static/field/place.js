/* The check-in asks the phone for its place; without one, words do. It is kept first, with its own time, then sent. */
"use strict";
(async function () {
  const form = document.getElementById("check-in"), store = window.phoneStore, sending = window.phoneSending;
  if (!form || !sending) return;
  const words = form.dataset, id = "check-in:" + words.order;
  const state = document.getElementById("place-state");
  const note = document.getElementById("id_place_note").closest(".field") || document.getElementById("id_place_note");
  const field = function (name) { return document.getElementById("id_" + name); };
  const lost = function () { state.textContent = words.lost; note.hidden = false; };

  const before = await store.get(id);
  if (before && sending.mine(before) && before.state === "waiting") { location.replace(words.aheadUrl); return; }

  form.addEventListener("submit", async function (event) {
    event.preventDefault();
    if (!field("lon").value && !field("place_note").value.trim()) { lost(); field("place_note").focus(); return; }
    const place = { lon: field("lon").value, lat: field("lat").value, accuracy_m: field("accuracy_m").value, place_note: field("place_note").value };
    state.textContent = words.keeping;
    try {
      const again = await store.get(id);
      const visit = again && sending.mine(again) ? again.visit : store.newKey();
      await sending.keep({ id: id, kind: "check-in", order: words.order, visit: visit, title: words.title, place: place });
    } catch (error) { state.textContent = words.full; return; }
    const thing = await sending.settled(id, 8000);
    if (thing && thing.state === "kept") location.assign(words.base + "visits/" + thing.visit + "/");
    else if (thing && thing.state === "waiting") location.assign(words.aheadUrl);
    else state.textContent = [thing.said, thing.theirs].filter(Boolean).join(" ");
  });

  if (before && before.state === "refused") { state.textContent = [before.said, before.theirs].filter(Boolean).join(" "); note.hidden = false; return; }
  if (!navigator.geolocation) { lost(); return; }
  note.hidden = !words.explain && !form.querySelector("[aria-invalid]");
  state.textContent = words.locating;
  navigator.geolocation.getCurrentPosition(function (place) {
    field("lon").value = place.coords.longitude.toFixed(6);
    field("lat").value = place.coords.latitude.toFixed(6);
    field("accuracy_m").value = Math.round(place.coords.accuracy);
    state.textContent = words.found + " " + Math.round(place.coords.accuracy) + " m";
  }, lost, { enableHighAccuracy: true, timeout: 15000, maximumAge: 30000 });
})();
