import "./sheet.css";
import type { ComponentChildren } from "preact";
import { useEffect, useId, useRef } from "preact/hooks";
import { t } from "../texts";

interface Props {
  title: string;
  onClose: () => void;
  children: ComponentChildren;
  /** Without a button to close: the choices inside do that. */
  bare?: boolean;
}

/** A question in front of the screen: from below on a phone, in the middle of a desk. */
export function Sheet({ title, onClose, children, bare }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    const element = dialog.current;
    if (!element || element.open) return;
    if (typeof element.showModal === "function") element.showModal();
    else element.setAttribute("open", "");
    return () => element.close?.();
  }, []);
  return (
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
            <span class="nl-button__label">{t.app.close}</span>
          </button>
        )}
      </div>
    </dialog>
  );
}
