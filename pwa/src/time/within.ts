// A browser's promise may fail, throw at once, or never settle: a store of iOS that is wedged, a lock that a sleeping
// tab holds, a permission that nobody answers. Whatever the start of the page or a call for help leans on goes through
// here, so that nothing can hold it up.

/** What `work` comes to; `otherwise` when it fails, throws, or has said nothing after so many milliseconds. */
export function within<T>(ms: number, work: () => Promise<T> | T, otherwise: T, onLate?: () => void): Promise<T> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => {
      onLate?.();
      resolve(otherwise);
    }, ms);
    const done = (value: T) => {
      clearTimeout(timer);
      resolve(value);
    };
    begun(work).then(done, () => done(otherwise));
  });
}

/** The same work as a promise, also when it throws before it has made one. */
export async function begun<T>(work: () => Promise<T> | T): Promise<T> {
  return work();
}

/** Something that is good to have and that nothing may depend on. */
export function quietly<T>(work: () => T, otherwise: T): T {
  try {
    return work();
  } catch {
    return otherwise;
  }
}
