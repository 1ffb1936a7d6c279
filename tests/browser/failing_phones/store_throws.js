// A policy, or a browser with storage switched off: whatever is touched throws at once.
(() => {
  const refuse = () => {
    throw new DOMException("The operation is insecure.", "SecurityError");
  };
  IDBFactory.prototype.open = refuse;
  for (const name of ["localStorage", "sessionStorage", "caches"]) Object.defineProperty(window, name, { get: refuse });
  Object.defineProperty(Navigator.prototype, "serviceWorker", { get: refuse });
  window.BroadcastChannel = function () {
    refuse();
  };
})();
