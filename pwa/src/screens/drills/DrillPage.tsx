import "./drills.css";
import { useRoute } from "preact-iso";
import { useState } from "preact/hooks";
import { api } from "../../api/later";
import { passes, Problem } from "../../api/problem";
import type { Drill, DrillRow } from "../../api/types";
import { usePoll } from "../../app/poll";
import { useAction } from "../../app/useAction";
import { Button } from "../../parts/Button";
import { Badge, Notice } from "../../parts/Notice";
import { Screen } from "../../parts/Screen";
import { useSession } from "../../session/context";
import { hasRole } from "../../session/session";
import { t } from "../../texts/later";
import { clockTime, exactTime, longDay } from "../../time/format";
import { PaperHead } from "../../desk/PaperHead";
import { becameOf } from "../../alarms/became-of";
import { Story } from "../../alarms/Story";
import { duration } from "./report";

/** One drill: how it goes, and afterwards the report, to print. */
export function DrillPage() {
  const id = useRoute().params["id"] ?? "";
  return <OneDrill key={id} id={id} />;
}

function OneDrill({ id }: { id: string }) {
  const { me } = useSession();
  const [drill, setDrill] = useState<Drill | null>(null);
  const [why, setWhy] = useState<string | null>(null);
  const { now } = usePoll(
    () =>
      api.drill(id).then(setDrill, (error: unknown) => {
        setWhy(error instanceof Problem && !passes(error.status) ? t.drills.gone : t.app.noAnswer);
      }),
    drill?.endedAt ? 30_000 : 2_000,
  );
  const { busy, problem, act } = useAction(now);
  if (!drill) {
    return (
      <Screen wide title={t.drills.one} back="/drills">
        <p role="status">{why ?? t.app.moment}</p>
      </Screen>
    );
  }
  const running = drill.endedAt === null;
  return (
    <Screen
      wide
      title={t.drills.of(drill.team.name)}
      back="/drills"
      aside={
        <span class="row drill__buttons">
          {running && hasRole(me, "manager", "administrator") && (
            <Button busy={busy !== null} onPress={() => void act("stop", () => api.stopDrill(drill.id))}>
              {t.drills.stop}
            </Button>
          )}
          {!running && (
            <Button look="quiet" onPress={() => window.print()}>
              {t.handOver.print}
            </Button>
          )}
        </span>
      }
    >
      <PaperHead />
      {problem && <Notice tone="soon" title={problem} announce="now" />}
      <Notice
        tone={running ? "soon" : "plain"}
        title={running ? t.drills.runningTitle : t.drills.over}
        announce="politely"
      >
        <p>
          {t.drills.kinds[drill.kind]}. {longDay(drill.startedAt)}, {exactTime(drill.startedAt)}
          {drill.endedAt && ` – ${exactTime(drill.endedAt)}`}. {t.drills.plays(drill.worker.name)}{" "}
          {drill.startedBy && t.drills.startedBy(drill.startedBy.name)}{" "}
          {!running && (drill.endedBy ? t.drills.endedBy(drill.endedBy.name) : t.drills.endedByItself)}
        </p>
        {running && <p>{t.drills.runningText}</p>}
      </Notice>
      <Steps drill={drill} />
      <People drill={drill} />
      {!running && drill.silent.length > 0 && (
        <Notice tone="soon" title={t.drills.silent}>
          <p>{t.list(drill.silent.map((one) => one.name))}</p>
        </Notice>
      )}
      <Story entries={drill.timeline} />
    </Screen>
  );
}

function Steps({ drill }: { drill: Drill }) {
  return (
    <section class="card stack stack-tight">
      <h2 class="nl-heading nl-heading--level-2">{t.drills.steps}</h2>
      <ol class="drill-steps">
        {drill.steps.map((step) => (
          <li key={step.level}>
            <span class="strong">{t.drills.levels[step.level]}</span>
            <span class={step.reachedAt ? "digits" : "soft"}>
              {step.reachedAt ? exactTime(step.reachedAt) : drill.endedAt ? t.drills.notReached : t.drills.notYet}
            </span>
            {step.reachedAt && (
              <Badge tone={step.takenBy ? "watched" : "soon"}>
                {step.takenBy
                  ? t.drills.takenBy(step.takenBy.name, step.takenAt ? clockTime(step.takenAt) : "")
                  : step.level === "worker"
                    ? t.drills.noAnswer
                    : t.drills.notTaken}
              </Badge>
            )}
          </li>
        ))}
      </ol>
    </section>
  );
}

function People({ drill }: { drill: Drill }) {
  return (
    <section class="card stack stack-tight">
      <h2 class="nl-heading nl-heading--level-2">{t.drills.people}</h2>
      {drill.people.length === 0 && <p class="soft">{t.alarm.toldNobody}</p>}
      <ul class="drill-people">
        {drill.people.map((row) => (
          <Person key={`${row.person.id} ${row.level}`} row={row} />
        ))}
      </ul>
    </section>
  );
}

function Person({ row }: { row: DrillRow }) {
  return (
    <li>
      <p class="anywhere">
        <span class="strong">{row.person.name}</span>{" "}
        <span class="soft">
          {t.drills.levels[row.level]}, {t.drills.toldAt(exactTime(row.toldAt))}
        </span>
      </p>
      <p class="drill-people__how soft">
        {row.messages
          .map((one) => `${t.app.colon(t.alarm.channels[one.channel] ?? one.channel)} ${becameOf(one).toLowerCase()}`)
          .join(" · ")}
      </p>
      <p class={row.answer ? "strong digits" : "soft"}>
        {row.answer && row.seconds !== null ? t.drills.answers[row.answer](duration(row.seconds)) : t.drills.noAnswer}
      </p>
    </li>
  );
}
