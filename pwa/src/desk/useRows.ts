import type { RefObject } from "preact";
import { useLayoutEffect } from "preact/hooks";
import { showAgain } from "./Menu";

const ROW = "[data-row]";
const CONTROLS = "[data-controls] a[href], [data-controls] button:not([role])";
const STEPS: Record<string, number> = { ArrowDown: 1, ArrowUp: -1 };

/**
 * For who goes by keys through hundreds of rows: arrows go from row to row, and whoever stood on something that an answer
 * of the server moved, or took away, stands on the same row, or the one in its place.
 */
export function useRows(root: RefObject<HTMLElement | null>): void {
  // Before the screen around it, which would put them on what lies around the row.
  useLayoutEffect(() => (root.current ? keepRow(root.current) : undefined), []);
}

export function keepRow(root: HTMLElement): () => void {
  const rows = () => [...root.querySelectorAll<HTMLElement>(ROW)];
  const controls = (row: HTMLElement | undefined) => [...(row?.querySelectorAll<HTMLElement>(CONTROLS) ?? [])];
  let stood: { on: HTMLElement; row: string; at: number; place: number } | null = null;

  const note = (event: FocusEvent) => {
    const on = event.target as HTMLElement;
    const row = on.closest<HTMLElement>(ROW);
    stood = row && {
      on,
      row: row.dataset["row"] ?? "",
      at: rows().indexOf(row),
      place: Math.max(0, controls(row).indexOf(on)),
    };
  };
  /** Who leaves by themselves stands where they went; a browser that moves a part says nothing of where. */
  const left = () => {
    stood = null;
  };
  const nowhere = () => document.activeElement === null || document.activeElement === document.body;
  const look = new MutationObserver(() => {
    showAgain(root);
    if (!stood || !nowhere()) return;
    const { on, row, at, place } = stood;
    const all = rows();
    const now = all.find((one) => one.dataset["row"] === row) ?? all[Math.min(at, all.length - 1)];
    const there = on.isConnected ? on : (controls(now)[place] ?? controls(now)[0]);
    there?.focus({ preventScroll: on.isConnected });
  });
  const go = (event: KeyboardEvent) => {
    const step = STEPS[event.key];
    const on = event.target as HTMLElement;
    const row = on.closest<HTMLElement>(ROW);
    if (step === undefined || !row || event.defaultPrevented || on.closest("[popover], dialog, input, select")) return;
    const place = Math.max(0, controls(row).indexOf(on));
    const all = rows();
    for (let at = all.indexOf(row) + step; all[at]; at += step) {
      const found = controls(all[at]);
      if (found.length === 0) continue;
      event.preventDefault();
      found[Math.min(place, found.length - 1)]?.focus();
      return;
    }
  };
  root.addEventListener("focusin", note);
  document.addEventListener("pointerdown", left, true);
  root.addEventListener("keydown", go);
  look.observe(root, { childList: true, subtree: true });
  return () => {
    root.removeEventListener("focusin", note);
    document.removeEventListener("pointerdown", left, true);
    root.removeEventListener("keydown", go);
    look.disconnect();
  };
}
