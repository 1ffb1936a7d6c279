import type { Visit } from "../../api/types";
import { shortLine } from "../../texts/address";
import { t } from "../../texts";
import { With } from "../../visits/With";

export function Address({ line, visit }: { line: string; visit?: Visit }) {
  const town = line.split(",").slice(1).join(",").trim();
  return (
    <div class="visit__address">
      <p class="visit__street anywhere">{shortLine(line)}</p>
      {town && <p class="soft anywhere">{town}</p>}
      {visit?.address.country === "place" && <p>{t.address.noNumber}</p>}
      {visit && visit.address.country !== "place" && visit.address.verified === false && (
        <p class="soft">{t.address.notVerifiedBrief}</p>
      )}
      {visit && <With visit={visit} />}
    </div>
  );
}
