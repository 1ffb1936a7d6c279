// Asked while the app is on its way, which takes each answer once: src/api/asked-early.ts.
(function () {
  if (!window.fetch || /^\/simulator\/?$/.test(location.pathname)) return;
  var asked = (window.askedEarly = window.askedEarly || {});
  function tick() {
    return { mono: performance.now(), wall: Date.now() };
  }
  function ask(path, headers, next) {
    if (path in asked) return;
    var one = (asked[path] = { asked: tick() });
    headers.Accept = "application/json";
    one.answer = fetch(path, { headers: headers, credentials: "same-origin", cache: "no-store", redirect: "error" });
    one.answer
      .then(function (answer) {
        one.came = tick();
        if (next && answer.ok) return answer.clone().json().then(next);
      })
      ["catch"](function () {});
  }
  ask("/v1/me", {}, function (me) {
    function isWorker(grant) {
      return grant.role === "worker";
    }
    if (!document.hidden && me.grants.some(isWorker))
      ask("/v1/visits?mine=true&state=planned%2Cunder_way", { "Accept-Language": me.language });
  });
})();
