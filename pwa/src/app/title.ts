// The title and the icon of the tab: what a desk sees of a page that lies behind another.
import { t } from "../texts";

const CALM = "/icon.svg";
const LOUD = `data:image/svg+xml,${encodeURIComponent(
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="6" fill="#a10c18"/><path d="M14 6h4v13h-4zm0 16h4v4h-4z" fill="#fff"/></svg>',
)}`;

let base: string = t.app.name;
let before = "";

/** What this screen is called. */
export function setTitle(title: string): void {
  base = title;
  show();
}

/** What stands before it on every page: how many alarms there are, or that nobody is watching. */
export function setBefore(words: string, loud: boolean): void {
  before = words;
  show();
  const icon = document.querySelector<HTMLLinkElement>('link[rel="icon"]');
  const href = loud ? LOUD : CALM;
  if (icon && icon.getAttribute("href") !== href) icon.setAttribute("href", href);
}

function show(): void {
  document.title = before ? `${before} · ${base}` : base;
}
