// The demonstration on this machine: /demo shows the phones beside the app, in this tab only.
const KEY = "achterwacht-demo";

/** Only this machine has simulated phones, so nobody else is asked for them. */
export const isHere = (): boolean => /^(127\.|localhost$|\[::1\])/.test(location.hostname);

/** `/demo` puts the phones beside the app. Before anything reads where this page is. */
export function comesFromDemo(): boolean {
  if (!isHere() || !/^\/demo\/?$/.test(location.pathname)) return false;
  history.replaceState(null, "", "/");
  keepBeside(true);
  return true;
}

/** Whether the phones stand beside the app. The browser is slow to say so: not before the first paint. */
export function isBeside(): boolean {
  if (!isHere()) return false;
  try {
    return sessionStorage.getItem(KEY) !== null;
  } catch {
    return false;
  }
}

export function keepBeside(on: boolean): void {
  try {
    if (on) sessionStorage.setItem(KEY, "");
    else sessionStorage.removeItem(KEY);
  } catch {
    // Then they stand there until the page goes.
  }
}
