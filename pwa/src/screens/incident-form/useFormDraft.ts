import { useEffect, useState } from "preact/hooks";
import { countryOf } from "../../addresses/address";
import { sayProblem } from "../../app/useAction";
import { useStore } from "../../app/store";
import type { Answers } from "../../incidents/answers";
import { reported } from "../../incidents/draft";
import { begin, findDraft, formDraftName, held, putDraft, type FormDraft } from "../../incidents/form-drafts";
import { heardOf, knownHere, type Begun } from "../../incidents/reports";
import { catchUp, taken } from "../../incidents/sending";
import { useSession } from "../../session/context";
import { t } from "../../texts/later";

/**
 * The form of a report while somebody fills it in: from this device at once, then as the server has it. Nothing that
 * was typed meanwhile is lost by what is heard later.
 */
export function useFormDraft(id: string) {
  const { me, protocol } = useSession();
  const name = formDraftName(me.id, id);
  const [begun, setBegun] = useState<Begun | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const draft = useStore(held).get(name) ?? null;
  // The report may reach the server while its form is filled in.
  const arrived = useStore(reported).some((one) => one.id === id);

  useEffect(() => {
    let gone = false;
    const open = async (from: Begun) => {
      const found = await findDraft(name);
      if (gone) return;
      if (!held.get().has(name)) putDraft(name, found ?? begin(from.answers, from.revision));
      setBegun(from);
    };
    const ask = async () => {
      const here = { protocol, teamId: me.teams[0]?.id ?? null, country: countryOf(me) };
      const known = await knownHere(id, here);
      if (known) await open(known);
      if (known && !known.report) return;
      const heard = await heardOf(id, here.country);
      // Not what this device remembers of it: that may be of before the form was sent.
      if (heard?.report) await catchUp(me.id, heard.report);
      if (heard) await open(heard);
      else if (!known && !gone) setProblem(t.app.noAnswer);
    };
    ask().catch((error: unknown) => !gone && setProblem(sayProblem(error)));
    return () => {
      gone = true;
    };
  }, [name, arrived]);

  const put = (make: (now: FormDraft) => FormDraft) => {
    // What was filled in last, also before it was drawn.
    const now = held.get().get(name);
    if (now) putDraft(name, make(now));
  };
  return {
    begun,
    draft,
    problem,
    taken: useStore(taken).get(id) ?? null,
    change: (part: Partial<Answers>) => put((now) => ({ ...now, answers: { ...now.answers, ...part } })),
    goTo: (step: number) => put((now) => ({ ...now, step })),
    choose: (field: keyof Answers, ...theirs: Answers[keyof Answers][]) =>
      put((now) => ({
        ...now,
        answers: theirs.length === 0 ? now.answers : { ...now.answers, [field]: theirs[0] },
        clashes: now.clashes.filter((one) => one.field !== field),
      })),
  };
}
