// The question who is signed in gets no answer; every other question does.
(() => {
  const real = window.fetch;
  window.fetch = (asked, how) => ((asked.url ?? asked).endsWith("/v1/me") ? new Promise(() => {}) : real(asked, how));
})();
