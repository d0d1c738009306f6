/* Comfort only: a number field of a form marked data-sliders gets a slider over data-from to data-to.
   The slider writes into the field; what the numbers come to is asked of the server, never worked out here. */
"use strict";
(function () {
  document.querySelectorAll("form[data-sliders]").forEach(function (form) {
    form.querySelectorAll("input[type=number][data-from]").forEach(function (field) {
      const slider = document.createElement("input");
      slider.type = "range";
      slider.min = field.dataset.from;
      slider.max = field.dataset.to;
      slider.step = field.step;
      slider.value = field.value || 0;
      slider.setAttribute("aria-label", field.closest("label").firstChild.textContent.trim());
      field.after(slider);
      slider.addEventListener("input", function (event) {
        event.stopPropagation();
        field.value = Number(slider.value) === 0 ? "" : slider.value;
        field.dispatchEvent(new Event("input", { bubbles: true }));
      });
      field.addEventListener("input", function (event) {
        if (event.isTrusted) slider.value = field.value || 0;
      });
    });
    form.addEventListener("reset", function () {
      form.querySelectorAll("input[type=number]").forEach(function (field) { field.setAttribute("value", ""); });
      form.querySelectorAll("input[type=range]").forEach(function (slider) { slider.setAttribute("value", 0); });
      setTimeout(function () { form.dispatchEvent(new Event("input", { bubbles: true })); });
    });
    form.querySelectorAll("button[type=reset]").forEach(function (button) { button.hidden = false; });
  });
})();
