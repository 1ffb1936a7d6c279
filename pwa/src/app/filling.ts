// What stands in a form while somebody fills it in, and what became of sending it. Pure.
import type { Problem } from "../api/problem";

/** What the server found wrong at one field, and what stood there then. */
interface Refusal {
  path: string;
  was: unknown;
  detail: string;
}

export interface Filling<F> {
  form: F;
  /** How often somebody changed it: whatever was typed since it was sent is not overwritten by the answer. */
  edits: number;
  /** Somebody changed it since it was last as the server has it. */
  typed: boolean;
  refusals: Refusal[];
}

/**
 * Which field of the form a pointer of the server is about, as a path ("address/number"). What is named nowhere here is
 * said above the form.
 */
export type FieldAt = Readonly<Record<string, string>> | ((pointer: string) => string | undefined);

/** Fields that are called the same in the form and at the server. */
export const asNamed = (...names: string[]): Record<string, string> =>
  Object.fromEntries(names.map((name) => [`/${name}`, name]));

export const begun = <F>(form: F): Filling<F> => ({ form, edits: 0, typed: false, refusals: [] });

export const edited = <F>(filling: Filling<F>, form: F): Filling<F> => ({
  ...filling,
  form,
  edits: filling.edits + 1,
  typed: true,
});

/** As the server has it, unless somebody typed: what they typed stays. */
export const filledBy = <F>(filling: Filling<F>, make: (form: F) => F): Filling<F> =>
  filling.typed ? filling : { ...filling, form: make(filling.form), refusals: [] };

/** The server took it. `next` is what stands there then, unless somebody typed on while it was under way. */
export const taken = <F>(filling: Filling<F>, sent: Filling<F>, next: F): Filling<F> =>
  filling.edits === sent.edits ? { ...filling, form: next, typed: false, refusals: [] } : { ...filling, refusals: [] };

/** What stands in the form at this path. */
export const valueAt = (form: unknown, path: string): unknown =>
  path
    .split("/")
    .reduce<unknown>(
      (part, name) => (typeof part === "object" && part !== null ? (part as Record<string, unknown>)[name] : undefined),
      form,
    );

/** The server refused it: what it says of a field stands at that field; the rest is for above the form. */
export function refusedBy<F>(
  filling: Filling<F>,
  sent: Filling<F>,
  { errors, message }: Pick<Problem, "errors" | "message">,
  at: FieldAt,
): { filling: Filling<F>; rest: string | null } {
  const pathOf = (pointer: string) => (typeof at === "function" ? at(pointer) : at[pointer]);
  const refusals: Refusal[] = [];
  const rest: string[] = [];
  for (const { pointer, detail } of errors) {
    const path = pathOf(pointer);
    const was = path === undefined ? undefined : valueAt(sent.form, path);
    // What it is about has changed meanwhile: at the field it would say something of what stands there now.
    if (path === undefined || !Object.is(was, valueAt(filling.form, path))) rest.push(detail);
    else refusals.push({ path, was, detail });
  }
  const said = rest.filter(Boolean).join(" ");
  return {
    filling: { ...filling, refusals },
    rest: said || (refusals.length > 0 ? null : message),
  };
}

/** What the server found wrong at this field, for as long as the same stands there. */
export const refusalAt = <F>({ form, refusals }: Filling<F>, path: string): string | undefined =>
  refusals
    .filter((one) => one.path === path && Object.is(one.was, valueAt(form, path)))
    .map(({ detail }) => detail)
    .join(" ") || undefined;
