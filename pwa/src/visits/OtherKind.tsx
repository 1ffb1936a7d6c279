import { api } from "../api/calls";
import type { Visit } from "../api/types";
import { useAction } from "../app/useAction";
import { Button } from "../parts/Button";
import { Notice } from "../parts/Notice";
import { useProfile } from "../session/context";
import { t } from "../texts";
import { accept } from "./visits";

/** Another kind of a planned visit, in one press. At a place without a house number it can't become a home visit. */
export function OtherKind({ visit, onDone }: { visit: Visit; onDone: () => void }) {
  const { busy, problem, act } = useAction(onDone);
  const kinds = (useProfile(visit.team.id)?.visitKinds ?? []).filter(
    (kind) => kind !== visit.kind && (kind !== "home_visit" || visit.address.country !== "place"),
  );
  if (kinds.length === 0) return null;
  return (
    <div class="stack stack-tight">
      <p>{t.kinds.otherText}</p>
      {problem && <Notice tone="soon" title={problem} announce="now" />}
      {kinds.map((kind) => (
        <Button
          key={kind}
          wide
          look="quiet"
          busy={busy === kind}
          onPress={() => void act(kind, () => api.changeVisit(visit.id, { kind }).then(accept))}
        >
          {t.kinds.makeIt(t.kinds.names[kind])}
        </Button>
      ))}
    </div>
  );
}
