import { useEffect, useRef, useState } from "preact/hooks";
import { drafts } from "../../storage/database";
import { useSession } from "../../session/context";
import { draftName, type About, type Draft } from "../../incidents/draft";

/** The draft of a visit's report: found again after a call, a reload or an empty battery. */
export function useDraft(about: About, make: () => Draft) {
  const { me } = useSession();
  const name = draftName(me.id, about);
  const [draft, setDraft] = useState<Draft | null>(null);
  const [kept, setKept] = useState<boolean | null>(null);
  // What was filled in last, also before it was drawn.
  const latest = useRef<Draft | null>(null);

  useEffect(() => {
    let gone = false;
    void drafts.find<Draft>(name).then((found) => {
      if (gone) return;
      // What it is about stays as it was when it began, where the address of the screen does not say.
      const { visitId, alarmId } = about;
      latest.current = found
        ? { ...found, visitId: visitId ?? found.visitId, alarmId: alarmId ?? found.alarmId }
        : make();
      setDraft(latest.current);
    });
    return () => {
      gone = true;
    };
  }, [name]);

  const change = (part: Partial<Draft>) => {
    const now = latest.current;
    if (!now) return;
    const next = { ...now, ...part };
    latest.current = next;
    setDraft(next);
    void drafts.keep(name, next).then(setKept);
  };
  return { draft, change, kept };
}
