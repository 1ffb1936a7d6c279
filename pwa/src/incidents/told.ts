// What a report says, as lines of a question and its answer. What was not said is left out.
import type { Incident } from "../api/types";
import { t } from "../texts/later";
import { clockTime, longDay } from "../time/format";

type Row = [name: string, value: string];
type YesNo = { yes: boolean | null; namely: string | null; on?: string | null } | null;

/** Yes or no, and what. */
export function sayYesNo(answer: YesNo): string {
  if (!answer || answer.yes === null) return "";
  const on = answer.on ? longDay(`${answer.on}T12:00:00Z`) : "";
  return [answer.yes ? t.app.yes : t.app.no, on, answer.namely].filter(Boolean).join(". ");
}

export const inEuros = (amount: number): string =>
  new Intl.NumberFormat(t.locale, { style: "currency", currency: "EUR" }).format(amount);

export function rowsOf(incident: Incident): Row[] {
  const { aggressor, employeeDetails: employee } = incident;
  const born = (day: string | null | undefined) => (day ? t.cases.born(longDay(`${day}T12:00:00Z`)) : "");
  const what =
    incident.behaviours.length > 0
      ? incident.behaviours.map((one) => `${one.name} (${t.incident.channels[one.channel]})`)
      : [t.incident.kinds[incident.kind]];
  const rows: Row[] = [
    [t.cases.when, `${longDay(incident.happenedAt)}, ${clockTime(incident.happenedAt)}`],
    [
      t.cases.where,
      [incident.channel && t.incident.channels[incident.channel], incident.place].filter(Boolean).join(", "),
    ],
    [t.cases.behaviour, what.join("\n")],
    [t.cases.story, incident.description],
    [
      t.cases.aggressor,
      [
        [aggressor?.initials, aggressor?.name].filter(Boolean).join(" "),
        born(aggressor?.dateOfBirth),
        aggressor?.address?.line,
        aggressor?.clientReference && t.cases.reference(aggressor.clientReference),
        // What was said at once is not said twice where it was taken over as the name.
        incident.causedBy !== aggressor?.name && incident.causedBy,
      ]
        .filter(Boolean)
        .join("\n"),
    ],
    [t.cases.witnesses, incident.witnesses.map((one) => [one.name, one.contact].filter(Boolean).join(", ")).join("\n")],
    [t.cases.injury, sayYesNo(incident.injury)],
    [
      t.cases.damage,
      incident.damages
        .map((one) =>
          [`${t.app.colon(t.cases.whose[one.whose])} ${one.what}`, one.amount !== null && inEuros(one.amount)]
            .filter(Boolean)
            .join(", "),
        )
        .join("\n") || (incident.damage === null ? "" : incident.damage ? t.app.yes : t.app.no),
    ],
    [t.cases.police, sayYesNo(incident.policeReport)],
    [t.cases.aftercare, sayYesNo(incident.aftercare)],
    [t.cases.furtherAction, sayYesNo(incident.furtherAction)],
    [t.cases.attempts, incident.attempts === null ? "" : String(incident.attempts)],
    [
      t.cases.stalkingLog,
      incident.stalkingLog
        .map((one) => `${t.app.colon(`${longDay(one.at)}, ${clockTime(one.at)}`)} ${one.circumstances}`)
        .join("\n"),
    ],
    [
      t.cases.employee,
      [employee?.position, employee?.department, employee?.employment, employee?.phone].filter(Boolean).join("\n"),
    ],
  ];
  return rows.filter(([, value]) => value !== "");
}
