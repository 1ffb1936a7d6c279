import type { Visit } from "../../api/types";
import { Badge } from "../../parts/Notice";
import { shortLine } from "../../texts/address";
import { t } from "../../texts";

/** Where a planned visit goes, to whom and what for: as it was planned. */
export function WhereTo({ visit }: { visit: Visit }) {
  return (
    <div>
      {visit.kind !== "home_visit" && <Badge>{t.kinds.names[visit.kind]}</Badge>}
      <p class="check-in__address anywhere">{shortLine(visit.address.line)}</p>
      <p class="soft anywhere">{visit.address.line.split(",").slice(1).join(",").trim()}</p>
      {visit.address.country === "place" && <p>{t.address.noNumber}</p>}
      {visit.address.country !== "place" && visit.address.verified === false && (
        <p class="soft">{t.address.notVerifiedBrief}</p>
      )}
      <p class="anywhere">{[visit.clientName, visit.purpose].filter(Boolean).join(", ")}</p>
    </div>
  );
}
