import "./visit-card.css";
import { memo } from "../../app/memo";
import { useSeconds } from "../../app/poll";
import { useStore } from "../../app/store";
import type { Visit } from "../../api/types";
import { ButtonLink } from "../../parts/Button";
import { Badge } from "../../parts/Notice";
import { waiting } from "../../queue/queue";
import { useSession } from "../../session/context";
import { shortLine } from "../../texts/address";
import { t } from "../../texts";
import { clockTime, timeOrDay } from "../../time/format";
import { Pending } from "../../visits/Pending";
import { Along } from "../../visits/Pair";
import { RiskWords } from "../../visits/RiskWords";
import { pressAgain } from "../../visits/outcomes";
import { stateOfVisit } from "../../visits/state";
import { useFacts } from "../../visits/useWatchState";
import { With } from "../../visits/With";

/** One visit of today: when, where, who, what to do before the door. now: to the minute, since it is drawn for each. */
export const VisitCard = memo(({ visit, now }: { visit: Visit; now: number }) => {
  const { me } = useSession();
  const pending = useStore(waiting).filter((action) => action.subject === visit.id);
  const underWay = visit.state === "under_way";
  const mine = visit.worker.id === me.id;
  const again = useStore(pressAgain).has(visit.id) && visit.alarm;
  const at = visit.startedAt ?? visit.plannedStart;
  return (
    <article class={`card visit-card stack stack-tight${underWay ? " visit-card--on" : ""}`}>
      <div class="visit-card__head">
        <h2 class="nl-heading nl-heading--level-2">{shortLine(visit.address.line)}</h2>
        {at && <span class="visit-card__time digits">{timeOrDay(at, now)}</span>}
      </div>
      <Where visit={visit} />
      {visit.kind !== "home_visit" && <Badge>{t.kinds.names[visit.kind]}</Badge>}
      {!mine && <p class="strong">{t.today.withWorker(visit.worker.name)}</p>}
      <RiskWords risk={visit.risk} brief />
      {underWay && <HowItGoes visit={visit} />}
      {again && <p class="strong">{t.visit.pressAgain}</p>}
      <Pending actions={pending} visit={visit} />
      {!mine && <Along visit={visit} />}
      {pending.every((action) => action.refused) && (mine || underWay) && (
        <ButtonLink
          href={underWay ? `/visits/${visit.id}` : `/visits/${visit.id}/check-in`}
          wide
          look={mine ? "main" : "quiet"}
          label={t.today.checkInAt(underWay ? t.today.toVisit : t.today.checkIn, shortLine(visit.address.line))}
        >
          {underWay ? t.today.toVisit : t.today.checkIn}
        </ButtonLink>
      )}
    </article>
  );
});

function HowItGoes({ visit }: { visit: Visit }) {
  useSeconds();
  const { tone, text } = stateOfVisit(visit, useFacts());
  if (tone === "watched") return <Badge tone={tone}>{t.today.underWayUntil(clockTime(visit.expectedEnd))}</Badge>;
  return <Badge tone={tone === "alarm" ? tone : "soon"}>{text}</Badge>;
}

function Where({ visit }: { visit: Visit }) {
  const town = visit.address.line.split(",").slice(1).join(",").trim();
  const who = [visit.clientName, visit.purpose].filter(Boolean).join(", ");
  return (
    <>
      {who && <p class="anywhere">{who}</p>}
      {town && <p class="soft anywhere">{town}</p>}
      <With visit={visit} soft />
    </>
  );
}
