import "./visit.css";
import { useLocation, useRoute } from "preact-iso";
import { useEffect, useState } from "preact/hooks";
import { api } from "../../api/calls";
import { Problem } from "../../api/problem";
import { OfAnother } from "../../app/rooms";
import { useStore } from "../../app/store";
import type { Visit } from "../../api/types";
import { Screen } from "../../parts/Screen";
import { waiting } from "../../queue/queue";
import { useSession } from "../../session/context";
import { t } from "../../texts";
import { accept, isInside, visits } from "../../visits/visits";
import { UnderWay } from "./UnderWay";
import { Unconfirmed } from "./Unconfirmed";

/** One visit, from the press on "Aanmelden" to the check-out that the server confirmed. */
export function VisitScreen() {
  const id = useRoute().params["id"] ?? "";
  return <OneVisit key={id} id={id} />;
}

function OneVisit({ id }: { id: string }) {
  const { me } = useSession();
  const { route } = useLocation();
  const visit = useStore(visits).all.find((one) => one.id === id);
  const actions = useStore(waiting).filter((action) => action.subject === id);
  const [gone, setGone] = useState(false);
  const [another, setAnother] = useState<Visit | null>(null);

  const starting = actions.some((action) => action.kind === "plan" || action.kind === "check-in");
  const unknown = !visit && !starting;
  useEffect(() => {
    // Somebody came by a link, or the visit is over by now: the list doesn't have it, the server may.
    if (!unknown) return;
    setGone(false);
    setAnother(null);
    api.visit(id).then(
      // That of somebody else is none of mine: it stands in no list of mine either.
      (heard) => (isInside(heard, me.id) ? accept(heard) : setAnother(heard)),
      (error: unknown) => setGone(error instanceof Problem && error.status === 404),
    );
  }, [id, unknown]);
  useEffect(() => {
    if (visit?.state === "ended" && visit.worker.id === me.id) route(`/visits/${id}/afterwards`, true);
    // Not before it was seen that a check-in on it was refused.
    if (visit?.state === "cancelled" && !starting) route("/", true);
    if (visit?.state === "planned" && !starting) route(`/visits/${id}/check-in`, true);
  }, [visit?.state, starting]);

  if (visit?.state === "under_way") return <UnderWay visit={visit} actions={actions} />;
  if (starting) return <Unconfirmed visit={visit ?? null} actions={actions} />;
  if (another) return <OfAnother visit={another} />;
  const over = visit?.state === "ended" ? t.visit.ended : t.app.moment;
  return (
    <Screen title={t.places.visit} back="/">
      <p role="status">{gone ? t.visit.gone : over}</p>
    </Screen>
  );
}
