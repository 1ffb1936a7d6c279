import type { RefObject } from "preact";
import { useEffect } from "preact/hooks";

/**
 * Who goes by keys stood on something that has gone: a button that was pressed and is done, say. Then they stand on what
 * was around it, and not at the beginning of everything.
 */
export function keepPlace(root: HTMLElement): () => void {
  let path: HTMLElement[] = [];
  const note = (event: FocusEvent) => {
    path = [];
    for (let one = event.target as HTMLElement | null; one && one !== root; one = one.parentElement) path.push(one);
    path.push(root);
  };
  const nowhere = () => document.activeElement === null || document.activeElement === document.body;
  const look = new MutationObserver(() => {
    if (path.length === 0 || path[0]?.isConnected || !nowhere()) return;
    const around = path.find((one) => one.isConnected);
    path = [];
    if (!around) return;
    if (!around.hasAttribute("tabindex")) around.tabIndex = -1;
    around.focus({ preventScroll: true });
  });
  root.addEventListener("focusin", note);
  look.observe(root, { childList: true, subtree: true });
  return () => {
    root.removeEventListener("focusin", note);
    look.disconnect();
  };
}

export function useKeepPlace(root: RefObject<HTMLElement | null>): void {
  useEffect(() => (root.current ? keepPlace(root.current) : undefined), []);
}
