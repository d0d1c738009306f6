/* Rectangles drawn on a photo; the text field holds them, so the page works without this file too. */
"use strict";
(function () {
  const stage = document.getElementById("mask-stage"), field = document.getElementById("id_rectangles");
  if (!stage || !field) return;
  const NS = "http://www.w3.org/2000/svg", STEP = 10, LEAST = 5;
  const svg = document.createElementNS(NS, "svg");
  svg.setAttribute("viewBox", "0 0 1000 1000");
  svg.setAttribute("preserveAspectRatio", "none");
  stage.appendChild(svg);
  document.getElementById("mask-acts").hidden = false;
  let parts = [], chosen = -1, drawing = null;

  function clamp(value, least, most) { return Math.max(least, Math.min(most, Math.round(value))); }
  function read() {
    parts = field.value.split("\n").map(function (line) { return line.trim().split(/[\s,，;]+/).map(Number); })
      .filter(function (part) { return part.length === 4 && part.every(Number.isFinite); });
    chosen = Math.min(chosen, parts.length - 1);
    draw();
  }
  function write() { field.value = parts.map(function (part) { return part.join(" "); }).join("\n"); draw(); }
  function draw() {
    const had = svg.contains(document.activeElement);
    svg.replaceChildren();
    parts.forEach(function (part, place) {
      const shape = document.createElementNS(NS, "rect");
      ["x", "y", "width", "height"].forEach(function (name, n) { shape.setAttribute(name, part[n]); });
      shape.setAttribute("tabindex", "0");
      shape.setAttribute("role", "button");
      shape.setAttribute("aria-label", stage.dataset.label + " " + (place + 1));
      shape.classList.toggle("on", place === chosen);
      shape.dataset.place = place;
      shape.addEventListener("focus", function () {
        chosen = place;
        svg.querySelectorAll("rect").forEach(function (other) { other.classList.toggle("on", other === shape); });
      });
      svg.appendChild(shape);
      if (had && place === chosen) shape.focus();
    });
  }
  function at(event) {
    const box = svg.getBoundingClientRect();
    return [clamp(1000 * (event.clientX - box.left) / box.width, 0, 1000), clamp(1000 * (event.clientY - box.top) / box.height, 0, 1000)];
  }
  function drop() {
    if (chosen < 0) return;
    parts.splice(chosen, 1);
    chosen = parts.length - 1;
    write();
  }
  svg.addEventListener("pointerdown", function (event) {
    if (event.button) return;
    event.preventDefault();
    const on = event.target.dataset.place;
    const from = at(event);
    svg.setPointerCapture(event.pointerId);
    if (on !== undefined) { chosen = Number(on); drawing = { from: from, was: parts[chosen].slice(), moves: true }; }
    else { parts.push([from[0], from[1], 0, 0]); chosen = parts.length - 1; drawing = { from: from, moves: false }; }
    write();
  });
  svg.addEventListener("pointermove", function (event) {
    if (!drawing) return;
    const to = at(event), part = parts[chosen];
    if (drawing.moves) {
      part[0] = clamp(drawing.was[0] + to[0] - drawing.from[0], 0, 1000 - part[2]);
      part[1] = clamp(drawing.was[1] + to[1] - drawing.from[1], 0, 1000 - part[3]);
    } else {
      part[0] = Math.min(to[0], drawing.from[0]);
      part[1] = Math.min(to[1], drawing.from[1]);
      part[2] = Math.abs(to[0] - drawing.from[0]);
      part[3] = Math.abs(to[1] - drawing.from[1]);
    }
    write();
  });
  function end() {
    if (!drawing) return;
    drawing = null;
    parts = parts.filter(function (part) { return part[2] >= LEAST && part[3] >= LEAST; });
    chosen = Math.min(chosen, parts.length - 1);
    write();
  }
  svg.addEventListener("pointerup", end);
  svg.addEventListener("pointercancel", end);
  svg.addEventListener("keydown", function (event) {
    const way = { ArrowLeft: [-STEP, 0], ArrowRight: [STEP, 0], ArrowUp: [0, -STEP], ArrowDown: [0, STEP] }[event.key];
    if (event.key === "Delete" || event.key === "Backspace") { event.preventDefault(); drop(); return; }
    if (!way || chosen < 0) return;
    event.preventDefault();
    const part = parts[chosen];
    if (event.shiftKey) {
      part[2] = clamp(part[2] + way[0], LEAST, 1000 - part[0]);
      part[3] = clamp(part[3] + way[1], LEAST, 1000 - part[1]);
    } else {
      part[0] = clamp(part[0] + way[0], 0, 1000 - part[2]);
      part[1] = clamp(part[1] + way[1], 0, 1000 - part[3]);
    }
    write();
  });
  document.getElementById("mask-add").addEventListener("click", function () {
    parts.push([400, 400, 200, 200]);
    chosen = parts.length - 1;
    write();
    svg.lastChild.focus();
  });
  document.getElementById("mask-drop").addEventListener("click", drop);
  field.addEventListener("input", read);
  read();
})();
