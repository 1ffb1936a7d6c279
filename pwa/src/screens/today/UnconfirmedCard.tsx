import "./visit-card.css";
import type { WhereToIn } from "../../api/types";
import { ButtonLink } from "../../parts/Button";
import type { Action } from "../../queue/action";
import { addressLine, shortLine } from "../../texts/address";
import { t } from "../../texts";
import { Pending } from "../../visits/Pending";

/** A visit that only this phone knows of. Nobody is watching it yet, and the card says so. */
export function UnconfirmedCard({ action }: { action: Action }) {
  const line = addressLine(action.body["address"] as WhereToIn | undefined);
  return (
    <article class="card visit-card stack stack-tight">
      <h2 class="nl-heading nl-heading--level-2 anywhere">{shortLine(line) || t.places.visit}</h2>
      <Pending actions={[action]} visit={null} />
      <ButtonLink href={`/visits/${action.subject}`} look="quiet" wide>
        {t.app.open}
      </ButtonLink>
    </article>
  );
}
