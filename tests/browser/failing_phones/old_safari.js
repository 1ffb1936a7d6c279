// What Safari 15.0 does not have, of all that newer ones do.
delete AbortSignal.timeout;
delete AbortSignal.any;
delete Array.prototype.at;
delete Array.prototype.findLast;
delete Array.prototype.toSorted;
delete String.prototype.at;
delete Object.hasOwn;
delete Object.groupBy;
delete Promise.withResolvers;
delete window.structuredClone;
delete window.BroadcastChannel;
delete Crypto.prototype.randomUUID;
delete Navigator.prototype.locks;
delete HTMLDialogElement.prototype.showModal;
delete HTMLDialogElement.prototype.close;
delete HTMLElement.prototype.inert;
