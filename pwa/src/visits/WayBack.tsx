import type { Visit } from "../api/types";
import { Button } from "../parts/Button";
import { Notice } from "../parts/Notice";
import { waiting } from "../queue/queue";
import { useSeconds } from "../app/poll";
import { useStore } from "../app/store";
import { useProfile } from "../session/context";
import { shortLine } from "../texts/address";
import { t } from "../texts";
import { Pending } from "./Pending";
import { stateOfWayBack } from "./state";
import { usePress } from "./usePress";
import { useFacts } from "./useWatchState";

/** How it looks in a notice. */
export const TONES = { watched: "watched", nobody: "plain", late: "soon", alarm: "alarm" } as const;

/** Nobody is inside any more, and somebody still waits: for the worker to be back, or to go straight home. On Vandaag the
    sentence above it says until when. */
export function WayBack({ visit, onToday = false }: { visit: Visit; onToday?: boolean }) {
  const protocol = useProfile(visit.team.id);
  const { act, pinPad } = usePress(visit.id);
  const actions = useStore(waiting).filter((action) => action.subject === visit.id);
  const facts = useFacts();
  useSeconds();
  const back = visit.wayBack;
  const state = stateOfWayBack(visit, facts);
  if (!back || !state) return null;
  const whereTo = back.headingTo ? t.wayBack.next(back.headingTo) : t.wayBack.after(shortLine(visit.address.line));
  const busy = actions.some((action) => action.kind === "back" && !action.refused);
  const along = visit.companions.filter((one) => !one.declinedAt && !one.saidNoAt).map((one) => one.name);
  const extension = protocol?.extensionMinutes ?? 15;
  return (
    <>
      <Notice
        tone={TONES[state.tone]}
        title={onToday ? whereTo : state.text}
        announce={onToday ? undefined : "politely"}
      >
        {!onToday && back.headingTo && <p class="anywhere">{whereTo}</p>}
        <div class="stack stack-tight">
          <Button wide busy={busy} onPress={() => act("back", { to: "office" })}>
            {along.length > 0 ? t.wayBack.allBack : t.wayBack.back}
          </Button>
          {along.length > 0 && <p>{t.wayBack.forAll(along)}</p>}
          <Button wide look="quiet" busy={busy} onPress={() => act("back", { to: "home" })}>
            {t.wayBack.home}
          </Button>
          <Button wide look="plain" onPress={() => act("extend", { minutes: extension })}>
            {t.wayBack.later(extension)}
          </Button>
        </div>
      </Notice>
      <Pending actions={actions.filter((action) => action.kind !== "feeling")} visit={visit} />
      {pinPad}
    </>
  );
}
