/* Sends what this phone holds, in the order it has to arrive, and again until the server has it.
   A thing counts as on the server only by the server's own word: for a photo that is its hash. */
"use strict";
(function () {
  const store = window.phoneStore;
  const phone = document.getElementById("phone");
  if (!store || !phone) return;
  const words = phone.dataset;
  const RETRY_MS = 4000, SLOWEST_MS = 90000, PIECE = 256 * 1024, KEPT_FOR_MS = 7 * 24 * 3600 * 1000;
  const ORDER = ["check-in", "stage", "answer", "photo", "record", "report", "mending", "finding"];
  const news = new EventTarget();
  const channel = "BroadcastChannel" in window ? new BroadcastChannel("lantian-phone") : null;
  const moving = {};  /* how far each photo has come, in percent; only while it is being sent */
  let stopped = "", running = false, again = false;

  class Stop extends Error { constructor(why) { super(why); this.why = why; } }

  function tell(isMine) {
    news.dispatchEvent(new Event("change"));
    if (channel && isMine !== false) channel.postMessage({ moving: moving, stopped: stopped });
  }
  if (channel) channel.onmessage = function (event) {
    for (const id of Object.keys(moving)) delete moving[id];
    Object.assign(moving, event.data.moving);
    stopped = event.data.stopped;
    tell(false);
  };
  function move(id, percent) { moving[id] = percent; tell(); }

  function token() {
    const found = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/);
    return found ? found[1] : "";
  }
  async function ask(url, body) {
    const patience = new AbortController();
    const timer = setTimeout(function () { patience.abort(); }, SLOWEST_MS);
    let reply, said = null;
    try {
      reply = await fetch(url, {
        method: body ? "POST" : "GET", body: body, redirect: "manual", cache: "no-store", signal: patience.signal,
        headers: { "X-CSRFToken": token(), Accept: "application/json" },
      });
      if ((reply.headers.get("Content-Type") || "").includes("json")) said = await reply.json();
    } catch (error) { throw new Stop("offline"); } finally { clearTimeout(timer); }
    if (reply.type === "opaqueredirect" || (reply.status === 403 && !said)) throw new Stop("sign-in");
    if (!said || reply.status >= 500 || reply.status === 429) throw new Stop("server");
    return { status: reply.status, said: said };
  }
  function form(fields) {
    const body = new FormData();
    for (const [name, value] of Object.entries(fields)) if (value !== null && value !== undefined) body.append(name, value);
    return body;
  }

  const senders = {
    "check-in": function (thing) {
      const isLate = thing.tries > 1 || Date.now() - Date.parse(thing.at) > 60000;
      const fields = Object.assign({ key: thing.visit, said_at: isLate ? thing.at : "", template_id: thing.template || "" }, thing.place);
      return ask(words.base + "sent/orders/" + encodeURIComponent(thing.order) + "/check-in/", form(fields));
    },
    stage: function (thing) {
      return ask(words.base + "visits/" + thing.visit + "/stage/", form({ stage_code: thing.stage }));
    },
    answer: function (thing) {
      const fields = { item_id: thing.item, value: thing.value, note: thing.note };
      return ask(words.base + "visits/" + thing.visit + "/answers/", form(fields));
    },
    finding: function (thing) {
      return ask(words.base + "sent/visits/" + thing.visit + "/finding/", form(thing.fields));
    },
    record: function (thing) {
      return ask(words.base + "sent/visits/" + thing.visit + "/record/", form(thing.fields));
    },
    photo: sendPhoto,
    report: function (thing) { return ask(thing.url, form(thing.fields)); },
    mending: function (thing) { return ask(thing.url, form(thing.fields)); },
  };

  /* Piece by piece from where the server stands; a server that stands elsewhere says where. */
  async function sendPhoto(thing) {
    const url = words.base + (thing.isLoose ? "sent/photos/" : "sent/visits/" + thing.visit + "/photos/") + thing.key + "/";
    const bytes = await store.bytesOf(thing.id);
    if (!bytes) throw new Stop("server");
    let from = 0, strayed = 0;
    if (thing.tries > 1) {
      const before = await ask(url);
      if (before.said.sha256 || before.status !== 200) return before;
      from = Math.min(before.said.offset, bytes.size);
    }
    for (;;) {
      move(thing.id, Math.min(99, Math.round(100 * from / Math.max(1, bytes.size))));
      const reply = await ask(url, form({
        offset: from, total: bytes.size, sha256: thing.sha256, name: thing.name, item_id: thing.item || null,
        lon: thing.lon, lat: thing.lat, accuracy_m: thing.accuracy, taken_at: thing.at, piece: new File([bytes.slice(from, from + PIECE)], "piece"),
      }));
      if (reply.status !== 200 && reply.status !== 409) return reply;
      if (reply.said.sha256) return reply;
      if (reply.status === 409 && ++strayed > 3) throw new Stop("server");
      from = reply.said.offset;
    }
  }

  function isKept(thing, reply) {
    if (reply.status !== 200) return false;
    return thing.kind !== "photo" || (!!reply.said.sha256 && (!thing.sha256 || reply.said.sha256 === thing.sha256));
  }
  async function note(thing, reply) {
    if (isKept(thing, reply)) {
      const changes = { state: "kept", said: "", theirs: "", keptAt: Date.now(), sha256: reply.said.sha256 || thing.sha256 || "" };
      const isStill = await store.change(thing.id, thing.at, changes, { dropBytes: true });
      if (isStill) news.dispatchEvent(new CustomEvent("kept", { detail: { thing: thing, said: reply.said } }));
    } else {
      const state = reply.said.is_held ? "held" : "refused";
      const said = reply.said.trouble || words.hashDiffers;
      await store.change(thing.id, thing.at, { state: state, said: said, theirs: reply.said.theirs || "" });
    }
  }

  /* Why a thing cannot go yet: its visit is not begun on the server, or the finding would close the door on the rest. */
  function waitsFor(thing, things) {
    const visit = things.filter(function (other) { return other.visit === thing.visit && other.id !== thing.id; });
    const isOpen = function (other) { return other.state !== "kept"; };
    const begun = visit.find(function (other) { return other.kind === "check-in" && isOpen(other); });
    if (begun) return begun.state === "refused" ? words.checkInRefused : words.afterCheckIn;
    if (["finding", "report", "mending"].includes(thing.kind) && visit.some(isOpen)) return words.afterRest;
    if (thing.kind === "record" && visit.some(function (other) { return other.isSignature && isOpen(other); })) return words.afterRest;
    return "";
  }
  function mine(thing) { return thing.who === words.who; }

  async function round() {
    const listed = (await store.all()).filter(mine);
    const due = listed.filter(function (thing) { return thing.state === "waiting"; });
    due.sort(function (a, b) { return ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind) || (a.at < b.at ? -1 : 1); });
    for (const { id } of due) {
      const thing = await store.get(id);
      if (!thing || thing.state !== "waiting" || waitsFor(thing, await store.all())) continue;
      thing.tries = (thing.tries || 0) + 1;
      await store.change(id, thing.at, { tries: thing.tries });
      move(id, 0);
      try {
        await note(thing, await senders[thing.kind](thing));
      } finally { delete moving[id]; tell(); }
    }
    stopped = "";
  }
  async function forget() {
    const old = Date.now() - KEPT_FOR_MS;
    for (const thing of await store.all()) if (thing.state === "kept" && thing.keptAt < old) await store.remove(thing.id);
  }
  async function send() {
    if (running) { again = true; return; }
    running = true;
    const work = async function () {
      do {
        again = false;
        try { await round(); } catch (error) { stopped = error instanceof Stop ? error.why : "store"; again = false; }
      } while (again);
    };
    try {
      if (navigator.locks) await navigator.locks.request("lantian-sending", { ifAvailable: true }, function (lock) { return lock ? work() : null; });
      else await work();
    } finally { running = false; tell(); }
  }

  /* Keep first, then send. Rejects when the phone could not keep it; nothing is promised then. */
  async function keep(thing, bytes) {
    const whole = Object.assign({ who: words.who, state: "waiting", said: "", theirs: "", at: new Date().toISOString(), tries: 0 }, thing);
    await store.put(whole, bytes);
    if (navigator.storage && navigator.storage.persist) navigator.storage.persist();
    tell();
    send();
    return whole;
  }
  async function sendAgain(id, changes) {
    await store.change(id, null, Object.assign({ state: "waiting", said: "", theirs: "" }, changes));
    tell();
    return send();
  }
  /* Resolves with the thing once the server has spoken about it, or as it stands after a while. */
  async function settled(id, patienceMs) {
    const until = Date.now() + patienceMs;
    for (;;) {
      const thing = await store.get(id);
      if (!thing || thing.state !== "waiting" || stopped || Date.now() > until) return thing;
      await new Promise(function (resolve) { setTimeout(resolve, 60); });
    }
  }

  window.phoneSending = {
    keep: keep, send: send, sendAgain: sendAgain, settled: settled, news: news, moving: moving, mine: mine, waitsFor: waitsFor,
    stopped: function () { return navigator.onLine ? stopped : "offline"; },
  };
  window.addEventListener("online", function () { stopped = ""; send(); });
  window.addEventListener("offline", function () { tell(false); });
  setInterval(send, RETRY_MS);
  forget().then(send, send);
})();
