import { useState } from "preact/hooks";
import { api } from "../api/calls";
import type { NewCompanion, Visit } from "../api/types";
import { useAction } from "../app/useAction";
import { Button } from "../parts/Button";
import { Notice } from "../parts/Notice";
import { Sheet } from "../parts/Sheet";
import { useSession } from "../session/context";
import { t } from "../texts/later";
import { Companions } from "./Companions";
import { changedFrom } from "./coming-along";
import { accept } from "./visits";

interface Props {
  visit: Visit;
  onClose: () => void;
  onDone?: () => void;
}

/** Somebody else comes along to a planned visit, or nobody: the new ones are asked, whoever stays keeps what they said. */
export function WhoComes({ visit, onClose, onDone }: Props) {
  const { colleagues, me } = useSession();
  const [began] = useState<NewCompanion[]>(
    visit.companions.map(({ personId, name, phone }) => ({ personId, name, phone })),
  );
  const [chosen, setChosen] = useState(began);
  const { busy, problem, act } = useAction(() => {
    onDone?.();
    onClose();
  });
  // Who was asked may be of a team that I don't know, and is no colleague of mine; whoever looks may come along too.
  const others = [...colleagues, { id: me.id, name: me.name }].filter(
    (one, place, all) => one.id !== visit.worker.id && all.findIndex(({ id }) => id === one.id) === place,
  );
  const strangers = visit.companions.flatMap(({ personId, name }) =>
    personId !== null && others.every(({ id }) => id !== personId) ? [{ id: personId, name }] : [],
  );
  return (
    <Sheet title={t.companions.changeTitle(visit.worker.name)} onClose={onClose}>
      <div class="stack">
        <p>{t.companions.changeText}</p>
        {problem && <Notice tone="soon" title={problem} announce="now" />}
        <Companions colleagues={[...others, ...strangers]} chosen={chosen} onChosen={(make) => setChosen(make)} />
        <Button
          wide
          busy={busy !== null}
          onPress={() =>
            void act("companions", async () => {
              // What stands here may be of a while ago, and the server takes the whole list.
              const now = await api.visit(visit.id);
              const companions = changedFrom(began, chosen, now.companions);
              accept(companions ? await api.changeVisit(visit.id, { companions }) : now);
            })
          }
        >
          {t.companions.changeDone}
        </Button>
      </div>
    </Sheet>
  );
}
