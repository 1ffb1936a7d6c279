import type { WhereToIn, Visit } from "../../api/types";
import { useSeconds } from "../../app/poll";
import { RefusedStart } from "../../app/rooms";
import { ButtonLink } from "../../parts/Button";
import { StateLine } from "../../parts/Notice";
import { Screen } from "../../parts/Screen";
import type { Action } from "../../queue/action";
import { addressLine } from "../../texts/address";
import { t } from "../../texts";
import { Pending } from "../../visits/Pending";
import { useWatchState } from "../../visits/useWatchState";
import { WatchLine } from "../../visits/WatchLine";
import { Address } from "./Address";
import { PATIENCE_MS } from "./patience";

/** Checked in on this phone, not heard by the server: nobody is watching, and the screen says exactly that. */
export function Unconfirmed({ visit, actions }: { visit: Visit | null; actions: Action[] }) {
  useSeconds(true, 500);
  const state = useWatchState();
  const start = actions.find((action) => action.kind === "plan" || action.kind === "check-in");
  const fresh =
    start !== undefined && start.attempts <= 1 && !start.refused && Date.now() - start.pressed.wall < PATIENCE_MS;
  const refused = start?.kind === "check-in" && start.refused && visit?.state === "planned" ? visit : null;
  const line = visit?.address.line ?? addressLine(start?.body["address"] as WhereToIn | undefined);
  // What was refused for good is waited for no more.
  const unheard = start?.refused && !refused ? t.today.nobody : t.visit.notConfirmed;
  return (
    <Screen
      title={t.places.visit}
      quietTitle
      foot={
        <ButtonLink href="/" look="quiet" wide>
          {t.today.title}
        </ButtonLink>
      }
    >
      {state.tone === "alarm" ? (
        <WatchLine />
      ) : (
        <StateLine tone="nobody">{fresh ? t.visit.checkingIn : unheard}</StateLine>
      )}
      {line && <Address line={line} />}
      {refused && <RefusedStart visit={refused} action={start as Action} />}
      {!fresh && <Pending actions={refused ? actions.filter((one) => one !== start) : actions} visit={visit} />}
      {!fresh && !start?.refused && <p>{t.visit.notConfirmedAdvice}</p>}
    </Screen>
  );
}
