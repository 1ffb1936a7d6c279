import "../desk/desk.css";
import { useState } from "preact/hooks";
import { api } from "../api/later";
import type { Measure } from "../api/types";
import { useAction } from "../app/useAction";
import { Button } from "../parts/Button";
import { Badge, Notice } from "../parts/Notice";
import { Sheet } from "../parts/Sheet";
import { t } from "../texts/later";
import { clockTime, longDay } from "../time/format";
import { ReasonForm } from "../visits/ReasonForm";
import { BanPhoto } from "./BanPhoto";
import { BrokenSheet } from "./BrokenSheet";
import { TakeForm } from "./TakeForm";
import { isAgainst, periodOf } from "./words";

interface Props {
  measure: Measure;
  onDone: () => void;
}

/** One measure: what, how long, why, by whom; and what may be done with it by who looks. */
export function MeasureCard({ measure, onDone }: Props) {
  const [sheet, setSheet] = useState<"yes" | "end" | "no" | "broken" | null>(null);
  const { busy, problem, act } = useAction(onDone);
  const close = () => setSheet(null);
  const done = () => {
    close();
    onDone();
  };
  const against = isAgainst(measure);
  const taking = against ? t.measures.yesAgainst : t.measures.yes;
  const canBreak = measure.mayEnd && measure.inForce;
  return (
    <li class="card desk-item">
      <div class="stack stack-tight">
        <p class="desk-item__title anywhere">{measure.name}</p>
        <div class="row">
          <Badge tone={measure.state === "in_force" ? "watched" : measure.state === "put" ? "soon" : "plain"}>
            {against ? t.measures.notToTake : t.measures.state[measure.state]}
          </Badge>
          {!measure.asAdvised && <Badge>{t.measures.otherThanAdvised}</Badge>}
        </div>
        <Story measure={measure} />
        <BanPhoto measure={measure} onDone={onDone} />
        {problem && <Notice tone="soon" title={problem} announce="now" />}
      </div>
      <div class="row">
        {measure.mayDecide && against && (
          <>
            <Button
              size="small"
              busy={busy !== null}
              onPress={() => void act("no", () => api.decideMeasure(measure.id, { yes: false, reason: "" }))}
            >
              {t.measures.no}
            </Button>
            <Button size="small" look="quiet" onPress={() => setSheet("yes")}>
              {taking}
            </Button>
          </>
        )}
        {measure.mayDecide && !against && (
          <>
            <Button
              size="small"
              busy={busy !== null}
              onPress={() =>
                measure.percentLimits || measure.needsEnd
                  ? setSheet("yes")
                  : void act("yes", () => api.decideMeasure(measure.id, { yes: true, reason: "" }))
              }
            >
              {taking}
            </Button>
            <Button size="small" look="quiet" onPress={() => setSheet("no")}>
              {t.measures.no}
            </Button>
          </>
        )}
        {canBreak && (
          <Button size="small" look="quiet" onPress={() => setSheet("broken")}>
            {t.measures.broken}
          </Button>
        )}
        {measure.mayEnd && (
          <Button size="small" look="quiet" onPress={() => setSheet("end")}>
            {t.measures.end}
          </Button>
        )}
      </div>
      {sheet === "yes" && (
        <Sheet title={measure.name} onClose={close}>
          <TakeForm measure={measure} done={taking} onDone={done} />
        </Sheet>
      )}
      {sheet === "end" && (
        <Sheet title={t.measures.endTitle} onClose={close}>
          <ReasonForm done={t.measures.end} onReason={(reason) => api.endMeasure(measure.id, reason)} onDone={done} />
        </Sheet>
      )}
      {sheet === "no" && (
        <Sheet title={measure.name} onClose={close}>
          <p>{t.measures.noReason}</p>
          <ReasonForm
            done={t.measures.no}
            onReason={(reason) => api.decideMeasure(measure.id, { yes: false, reason })}
            onDone={done}
          />
        </Sheet>
      )}
      {sheet === "broken" && (
        <BrokenSheet
          title={t.measures.brokenTitle}
          steps={measure.stepsWhenBroken}
          onSend={(body) => api.measureBroken(measure.id, body)}
          onClose={close}
          onDone={done}
        />
      )}
    </li>
  );
}

function Story({ measure }: { measure: Measure }) {
  const { putBy, decidedBy, endedBy } = measure;
  const lines = [
    measure.about && t.measures.about(measure.about),
    periodOf(measure),
    measure.percent !== null && t.measures.cutBy(measure.percent),
    measure.place && t.measures.forPlace(measure.place),
    measure.conditions.length > 0 && t.list(measure.conditions.map((one) => t.measures.condition[one])),
    measure.outcome && t.measures.talk[measure.outcome as "held" | "no_show"],
    measure.reason && t.measures.why(measure.reason),
    putBy && measure.notToTake && t.measures.proposedNot(putBy.name, longDay(measure.putAt)),
    measure.state === "put" && putBy && !measure.notToTake && t.measures.putBy(putBy.name, longDay(measure.putAt)),
    measure.state === "put" && t.measures.waitsFor(t.list(measure.decidersCalled)),
    decidedBy && measure.decidedAt && t.measures.decidedOn(decidedBy.name, longDay(measure.decidedAt)),
    measure.decisionReason && t.measures.decision(measure.decisionReason),
    measure.state === "ended" &&
      (endedBy ? t.measures.endedBy(endedBy.name, measure.endReason) : t.measures.endedByItself),
  ].filter((one): one is string => Boolean(one));
  return (
    <>
      {lines.map((line) => (
        <p key={line} class="soft anywhere">
          {line}
        </p>
      ))}
      {measure.checklist.length > 0 && (
        <details>
          <summary>{t.measures.checklist}</summary>
          <ul>
            {measure.checklist.map((point) => (
              <li key={point}>{point}</li>
            ))}
          </ul>
        </details>
      )}
      {measure.breaches.map((breach) => (
        <div key={breach.happenedAt} class="stack stack-tight">
          <p class="strong">{t.measures.brokenOn(longDay(breach.happenedAt), clockTime(breach.happenedAt))}</p>
          {breach.steps.map((one) => (
            <p key={`${one.step}${one.at}`} class="soft anywhere">
              {t.list([clockTime(one.at), t.measures.step[one.step], ...(one.witness ? [one.witness] : [])])}
            </p>
          ))}
          {breach.note && <p class="soft anywhere">{breach.note}</p>}
          <p class="soft">{t.measures.reportedBy(breach.reportedBy.name)}</p>
        </div>
      ))}
    </>
  );
}
