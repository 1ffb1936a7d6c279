// Every promise of the browser itself that never settles: locks, permissions, storage, the service worker, the place.
(() => {
  const never = () => new Promise(() => {});
  LockManager.prototype.request = never;
  Permissions.prototype.query = never;
  StorageManager.prototype.persist = never;
  StorageManager.prototype.persisted = never;
  ServiceWorkerContainer.prototype.register = never;
  ServiceWorkerContainer.prototype.getRegistration = never;
  SubtleCrypto.prototype.generateKey = never;
  SubtleCrypto.prototype.encrypt = never;
  Geolocation.prototype.getCurrentPosition = () => undefined;
})();
