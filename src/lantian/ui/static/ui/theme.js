/* Runs before the first paint: the person's theme, kept in a cookie, overrides the page's. */
"use strict";
(function () {
  const kept = document.cookie.match(/(?:^|; )lantian_theme=(light|dark)/);
  if (kept) document.documentElement.dataset.theme = kept[1];
})();
