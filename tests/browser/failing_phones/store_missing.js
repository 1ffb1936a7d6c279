// No store at all, and none of what came later than it.
for (const [owner, name] of [
  [window, "indexedDB"],
  [window, "BroadcastChannel"],
  [window, "Notification"],
  [Navigator.prototype, "locks"],
  [Navigator.prototype, "permissions"],
  [Navigator.prototype, "geolocation"],
  [Navigator.prototype, "serviceWorker"],
  [Navigator.prototype, "storage"],
  [Navigator.prototype, "vibrate"],
]) {
  delete owner[name];
}
