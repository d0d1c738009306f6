/* A point shown on a map fills in its two numbers; without this file they are typed in. */
"use strict";
document.querySelectorAll(".pick-map").forEach(function (figure) {
  const svg = figure.querySelector("svg"), form = figure.closest("form");
  const lon = form.elements.lon, lat = form.elements.lat;
  const known = function (name) { return Number(figure.dataset[name]); };
  const pin = document.createElementNS("http://www.w3.org/2000/svg", "circle");
  pin.setAttribute("r", "6");
  pin.setAttribute("class", "pin");
  const put = function () {
    if (!lon.value || !lat.value) { pin.remove(); return; }
    pin.setAttribute("cx", known("x") + (Number(lon.value) - known("lon")) * known("perLon"));
    pin.setAttribute("cy", known("y") + (Number(lat.value) - known("lat")) * known("perLat"));
    svg.appendChild(pin);
  };
  figure.classList.add("is-live");
  svg.addEventListener("click", function (event) {
    const at = new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse());
    lon.value = (known("lon") + (at.x - known("x")) / known("perLon")).toFixed(5);
    lat.value = (known("lat") + (at.y - known("y")) / known("perLat")).toFixed(5);
    put();
  });
  [lon, lat].forEach(function (field) { field.addEventListener("input", put); });
  put();
});
