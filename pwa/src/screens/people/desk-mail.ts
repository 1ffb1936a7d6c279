// To which desk a list is mailed, as it is filled in and as the server wants it. Pure.
import type { DeskMail, NewDeskMail } from "../../api/types";
import type { Checked } from "../../app/useForm";
import { timesEach, timesOf } from "./times";

export interface DeskMailForm {
  addresses: string;
  days: number[];
  times: string;
  /** Fills the times in: every so many minutes, between two of them. */
  every: string;
  from: string;
  until: string;
}

export const emptyDeskMail: DeskMailForm = {
  addresses: "",
  days: [1, 2, 3, 4, 5],
  times: "",
  every: "30",
  from: "08:00",
  until: "17:00",
};

/** As it is set; while nothing is, what was proposed stays. */
export const asSet = (form: DeskMailForm, mail: DeskMail): DeskMailForm =>
  mail.addresses.length === 0
    ? form
    : { ...form, addresses: mail.addresses.join(", "), days: mail.days, times: mail.times.join(", ") };

export const withTimes = (form: DeskMailForm): DeskMailForm => ({
  ...form,
  times: timesEach(Number(form.every), form.from, form.until).join(", "),
});

/** Empty is off, and what is no address or time the server says: so there is nothing that can be wrong here. */
export const checkDeskMail = ({
  addresses,
  days,
  times,
}: DeskMailForm): Checked<Record<string, never>, NewDeskMail> => ({
  errors: {},
  body: {
    addresses: addresses.split(/[\s,;]+/).filter(Boolean),
    days: [...days].sort((a, b) => a - b),
    times: timesOf(times),
  },
});

/** "/addresses/1" is about one of those in the field. */
export const deskMailField = (pointer: string): string | undefined => /^\/(addresses|days|times)\b/.exec(pointer)?.[1];
