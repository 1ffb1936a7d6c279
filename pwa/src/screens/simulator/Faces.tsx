import "./faces.css";
import { useLayoutEffect } from "preact/hooks";
import type { Demonstrated } from "../../api/types";
import { useAction } from "../../app/useAction";
import { t } from "../../texts/later";
import { rolesInWords } from "./roles";
import { become, useDemonstration } from "./useDemonstration";

/** Who one can be in the demonstration: a press, and one is. Nothing where there is none. */
export function Faces({ onKnown }: { onKnown: () => void }) {
  const demonstration = useDemonstration();
  const known = demonstration !== undefined;
  useLayoutEffect(() => {
    if (known) onKnown();
  }, [known]);
  if (!demonstration) return null;
  return (
    <section class="faces stack stack-tight" aria-labelledby="faces">
      <h2 id="faces" class="nl-heading nl-heading--level-3">
        {t.demonstration.faces}
      </h2>
      <FaceButtons {...demonstration} people={freeToBe(demonstration.people)} />
      <p>
        <a class="nl-link" href="/demo">
          {t.demonstration.withPhones}
        </a>
      </p>
    </section>
  );
}

/** Whoever else goes out is on a visit already: the first two are free to try. */
const MOST_OUTSIDE = 2;

export function freeToBe(people: Demonstrated["people"]): Demonstrated["people"] {
  const outside = people.filter(({ roles }) => roles.includes("worker"));
  return people.filter((one) => !outside.includes(one) || outside.indexOf(one) < MOST_OUTSIDE);
}

interface Props extends Pick<Demonstrated, "people" | "password" | "managerWord"> {
  /** The address of who one is now. */
  now?: string | undefined;
}

export function FaceButtons({ people, password, managerWord, now }: Props) {
  const { busy, problem, act } = useAction();
  return (
    <>
      <ul class="faces__all">
        {people.map(({ email, name, roles }) => (
          <li key={email}>
            <button
              type="button"
              class="face"
              aria-pressed={email === now}
              aria-busy={busy === email ? "true" : undefined}
              onClick={() => busy === null && void act(email, () => become(email, password))}
            >
              <span class="face__name anywhere">{name}</span>
              <span class="face__role">{rolesInWords(roles, managerWord)}</span>
            </button>
          </li>
        ))}
      </ul>
      {problem && (
        <p class="field__error" role="alert">
          {problem}
        </p>
      )}
    </>
  );
}
