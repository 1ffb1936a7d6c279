// Begins before everything else, and in words that a browser of 2013 reads: when nothing of the app appears, or the
// phone is too old for it, this shows the emergency number and a noodknop. The words stand in index.html.
(function () {
  "use strict";
  var LOOK_EVERY = 1000;
  var EMPTY_LOOKS = 4;
  var PAUSE = 3000;
  var part = function (name) {
    return document.getElementById("last-resort-" + name);
  };
  var show = function (name, on) {
    var one = part(name);
    if (one) one.hidden = !on;
  };

  /** What the app can't do without. Older than the oldest browser of pwa/browsers.ts has not all of it. */
  function isTooOld() {
    try {
      return !(
        "noModule" in document.createElement("script") &&
        window.Promise && window.fetch && window.Request && window.AbortController && window.Map && window.Set &&
        window.WeakRef && window.globalThis && window.Intl && window.URL && window.PointerEvent &&
        Promise.any && String.prototype.replaceAll && Array.prototype.flatMap && Object.fromEntries &&
        window.CSS && CSS.supports && CSS.supports("inset", "0") && CSS.supports("gap", "1px")
      );
    } catch (e) {
      return true;
    }
  }

  /** In the language that was last spoken here, or that the browser asks for; else in Dutch. */
  function wordsHere() {
    var asked = "";
    try {
      asked = localStorage.getItem("language") || "";
    } catch (e) {
      // a store that refuses says nothing
    }
    var code = (asked || navigator.language || "nl").slice(0, 2);
    return document.getElementById("last-resort-words-" + code) || document.getElementById("last-resort-words-nl");
  }

  /** The words wait in a template: they are no part of the page until they are needed. */
  function appear(tooOld) {
    var words = wordsHere();
    if (!words || document.getElementById("last-resort")) return;
    // A browser that knows no templates shows what stands in them.
    var all = document.getElementsByTagName("template");
    for (var i = all.length - 1; i >= 0; i -= 1) if (all[i] !== words) all[i].parentNode.removeChild(all[i]);
    document.body.insertBefore(words.content ? words.content.cloneNode(true) : words, document.body.firstChild);
    show("too-old", tooOld);
    show("not-begun", !tooOld);
    part("alarm").onclick = press;
    part("again").onclick = function () {
      location.reload();
    };
  }

  function disappear() {
    var here = document.getElementById("last-resort");
    if (here && !pressed) here.parentNode.removeChild(here);
  }

  var pressed = null;

  // A script of ours that this browser can't read.
  window.addEventListener("error", function (event) {
    var app = document.getElementById("app");
    if (/SyntaxError/.test(String(event.message)) && app && app.children.length === 0) appear(true);
  });

  /** Four looks at an empty page in a row: the app has not come, or has gone. */
  var empty = 0;
  function look() {
    var app = document.getElementById("app");
    if (app && app.children.length > 0) {
      empty = 0;
      disappear();
    } else if ((empty += 1) >= EMPTY_LOOKS) appear(false);
  }

  function id() {
    var bytes = [];
    for (var i = 0; i < 16; i += 1) bytes.push(Math.floor(Math.random() * 256));
    try {
      bytes = crypto.getRandomValues(new Uint8Array(16));
    } catch (e) {
      // chance from Math.random will do
    }
    var hex = "";
    for (var j = 0; j < 16; j += 1) {
      var byte = j === 6 ? (bytes[j] & 15) | 64 : j === 8 ? (bytes[j] & 63) | 128 : bytes[j];
      hex += (byte < 16 ? "0" : "") + byte.toString(16) + (j === 3 || j === 5 || j === 7 || j === 9 ? "-" : "");
    }
    return hex;
  }

  var sure = false;

  function say(name) {
    show("sending", name === "sending");
    show("sent", name === "sent");
    show("refused", name === "refused");
  }

  /** Tried until the server has answered: the same alarm and the same key each time. */
  function send() {
    var again = function () {
      setTimeout(send, PAUSE);
    };
    try {
      var asked = new XMLHttpRequest();
      asked.open("POST", "/v1/alarms");
      asked.timeout = 9000;
      asked.setRequestHeader("Content-Type", "application/json");
      asked.setRequestHeader("Accept", "application/json");
      asked.setRequestHeader("Idempotency-Key", pressed.key);
      asked.onload = function () {
        if (asked.status >= 200 && asked.status < 300) return say("sent");
        say(asked.status === 401 || asked.status === 403 ? "refused" : "sending");
        again();
      };
      asked.onerror = again;
      asked.ontimeout = again;
      asked.send(JSON.stringify({ id: pressed.id, ageSeconds: Math.max(0, (Date.now() - pressed.at) / 1000) }));
    } catch (e) {
      again();
    }
  }

  function press() {
    if (pressed) return;
    show("sure", !sure);
    if (!sure) {
      sure = true;
      return;
    }
    pressed = { id: id(), key: id(), at: Date.now() };
    show("alarm", false);
    say("sending");
    send();
  }

  function begin() {
    if (isTooOld()) appear(true);
    else setInterval(look, LOOK_EVERY);
  }

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", begin);
  else begin();
})();
