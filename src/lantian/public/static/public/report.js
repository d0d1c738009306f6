/* Helps of the report: pictures before they are sent, one's own place, the link copied. All works without. */
"use strict";
document.documentElement.classList.add("has-script");
const photos = document.querySelector("input[name=photos]"), previews = document.querySelector(".previews");
if (photos && previews) {
  photos.addEventListener("change", function () {
    previews.replaceChildren();
    Array.from(photos.files).slice(0, 3).forEach(function (file) {
      if (!file.type.startsWith("image/")) return;
      const shown = document.createElement("img");
      shown.alt = file.name;
      shown.src = URL.createObjectURL(file);
      previews.append(shown);
    });
    previews.hidden = !previews.children.length;
  });
}
const locate = document.querySelector(".locate");
if (locate && "geolocation" in navigator && window.isSecureContext) {
  const said = document.querySelector(".located"), form = locate.closest("form");
  locate.hidden = false;
  locate.addEventListener("click", function () {
    said.textContent = locate.dataset.wait;
    navigator.geolocation.getCurrentPosition(function (found) {
      form.elements.lon.value = found.coords.longitude.toFixed(5);
      form.elements.lat.value = found.coords.latitude.toFixed(5);
      form.elements.lat.dispatchEvent(new Event("input"));
      said.textContent = locate.dataset.found;
    }, function () { said.textContent = locate.dataset.failed; }, { enableHighAccuracy: true, timeout: 15000 });
  });
}
const copy = document.querySelector(".copy");
if (copy && navigator.clipboard) {
  copy.hidden = false;
  copy.addEventListener("click", function () {
    navigator.clipboard.writeText(copy.dataset.text).then(function () { copy.textContent = copy.dataset.done; });
  });
}
