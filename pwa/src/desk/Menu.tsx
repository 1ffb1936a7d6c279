import "./menu.css";
import { useId, useLayoutEffect, useRef, useState } from "preact/hooks";
import { Icon, type IconName } from "../parts/Icon";

export interface MenuItem {
  text: string;
  icon?: IconName;
  /** Where it leads, or what it does. */
  href?: string;
  onPress?: () => void;
}

interface Props {
  /** What stands on the button. */
  text: string;
  /** What is read aloud of it: several of these stand on one screen. */
  label: string;
  /** What the place of the menu had no room for, above its items. */
  about?: readonly string[];
  items: readonly MenuItem[];
}

/**
 * What else can be done: a button, and a list that lies above everything. By keys: Enter, Space or an arrow opens it,
 * arrows and first letters go through it, Escape and Tab leave it. Where a browser has no popovers it is a list above the page.
 */
export function Menu({ text, label, about = [], items }: Props) {
  const [open, setOpen] = useState<"first" | "last" | null>(null);
  const button = useRef<HTMLButtonElement>(null);
  const id = useId();
  const close = (back: boolean) => {
    if (back) button.current?.focus({ preventScroll: true });
    setOpen(null);
  };
  return (
    <>
      <button
        ref={button}
        type="button"
        class="nl-button button--quiet button--small menu-button"
        aria-haspopup="menu"
        aria-expanded={open !== null}
        aria-controls={open ? id : undefined}
        aria-label={label}
        onClick={() => setOpen(open ? null : "first")}
        onKeyDown={(event) => {
          if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
          event.preventDefault();
          event.stopPropagation();
          setOpen(event.key === "ArrowUp" ? "last" : "first");
        }}
      >
        <span class="nl-button__label">{text}</span>
        <Icon name="more" />
      </button>
      {open && <List id={id} label={label} about={about} items={items} begin={open} opener={button} onClose={close} />}
    </>
  );
}

interface ListProps extends Pick<Props, "label" | "items"> {
  id: string;
  about: readonly string[];
  begin: "first" | "last";
  opener: { current: HTMLButtonElement | null };
  onClose: (back: boolean) => void;
}

function List({ id, label, about, items, begin, opener, onClose }: ListProps) {
  const list = useRef<HTMLDivElement>(null);
  const all = () => [...(list.current?.querySelectorAll<HTMLElement>('[role="menuitem"]') ?? [])];
  const goTo = (place: number) => {
    const found = all();
    found[(place + found.length) % found.length]?.focus({ preventScroll: true });
  };
  useLayoutEffect(() => {
    const element = list.current;
    if (!element) return;
    show(element);
    if (opener.current) place(element, opener.current);
    goTo(begin === "last" ? -1 : 0);
    const elsewhere = (event: Event) => {
      const at = event.target as Node;
      if (!element.contains(at) && !opener.current?.contains(at)) onClose(false);
    };
    // It goes along with its button, and closes where that goes out of sight. What was scrolled before the press is
    // often told after it.
    const moved = (event: Event) => {
      if (element.contains(event.target as Node)) return;
      if (opener.current && inSight(opener.current)) place(element, opener.current);
      else onClose(true);
    };
    document.addEventListener("pointerdown", elsewhere, true);
    window.addEventListener("scroll", moved, true);
    window.addEventListener("resize", moved);
    return () => {
      document.removeEventListener("pointerdown", elsewhere, true);
      window.removeEventListener("scroll", moved, true);
      window.removeEventListener("resize", moved);
    };
  }, []);

  const onKeyDown = (event: KeyboardEvent) => {
    const at = all().indexOf(document.activeElement as HTMLElement);
    const go = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 }[event.key];
    if (go !== undefined) goTo(go);
    else if (event.key === "Escape") onClose(true);
    // The browser's own step, from the button on.
    else if (event.key === "Tab") return onClose(true);
    else if (!goToLetter(all(), at, event.key)) return;
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keys belong to the items in it, wherever one stands.
    <div ref={list} id={id} class="menu" popover="manual" onKeyDown={onKeyDown}>
      {about.map((line) => (
        <p key={line} class="menu__about anywhere">
          {line}
        </p>
      ))}
      <div role="menu" aria-label={label}>
        {items.map((item) => (
          <Item key={item.text} item={item} onChosen={() => onClose(true)} />
        ))}
      </div>
    </div>
  );
}

function Item({ item, onChosen }: { item: MenuItem; onChosen: () => void }) {
  const inside = (
    <>
      {item.icon && <Icon name={item.icon} />}
      <span>{item.text}</span>
    </>
  );
  return item.href ? (
    <a class="menu__item" role="menuitem" tabIndex={-1} href={item.href} onClick={onChosen}>
      {inside}
    </a>
  ) : (
    <button
      type="button"
      class="menu__item"
      role="menuitem"
      tabIndex={-1}
      onClick={() => {
        // First back to the button: what opens now gives the place back to where it was opened.
        onChosen();
        item.onPress?.();
      }}
    >
      {inside}
    </button>
  );
}

/** Whether there is an item that begins with this letter, after the one where one stands; then one stands there. */
function goToLetter(items: HTMLElement[], at: number, key: string): boolean {
  if (key.length !== 1 || key === " ") return false;
  const begins = (one: HTMLElement) => one.textContent?.trim().toLowerCase().startsWith(key.toLowerCase());
  const found = [...items.slice(at + 1), ...items.slice(0, at + 1)].find(begins);
  found?.focus({ preventScroll: true });
  return found !== undefined;
}

function show(element: HTMLElement): void {
  if (typeof element.showPopover === "function") element.showPopover();
  else element.removeAttribute("popover");
}

/** Below its button, or above it where there is no room; its end at the button's end. */
function place(element: HTMLElement, opener: HTMLElement): void {
  const button = opener.getBoundingClientRect();
  const { width, height } = element.getBoundingClientRect();
  const below = button.bottom + GAP + height <= window.innerHeight || button.top < height;
  element.style.top = `${below ? Math.min(button.bottom + GAP, window.innerHeight - height - GAP) : button.top - GAP - height}px`;
  element.style.left = `${Math.max(GAP, Math.min(button.right - width, window.innerWidth - width - GAP))}px`;
}

function inSight(button: HTMLElement): boolean {
  const { top, bottom } = button.getBoundingClientRect();
  return bottom > 0 && top < window.innerHeight;
}

const GAP = 4;

/** A browser that can't move a part of the page without taking it out hides what lay above it. */
export function showAgain(root: ParentNode): void {
  for (const one of root.querySelectorAll<HTMLElement>(".menu[popover]")) {
    if (typeof one.showPopover === "function" && !one.matches(":popover-open")) one.showPopover();
  }
}
