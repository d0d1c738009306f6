/* Each answer and photo is sent the moment it is given, and sent again until the server has it.
   Answers wait in localStorage when the network is gone; photos wait in this page and say so. */
"use strict";
(function () {
  const root = document.getElementById("visit");
  if (!root) return;
  const words = root.dataset;
  const token = root.querySelector("[name=csrfmiddlewaretoken]").value;
  const bar = document.getElementById("connection");
  const barText = document.getElementById("connection-text");
  const store = "lantian-answers-" + words.key;
  const RETRY_MS = 4000;
  let answers = read();
  let photos = [];
  let place = null;

  function read() {
    try { return JSON.parse(localStorage.getItem(store)) || {}; } catch (error) { return {}; }
  }
  function keep() {
    try { localStorage.setItem(store, JSON.stringify(answers)); } catch (error) { /* the page still holds them */ }
  }
  function newKey() {
    if (crypto.randomUUID) return crypto.randomUUID();
    const b = crypto.getRandomValues(new Uint8Array(16));
    b[6] = (b[6] & 15) | 64; b[8] = (b[8] & 63) | 128;
    const h = Array.from(b, function (x) { return x.toString(16).padStart(2, "0"); }).join("");
    return [h.slice(0, 8), h.slice(8, 12), h.slice(12, 16), h.slice(16, 20), h.slice(20)].join("-");
  }
  function waiting() {
    return Object.keys(answers).length + photos.filter(function (p) { return p.state !== "kept" && p.state !== "refused"; }).length;
  }
  function show() {
    const count = waiting();
    const offline = !navigator.onLine;
    bar.dataset.owned = "yes";
    bar.classList.toggle("is-offline", offline);
    barText.textContent = count
      ? (offline ? words.offline : words.online) + " · " + words.onPhone + " " + count
      : offline ? words.offline : words.allKept;
  }
  function itemState(id, text) {
    const box = root.querySelector('[data-item="' + id + '"] .item-state');
    if (box) box.textContent = text;
  }

  /* answers */
  function answer(box) {
    const chosen = box.querySelector("input[type=radio]:checked");
    if (!chosen) return;
    const note = box.querySelector("input[type=text]").value;
    answers[box.dataset.item] = { value: chosen.value, note: note };
    keep(); show(); sendAnswers();
  }
  let sending = false;
  async function sendAnswers() {
    if (sending) return;
    sending = true;
    for (const id of Object.keys(answers)) {
      const given = answers[id];
      const body = new URLSearchParams({ item_id: id, value: given.value, note: given.note, csrfmiddlewaretoken: token });
      try {
        const reply = await fetch(words.answerUrl, { method: "POST", body: body });
        const said = await reply.json();
        if (!reply.ok && reply.status !== 422) { itemState(id, said.trouble); break; } // not refused: it stays here
        if (answers[id] === given) { delete answers[id]; keep(); }
        if (reply.ok) {
          itemState(id, "");
          document.getElementById("answered").textContent = said.answered;
          document.getElementById("finish").textContent = said.act;
        } else { itemState(id, words.refused + "：" + said.trouble); }
      } catch (error) { break; }
    }
    sending = false;
    show();
  }

  /* photos */
  function addPhoto(file) {
    const node = document.getElementById("photo-template").content.firstElementChild.cloneNode(true);
    node.querySelector("img").src = URL.createObjectURL(file);
    root.querySelector(".cam").before(node);
    const current = root.querySelector(".it.cur");
    const photo = { key: newKey(), file: file, node: node, state: "waiting", taken: new Date().toISOString(), item: current ? current.dataset.item : "" };
    photos.push(photo);
    paint(photo, words.waiting, 0);
    sendPhotos();
  }
  function paint(photo, text, percent) {
    photo.node.querySelector("figcaption span").textContent = text;
    photo.node.querySelector("progress").value = percent;
    photo.node.querySelector("progress").hidden = percent >= 100;
    show();
  }
  function told(text) { document.getElementById("photo-state").textContent = text; }
  /* Refused for the item it was given to, not for itself: it stays here until it is sent for the visit as a whole. */
  function offerAgain(photo) {
    const again = photo.node.querySelector("button");
    again.hidden = false;
    again.onclick = function () { again.hidden = true; photo.item = ""; photo.state = "waiting"; sendPhotos(); };
  }
  let uploading = false;
  async function sendPhotos() {
    if (uploading) return;
    uploading = true;
    for (const photo of photos) {
      if (photo.state !== "waiting") continue;
      photo.state = "sending";
      const result = await upload(photo);
      photo.state = result.state;
      if (result.state === "kept") { paint(photo, words.kept, 100); told(""); }
      else if (result.state === "refused") { paint(photo, words.refused, 100); told(result.trouble); }
      else if (result.state === "held") { paint(photo, words.waiting, 100); told(result.trouble); offerAgain(photo); }
      else { paint(photo, words.waiting, 0); told(result.trouble || ""); break; }
    }
    uploading = false;
    show();
  }
  function upload(photo) {
    return new Promise(function (resolve) {
      const form = new FormData();
      form.append("key", photo.key);
      form.append("taken_at", photo.taken);
      if (photo.item) form.append("item_id", photo.item);
      if (place) { form.append("lon", place.longitude.toFixed(6)); form.append("lat", place.latitude.toFixed(6)); }
      form.append("photo", photo.file, photo.file.name || "photo.jpg");
      const request = new XMLHttpRequest();
      request.open("POST", words.photoUrl);
      request.setRequestHeader("X-CSRFToken", token);
      request.upload.addEventListener("progress", function (event) {
        if (event.lengthComputable) paint(photo, words.sending, Math.min(99, Math.round(100 * event.loaded / event.total)));
      });
      request.addEventListener("load", function () {
        let said = {};
        try { said = JSON.parse(request.responseText); } catch (error) { /* an error page: try again */ }
        if (request.status === 200 && said.sha256) resolve({ state: "kept" });
        else if (request.status === 422) resolve({ state: said.is_held ? "held" : "refused", trouble: said.trouble });
        else resolve({ state: "waiting", trouble: said.trouble });
      });
      request.addEventListener("error", function () { resolve({ state: "waiting" }); });
      request.send(form);
    });
  }

  root.querySelectorAll(".it").forEach(function (box) {
    const focus = function () {
      root.querySelectorAll(".it.cur").forEach(function (other) { other.classList.remove("cur"); });
      box.classList.add("cur");
    };
    box.addEventListener("focusin", focus);
    box.addEventListener("change", function () { focus(); answer(box); });
    const given = answers[box.dataset.item];
    if (given) {
      const radio = box.querySelector('input[value="' + given.value + '"]');
      if (radio) radio.checked = true;
      box.querySelector("input[type=text]").value = given.note;
    }
  });
  document.getElementById("camera").addEventListener("change", function (event) {
    Array.from(event.target.files).forEach(addPhoto);
    event.target.value = "";
  });
  window.addEventListener("online", function () { show(); sendAnswers(); sendPhotos(); });
  window.addEventListener("offline", show);
  window.addEventListener("beforeunload", function (event) {
    if (photos.some(function (p) { return p.state !== "kept" && p.state !== "refused"; })) event.preventDefault();
  });
  if (navigator.geolocation) navigator.geolocation.getCurrentPosition(function (found) { place = found.coords; }, function () { place = null; });
  setInterval(function () { if (waiting()) { sendAnswers(); sendPhotos(); } }, RETRY_MS);
  show();
  sendAnswers();
})();
