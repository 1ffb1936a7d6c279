// The address of a calendar, as it is pasted and as the server wants it. Pure.
import type { Checked } from "../../app/useForm";

export interface CalendarForm {
  url: string;
}

export const noCalendar: CalendarForm = { url: "" };

/** Whether anything can be read there the server finds out; that it is no address of the web is said here. */
export function checkCalendar(form: CalendarForm): Checked<{ url?: "needed" | "webAddress" }, string> {
  const url = form.url.trim();
  if (!url) return { errors: { url: "needed" }, body: null };
  if (!/^(https|webcal):\/\/\S+$/i.test(url)) return { errors: { url: "webAddress" }, body: null };
  return { errors: {}, body: url };
}
