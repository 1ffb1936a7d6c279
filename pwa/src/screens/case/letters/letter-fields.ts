// What is filled into a letter: which of its fields is which fact, and what becomes of the form.
import type { Addressee, ChangedLetter, Letter, LetterFacts } from "../../../api/types";

type Fact = Exclude<keyof LetterFacts, "conditions">;

export interface FieldSpec {
  fact: Fact;
  kind: "date" | "time" | "line" | "words";
}

/** Which field of a letter each fact fills. Its conditions are chosen from a list. */
const FIELD_OF: Record<Fact, Record<string, FieldSpec["kind"]>> = {
  happenedOn: { datum_incident: "date" },
  what: { omschrijving: "words" },
  department: { afdeling: "line" },
  until: { tot_datum: "date" },
  where: { waar: "line" },
  contact: { contactpersoon: "line" },
  talkOn: { gesprek_datum: "date" },
  talkAt: { gesprek_tijd: "time" },
  talkPlace: { gesprek_plaats: "line" },
  talkWith: { gesprek_met: "line" },
  agreements: { afspraken: "words" },
  measures: { maatregelen: "words" },
  earlierLetterOn: { brief_datum: "date" },
  visited: { bezocht: "line" },
  visitedOn: { bezocht_datum: "date" },
  policeReportedOn: { aangifte_datum: "date" },
  policeReportedOf: { aangifte_van: "line" },
};
export const FIELDS: Record<string, FieldSpec> = Object.fromEntries(
  Object.entries(FIELD_OF).flatMap(([fact, fields]) =>
    Object.entries(fields).map(([name, kind]) => [name, { fact: fact as Fact, kind }]),
  ),
);
export const CONDITIONS = "voorwaarden";

export interface LetterForm {
  addressee: Required<Addressee>;
  facts: LetterFacts;
  attachments: string[];
  /** Null: the text follows the facts. */
  text: string | null;
  /** What was read. */
  revision: number;
}

export const formOf = (letter: Letter): LetterForm => ({
  addressee: letter.addressee,
  facts: letter.facts,
  attachments: letter.attachments,
  text: letter.edited ? letter.text.join("\n\n") : null,
  revision: letter.revision,
});

/** The paragraphs of a text: an empty line begins the next. */
export const paragraphs = (text: string): string[] =>
  text
    .split(/\n\s*\n/)
    .map((one) => one.trim())
    .filter(Boolean);

/** What is typed as empty is not said. */
const said = (value: string, kind: FieldSpec["kind"]): string | null =>
  value === "" && (kind === "date" || kind === "time") ? null : value;

export const withFact = (form: LetterForm, { fact, kind }: FieldSpec, value: string): LetterForm => ({
  ...form,
  facts: { ...form.facts, [fact]: said(value, kind) },
});

export const factOf = (form: LetterForm, { fact }: FieldSpec): string => form.facts[fact] ?? "";

export function bodyOf(form: LetterForm, letter: Letter): ChangedLetter {
  const text = form.text === null ? (letter.edited ? [] : null) : paragraphs(form.text);
  return {
    addressee: form.addressee,
    facts: form.facts,
    attachments: form.attachments,
    revision: form.revision,
    ...(text === null ? {} : { text }),
  };
}
