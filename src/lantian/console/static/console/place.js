/* A form that says where one is: the phone's place goes into its hidden fields; without one, words are asked for. */
(function () {
  "use strict";
  var form = document.querySelector("form[data-place]");
  if (!form || !navigator.geolocation) return;
  navigator.geolocation.getCurrentPosition(function (found) {
    form.elements.lon.value = found.coords.longitude;
    form.elements.lat.value = found.coords.latitude;
    form.elements.accuracy_m.value = found.coords.accuracy;
    var said = form.querySelector(".place-found");
    if (said) said.hidden = false;
  }, function () {}, { enableHighAccuracy: true, timeout: 20000, maximumAge: 30000 });
})();
