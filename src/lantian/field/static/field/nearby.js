/* Sorts what is near by the phone's own place; works without a signal. */
"use strict";
(function () {
  const list = document.getElementById("near-list"), state = document.getElementById("place-state");
  if (!list) return;
  const words = list.dataset, EARTH_M = 6371008.8, RAD = Math.PI / 180;
  function metres(lon, lat, at) {
    const h = Math.sin((lat - at.latitude) * RAD / 2) ** 2 + Math.cos(lat * RAD) * Math.cos(at.latitude * RAD) * Math.sin((lon - at.longitude) * RAD / 2) ** 2;
    return 2 * EARTH_M * Math.asin(Math.sqrt(h));
  }
  function say(m) { return m < 1000 ? Math.round(m / 10) * 10 + " m" : (m / 1000).toFixed(1) + " km"; }
  function lost() { state.textContent = words.lost; }
  if (!navigator.geolocation) { lost(); return; }
  state.textContent = words.locating;
  navigator.geolocation.getCurrentPosition(function (found) {
    const rows = Array.from(list.querySelectorAll("li[data-lon]"));
    for (const row of rows) {
      row.far = metres(Number(row.dataset.lon), Number(row.dataset.lat), found.coords);
      row.querySelector(".far").textContent = say(row.far);
    }
    rows.sort(function (a, b) { return a.far - b.far; }).forEach(function (row) { list.append(row); });
    state.textContent = words.found + " " + Math.round(found.coords.accuracy) + " m";
    list.dataset.sorted = "yes";
  }, lost, { enableHighAccuracy: true, timeout: 15000, maximumAge: 60000 });
})();
