// What Safari does after an eviction or a wedge: a request to IndexedDB is made, and neither succeeds nor fails.
// sessionStorage.wedge says which:
//   "open"  opening never answers, from the first page on
//   "put"   reading works, writing and deleting never answer
//   "later" all answers stop three seconds after the page began
(() => {
  let how = "open";
  try { how = sessionStorage.getItem("wedge") || how; } catch { /* about:blank */ }
  const born = Date.now();
  const stuck = () => how !== "later" || Date.now() - born > 3000;
  // A real IDBRequest (idb looks at instanceof) that tells nobody. Opening goes to another name, so that nothing half-made stays.
  const mute = (request) => Object.assign(request, { addEventListener() {}, removeEventListener() {} });
  if (how !== "put") {
    const open = IDBFactory.prototype.open;
    IDBFactory.prototype.open = function (name, version) {
      return stuck() ? mute(open.call(this, `wedge-${Math.random()}`)) : open.call(this, name, version);
    };
  }
  if (how !== "open") {
    for (const name of how === "put" ? ["put", "delete", "clear"] : ["put", "delete", "clear", "get", "getAll"]) {
      const real = IDBObjectStore.prototype[name];
      IDBObjectStore.prototype[name] = function (...given) {
        const request = real.apply(this, given);
        return stuck() ? mute(request) : request;
      };
    }
  }
})();
