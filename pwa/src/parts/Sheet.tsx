import type { ComponentChildren } from "preact";
import { useContext, useId, useLayoutEffect, useRef } from "preact/hooks";
import { useKeepPlace } from "../app/keepPlace";
import { isWorker } from "../app/places";
import { PanicKey } from "../panic/PanicKey";
import { SessionContext } from "../session/context";
import { t } from "../texts";

interface Props {
  title: string;
  onClose: () => void;
  children: ComponentChildren;
  /** Without a button to close: the choices inside do that. */
  bare?: boolean;
}

/**
 * A question in front of the screen: from below on a phone, in the middle of a desk. Whatever it asks, a worker's
 * noodknop lies above it, at the place where it always is: the one behind can't be reached while this is open.
 */
export function Sheet({ title, onClose, children, bare }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  const me = useContext(SessionContext)?.me;
  const id = useId();
  // At once: what is told later than the drawing is told when the sheet has gone from the page, and its place with it.
  useLayoutEffect(() => {
    const element = dialog.current;
    if (!element || element.open) return;
    const opener = document.activeElement;
    if (typeof element.showModal === "function") element.showModal();
    else element.setAttribute("open", "");
    return () => {
      const inside = element.contains(document.activeElement) || document.activeElement === document.body;
      element.close?.();
      // The browser gives the place back only while the sheet is still there.
      if (inside && opener instanceof HTMLElement && opener.isConnected) opener.focus({ preventScroll: true });
    };
  }, []);
  useKeepPlace(dialog);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: a click beside it closes it, and Escape does so already.
    <dialog
      ref={dialog}
      class="sheet"
      aria-labelledby={id}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onClick={(event) => event.target === dialog.current && onClose()}
    >
      <div class="sheet__inside stack">
        <h2 id={id} class="nl-heading nl-heading--level-2 anywhere">
          {title}
        </h2>
        {children}
        {!bare && (
          <button type="button" class="nl-button button--plain button--wide" onClick={onClose}>
            <span class="nl-button__label">{t.app.cancel}</span>
          </button>
        )}
      </div>
      {me && isWorker(me) && <KeyAbove />}
    </dialog>
  );
}

/** Exactly above the noodknop of the screen, wherever that lies on this one; and the sheet leaves it room. */
function KeyAbove() {
  const here = useRef<HTMLDivElement>(null);
  // Before the sheet is seen: on a busy phone what comes after the drawing comes late.
  useLayoutEffect(() => {
    const place = () => {
      const above = here.current;
      const keys = [...document.querySelectorAll<HTMLElement>(".hold--bar")];
      const key = keys.find((one) => !above?.contains(one) && one.offsetWidth > 0);
      if (!above || !key) return;
      const { left, top } = key.getBoundingClientRect();
      above.style.left = `${left}px`;
      above.style.top = `${top}px`;
      const atTheThumb = key.closest(".bottom-bar") !== null;
      const room = atTheThumb ? Math.max(0, window.innerHeight - top) : 0;
      above.closest<HTMLElement>(".sheet")?.style.setProperty("--key-room", `${room}px`);
    };
    place();
    window.addEventListener("resize", place);
    return () => window.removeEventListener("resize", place);
  }, []);
  return (
    <div ref={here} class="sheet__key">
      <PanicKey />
    </div>
  );
}
