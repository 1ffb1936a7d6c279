// The title and the icon of the tab: what a desk sees of a page that lies behind another.
import { t } from "../texts";
// In the page itself: it must also be there when the server is not.
import LOUD from "./icon-alarm.svg?inline";

const CALM = "/icon.svg";

let base: string | null = null;
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
  const name = base ?? t.app.name;
  document.title = before ? `${before} · ${name}` : name;
}
