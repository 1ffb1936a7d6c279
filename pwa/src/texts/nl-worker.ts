// The few words that the service worker has of its own: what it shows when a push can't be read.
export const unread = { title: "Er is iets in Achterwacht", body: "Open de app om te kijken." };
