/* The place of the phone goes along with a scan when the phone knows it. */
"use strict";
(function () {
  const forms = document.querySelectorAll("form.scan");
  if (!forms.length || !navigator.geolocation) return;
  navigator.geolocation.getCurrentPosition(function (place) {
    forms.forEach(function (form) {
      form.elements.lon.value = place.coords.longitude.toFixed(6);
      form.elements.lat.value = place.coords.latitude.toFixed(6);
      form.elements.accuracy_m.value = Math.round(place.coords.accuracy);
    });
  }, function () {}, { enableHighAccuracy: true, timeout: 8000, maximumAge: 30000 });
})();
