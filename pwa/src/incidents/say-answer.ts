// One answer of the form in words, whatever it is: for who must choose between two of them.
import type { IncidentForm } from "../api/types";
import { t } from "../texts/later";
import { longDay } from "../time/format";
import type { Answers } from "./answers";

const A_DAY = /^\d{4}-\d{2}-\d{2}$/;

/** Empty is said too: somebody may have taken an answer away. */
export function sayAnswer(answer: Answers[keyof Answers], form: IncidentForm): string {
  return said(answer, form) || t.form.empty;
}

function said(value: unknown, form: IncidentForm): string {
  if (value === null || value === undefined || value === "") return "";
  if (typeof value === "boolean") return value ? t.app.yes : t.app.no;
  if (Array.isArray(value))
    return value
      .map((one) => said(one, form))
      .filter(Boolean)
      .join("\n");
  if (typeof value === "object") {
    return Object.entries(value)
      .filter(([name]) => name !== "id" || "channel" in value)
      .filter(([name]) => name !== "personId" && name !== "registerId")
      .map(([, part]) => said(part, form))
      .filter(Boolean)
      .join(", ");
  }
  const text = String(value);
  return A_DAY.test(text) ? longDay(`${text}T12:00:00Z`) : word(text, form);
}

/** What the protocol, or this app, calls it. */
function word(text: string, form: IncidentForm): string {
  const words = [...form.behaviours, ...form.levels, ...form.motives, ...form.expressions];
  const named: Record<string, string> = { ...t.incident.channels, ...t.cases.whose, ...t.form.hits, ...t.form.genders };
  return words.find((one) => one.id === text)?.name ?? named[text] ?? text;
}
