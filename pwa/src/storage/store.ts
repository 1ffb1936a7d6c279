// A store in IndexedDB that may be missing, forbidden, full, or wedged: on iOS a request sometimes neither succeeds nor
// fails. Whoever asks gets an answer in a second, whatever the store does.
import { openDB, type DBSchema, type IDBPDatabase } from "idb";
import { begun, within } from "../time/within";

/** On a phone that is well it takes a few milliseconds. */
const PATIENCE = 1_000;

export interface Store<S extends DBSchema> {
  /** Does something with it; `otherwise` when it is not there, says no, or says nothing in time. */
  stored<T>(work: (db: IDBPDatabase<S>) => Promise<T>, otherwise: T): Promise<T>;
  /** Tells when a store that had been mute answers after all. */
  whenItAnswers(listener: () => void): void;
}

export function storeOf<S extends DBSchema>(
  name: string,
  version: number,
  make: (db: IDBPDatabase<S>, from: number) => void,
): Store<S> {
  let opened: Promise<IDBPDatabase<S>> | null = null;
  // It was asked something and said nothing. Until it answers after all, nobody waits for it again.
  let mute = false;
  const listeners = new Set<() => void>();

  const open = (): Promise<IDBPDatabase<S>> => {
    opened ??= openDB<S>(name, version, {
      upgrade: (db, from) => make(db, from),
      // Another tab brings a newer version, or the browser closed the store: open again at the next question.
      blocking: (_old, _new, event) => {
        (event.target as IDBDatabase).close();
        opened = null;
      },
      terminated: () => {
        opened = null;
      },
    });
    opened.catch(() => {
      opened = null;
    });
    return opened;
  };

  const answered = () => {
    if (!mute) return;
    mute = false;
    for (const listener of [...listeners]) listener();
  };

  return {
    stored<T>(work: (db: IDBPDatabase<S>) => Promise<T>, otherwise: T): Promise<T> {
      if (mute) return Promise.resolve(otherwise);
      // Where there is no IndexedDB, or a policy forbids it, opening throws at once.
      const asked = begun(() => open().then(work));
      asked.then(answered, answered);
      const fallSilent = () => {
        mute = true;
      };
      return within(PATIENCE, () => asked, otherwise, fallSilent);
    },
    whenItAnswers: (listener) => void listeners.add(listener),
  };
}
