import { useEffect, useRef, useState } from "preact/hooks";
import { drafts } from "../../storage/database";
import { draftName, type Draft } from "./draft";

/** The draft of a visit's report: found again after a call, a reload or an empty battery. */
export function useDraft(visitId: string | null, make: () => Draft) {
  const [draft, setDraft] = useState<Draft | null>(null);
  const [kept, setKept] = useState<boolean | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);

  useEffect(() => {
    let gone = false;
    void drafts.find<Draft>(draftName(visitId)).then((found) => !gone && setDraft(found ?? make()));
    return () => {
      gone = true;
    };
  }, [visitId]);

  const change = (part: Partial<Draft>) => {
    setDraft((now) => {
      if (!now) return now;
      const next = { ...now, ...part };
      clearTimeout(timer.current);
      setKept(null);
      timer.current = setTimeout(() => void drafts.keep(draftName(visitId), next).then(setKept), 300);
      return next;
    });
  };
  const drop = () => {
    clearTimeout(timer.current);
    return drafts.drop(draftName(visitId));
  };
  return { draft, change, kept, drop };
}
