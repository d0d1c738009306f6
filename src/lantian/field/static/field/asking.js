/* Which questions are asked: those of the chosen stage of work whose condition is met by an asked one.
   The same rule as lantian.inspections.rules.asked; a test holds both to the same cases. */
"use strict";
window.phoneAsking = function (root) {
  const boxes = Array.from(root.querySelectorAll(".it")), stage = root.querySelector("#stage");
  const chosen = function (box) { const radio = box.querySelector("input[type=radio]:checked"); return radio ? radio.value : ""; };
  const listed = function (text) { return text ? text.split(" ") : []; };

  function look() {
    const now = stage ? stage.value : "", values = {};
    let total = 0, answered = 0;
    for (const box of boxes) {
      const stages = listed(box.dataset.stages), on = box.dataset.if;
      const isOfStage = !stages.length || !now || stages.includes(now);
      const isMet = !on || (on in values && listed(box.dataset.ifValues).includes(values[on]));
      box.hidden = !(isOfStage && isMet);
      if (box.hidden) continue;
      values[box.dataset.item] = chosen(box);
      total += 1;
      if (values[box.dataset.item]) answered += 1;
    }
    root.querySelectorAll(".it-group").forEach(function (group) { group.hidden = !group.querySelector(".it:not([hidden])"); });
    return { total: total, answered: answered };
  }
  /* What may be answered together: no red line, no photo that is always needed, no question that hangs on another. */
  function rest() { return boxes.filter(function (box) { return !box.hidden && !box.hasAttribute("data-alone") && !chosen(box); }); }
  return { look: look, rest: rest, stage: stage };
};

/* A preview asks like a visit and keeps nothing. */
(function () {
  const root = typeof document === "undefined" ? null : document.querySelector("#visit[data-preview]");
  if (!root) return;
  const asking = window.phoneAsking(root);
  const show = function () {
    const now = asking.look();
    document.getElementById("answered").textContent = now.answered;
    document.getElementById("total").textContent = now.total;
  };
  root.addEventListener("change", show);
  show();
})();
