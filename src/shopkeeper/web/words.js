// Puts the shop's words for her into a page, or leaves the page as it is.
//
//   <script async src="https://shop.example/words.js" data-key="sk_browser_…"
//           data-user="u-17" data-hash="…" data-wait="300"></script>
//   <h1 data-words="hero">Good to see you.</h1>
//
// It never holds the page up, shows nothing meanwhile, and writes text, no markup.
// Unless an answer is there within `data-wait` milliseconds of the page's start, and
// the element still says what the page said, the page's own words stay.
(function () {
  "use strict";
  var me = document.currentScript, asked = me && me.dataset;
  if (!asked || !asked.key || !asked.user || !asked.hash || !window.fetch) return;
  var began = performance.now(), wait = Number(asked.wait) || 300;
  var timer, stop = window.AbortController && new AbortController();
  if (!stop) return;

  function left() { return wait - (performance.now() - began); }

  function ask() {
    var places = {}, slots = [];
    document.querySelectorAll("[data-words]").forEach(function (one) {
      var slot = one.dataset.words;
      // Words that the page itself has put together are not ours to replace.
      if (!slot || one.children.length) return;
      if (!places[slot]) { places[slot] = []; slots.push(slot); }
      places[slot].push([one, one.textContent]);
    });
    if (!slots.length || left() <= 0) return;
    timer = setTimeout(function () { stop.abort(); }, left());
    fetch(new URL("api/decide", me.src), {
      method: "POST", mode: "cors", credentials: "omit", keepalive: false,
      headers: { "content-type": "text/plain" }, signal: stop.signal,
      body: JSON.stringify({
        writeKey: asked.key, slots: slots.slice(0, 100),
        person: { user_id: asked.user, user_hash: asked.hash }
      })
    }).then(function (answer) {
      return answer.ok ? answer.json() : [];
    }).then(function (offers) {
      clearTimeout(timer);
      if (left() <= 0) return;
      offers.forEach(function (offer) {
        if (typeof offer.value !== "string" || !offer.value) return;
        (places[offer.slot] || []).forEach(function (place) {
          var one = place[0];
          var hers = one.isConnected && !one.children.length &&
            one.textContent === place[1] && !one.contains(document.activeElement);
          if (!hers) return;
          one.textContent = offer.value;
          one.dataset.decision = offer.decision_id;
          one.dataset.why = offer.why;
        });
      });
    }).catch(function () { clearTimeout(timer); });
  }

  if (document.readyState === "loading")
    document.addEventListener("DOMContentLoaded", ask, { once: true });
  else ask();
})();
