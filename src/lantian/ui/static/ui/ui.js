/* Comfort only: every page works without this file. */
"use strict";
(function () {
  const root = document.documentElement;

  /* Light or dark, kept for a year. */
  document.querySelectorAll(".theme-switch").forEach(function (button) {
    button.hidden = false;
    button.addEventListener("click", function () {
      const theme = root.dataset.theme === "dark" ? "light" : "dark";
      root.dataset.theme = theme;
      document.cookie = "lantian_theme=" + theme + "; path=/; max-age=31536000; samesite=lax";
    });
  });

  /* A menu closes when one looks elsewhere or presses Escape. */
  document.addEventListener("click", function (event) {
    document.querySelectorAll("details.drop[open]").forEach(function (drop) {
      if (!drop.contains(event.target)) drop.open = false;
    });
  });
  document.addEventListener("keydown", function (event) {
    if (event.key !== "Escape") return;
    document.querySelectorAll("details.drop[open]").forEach(function (drop) {
      drop.open = false;
      drop.querySelector("summary").focus();
    });
    if (location.hash === "#nav") location.hash = "#main";
  });

  /* A button that opens a dialog names it; the dialog closes itself by form method="dialog". */
  document.addEventListener("click", function (event) {
    const opener = event.target.closest("[data-dialog]");
    if (!opener) return;
    const dialog = document.getElementById(opener.dataset.dialog);
    if (!dialog || !dialog.showModal) return;  /* an opener that is a link then leads to the form's own page */
    event.preventDefault();
    dialog.showModal();
  });

  /* A button that prints the page. */
  document.querySelectorAll("[data-print]").forEach(function (button) {
    button.hidden = false;
    button.addEventListener("click", function () { window.print(); });
  });

  /* A form is sent once. */
  document.addEventListener("submit", function (event) {
    if (event.target.dataset.sent) { event.preventDefault(); return; }
    if (event.target.method === "post" && !event.defaultPrevented) event.target.dataset.sent = "yes";
  });
  window.addEventListener("pageshow", function () {
    document.querySelectorAll("form[data-sent]").forEach(function (form) { delete form.dataset.sent; });
  });

  /* The phone's bar says whether the network is there; a page with a queue of its own writes the text itself. */
  const bar = document.getElementById("connection");
  if (bar) {
    const text = document.getElementById("connection-text");
    const mark = function () { bar.classList.toggle("is-offline", !navigator.onLine); };
    const change = function () {
      mark();
      if (!bar.dataset.owned) text.textContent = navigator.onLine ? bar.dataset.online : bar.dataset.offline;
    };
    window.addEventListener("online", change);
    window.addEventListener("offline", change);
    mark();
  }
})();
