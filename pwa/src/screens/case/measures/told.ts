// Who did it, as two reports tell: what a human compares before they say that it is one person. Pure.
import type { ReportLine } from "../../../api/types";
import { t } from "../../../texts/later";
import { longDay } from "../../../time/format";

type Told = ReportLine["told"];

export interface Compared {
  label: string;
  here: string;
  there: string;
  same: boolean;
}

const WHAT: Record<keyof typeof t.measures.told, (told: NonNullable<Told>) => string | null | undefined> = {
  name: (told) => [told.name, told.initials].filter(Boolean).join(" "),
  born: (told) => told.dateOfBirth && longDay(told.dateOfBirth),
  address: (told) => told.address?.line,
  reference: (told) => told.clientReference,
};

const plain = (words: string): string => words.toLocaleLowerCase().replaceAll(/\s+/g, " ").trim();

/** Each thing that one of both tells, beside what the other says of it. */
export const compared = (here: Told | undefined, there: Told | undefined): Compared[] =>
  (Object.keys(WHAT) as (keyof typeof WHAT)[])
    .map((what) => {
      const [one, other] = [here, there].map((told) => (told && WHAT[what](told)) || "") as [string, string];
      return { label: t.measures.told[what], here: one, there: other, same: one !== "" && plain(one) === plain(other) };
    })
    .filter(({ here: one, there: other }) => one !== "" || other !== "");

/** All that a report tells of who did it, on one line. */
export const who = (told: Told | undefined): string =>
  told
    ? t.list(
        [
          WHAT.name(told),
          told.dateOfBirth ? t.measures.bornOn(longDay(told.dateOfBirth)) : "",
          told.address?.line ?? "",
          told.clientReference ? t.measures.reference(told.clientReference) : "",
        ].filter((one): one is string => Boolean(one)),
      )
    : "";
