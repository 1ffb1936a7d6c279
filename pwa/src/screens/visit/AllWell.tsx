import { useState } from "preact/hooks";
import type { Visit } from "../../api/types";
import { Button } from "../../parts/Button";
import { Notice } from "../../parts/Notice";
import { t } from "../../texts";
import { useInSight } from "./useInSight";

interface Props {
  visit: Visit;
  waits: boolean;
  onWell: () => void;
  onNotWell: () => void;
}

/** "Alles goed?" Only an answer of the worker is an answer; saying nothing is not. */
export function AllWell({ visit, waits, onWell, onNotWell }: Props) {
  const [said, setSaid] = useState(false);
  const [well, setWell] = useState(false);
  const asked = visit.watch.checkCall === "asked";
  useInSight(asked);
  // Only the server's alarm means that somebody was told.
  const helpOnItsWay = said && visit.alarm !== null;
  // Once the server has it, and no sooner, it says so where the question stood.
  if (well && visit.watch.checkCall === "ok")
    return <Notice tone="watched" title={t.pending.kinds.ok} announce="politely" />;
  if (!asked) return null;
  return (
    <Notice tone="watched" title={t.visit.allWell} announce="now">
      <div class="visit__answers">
        <Button
          onPress={() => {
            setWell(true);
            onWell();
          }}
          busy={waits}
        >
          {t.visit.yes}
        </Button>
        <Button
          look="quiet"
          busy={said}
          onPress={() => {
            setSaid(true);
            onNotWell();
          }}
        >
          {t.visit.no}
        </Button>
      </div>
      {helpOnItsWay && <p>{visit.alarm?.quiet ? t.visit.notPhoned : t.visit.noSaid}</p>}
    </Notice>
  );
}
