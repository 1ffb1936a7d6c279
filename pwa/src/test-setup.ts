// IndexedDB for the tests; jsdom has none.
import "fake-indexeddb/auto";
