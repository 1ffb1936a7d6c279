import type { Visit } from "../api/types";
import { useSession } from "../session/context";
import { t } from "../texts";

/** Who comes along, without whoever holds this phone. */
export function With({ visit, soft }: { visit: Visit; soft?: boolean }) {
  const { me } = useSession();
  const others = visit.companions.filter((one) => one.personId !== me.id).map((one) => one.name);
  return others.length > 0 ? <p class={`anywhere${soft ? " soft" : ""}`}>{t.visit.with(others)}</p> : null;
}
