/* The check-in asks the phone for its place; without one, words do. */
"use strict";
(function () {
  const form = document.getElementById("check-in");
  if (!form) return;
  const state = document.getElementById("place-state");
  const note = document.getElementById("id_place_note").closest(".field") || document.getElementById("id_place_note");
  const set = function (name, value) { document.getElementById("id_" + name).value = value; };
  const lost = function () { state.textContent = form.dataset.lost; note.hidden = false; };
  if (!navigator.geolocation) { lost(); return; }
  note.hidden = !form.querySelector("[aria-invalid]");
  state.textContent = form.dataset.locating;
  navigator.geolocation.getCurrentPosition(function (place) {
    set("lon", place.coords.longitude.toFixed(6));
    set("lat", place.coords.latitude.toFixed(6));
    set("accuracy_m", Math.round(place.coords.accuracy));
    state.textContent = form.dataset.found + " " + Math.round(place.coords.accuracy) + " m";
  }, lost, { enableHighAccuracy: true, timeout: 15000, maximumAge: 30000 });
})();
