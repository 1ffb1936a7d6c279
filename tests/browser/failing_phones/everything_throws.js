// The same, failing at once.
(() => {
  const refuse = () => {
    throw new DOMException("Not allowed.", "NotAllowedError");
  };
  LockManager.prototype.request = refuse;
  Permissions.prototype.query = refuse;
  StorageManager.prototype.persist = refuse;
  StorageManager.prototype.persisted = refuse;
  ServiceWorkerContainer.prototype.register = refuse;
  ServiceWorkerContainer.prototype.getRegistration = refuse;
  BroadcastChannel.prototype.postMessage = refuse;
  SubtleCrypto.prototype.generateKey = refuse;
  Geolocation.prototype.getCurrentPosition = refuse;
  Navigator.prototype.vibrate = refuse;
  Element.prototype.setPointerCapture = refuse;
  Crypto.prototype.randomUUID = refuse;
})();
