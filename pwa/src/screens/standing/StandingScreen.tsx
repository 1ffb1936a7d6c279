import { api } from "../../api/later";
import type { Standing } from "../../api/types";
import { useFetch } from "../../app/useFetch";
import { Button } from "../../parts/Button";
import { Notice } from "../../parts/Notice";
import { Screen } from "../../parts/Screen";
import { t } from "../../texts/later";
import { timeOrDay } from "../../time/format";

type Level = Standing["level"];
const TONES = { well: "watched", doubt: "soon", wrong: "alarm" } as const;

/** How it stands with what the watch leans on, in plain words. Nothing of anybody is in it. */
export function StandingScreen() {
  const { value, problem, again } = useFetch(api.standing);
  return (
    <Screen wide title={t.standing.title}>
      <p>{t.standing.text}</p>
      {problem && <Notice tone="soon" title={problem} announce="now" />}
      {value && (
        <>
          <Notice tone={TONES[value.level]} title={t.standing.levels[value.level]} announce="politely">
            {!value.reachesPeople && <p>{t.standing.nobodyReached}</p>}
            {value.held && <p>{t.standing.held}</p>}
            {value.broken > 0 && <p>{t.standing.broken(value.broken)}</p>}
          </Notice>
          <ul class="stack">
            {lines(value).map((one) => (
              <li key={one.name} class="card stack stack-tight">
                <h2 class="nl-heading nl-heading--level-3">{one.name}</h2>
                <p class={one.level === "well" ? "" : "strong"}>{one.said}</p>
                {one.level !== "well" && <p>{one.toDo}</p>}
              </li>
            ))}
          </ul>
          <p class="soft">{t.standing.asOf(timeOrDay(value.asOf, value.asOf))}</p>
        </>
      )}
      <div class="row">
        <Button look="quiet" onPress={again}>
          {t.standing.again}
        </Button>
      </div>
    </Screen>
  );
}

interface Line {
  name: string;
  level: Level;
  said: string;
  toDo: string;
}

function lines(of: Standing): Line[] {
  const when = (at: string | null) => at && timeOrDay(at, of.asOf);
  const { clock, canary, drill, backup, heartbeat } = of;
  return [
    {
      name: t.standing.clock,
      level: clock.level,
      said: t.standing.clockAt(when(clock.at)),
      toDo: t.standing.toDo.clock,
    },
    ...of.ways.map((one) => ({
      name: t.standing.ways[one.channel as keyof typeof t.standing.ways] ?? one.channel,
      level: one.level,
      said: t.standing.way(when(one.lastAt), one.waiting, one.failed),
      toDo: one.level === "wrong" ? t.standing.toDo.waiting : t.standing.toDo.failed,
    })),
    {
      name: t.standing.canary,
      level: canary.level,
      said: t.standing.canaryOf[of.canaryResult](
        when(canary.at) ?? "",
        of.canaryFault ? t.canary.faults[of.canaryFault] : "",
      ),
      toDo: of.canaryFault === "way_in" ? t.standing.toDo.wayIn : t.standing.toDo.canary,
    },
    { name: t.standing.drill, level: drill.level, said: t.standing.last(when(drill.at)), toDo: t.standing.toDo.drill },
    {
      name: t.standing.backup,
      level: backup.level,
      said: t.standing.last(when(backup.at)),
      toDo: t.standing.toDo.backup,
    },
    {
      name: t.standing.heartbeat,
      level: heartbeat.level,
      said: t.standing.heartbeatOf[of.outside](when(heartbeat.at)),
      toDo: t.standing.toDo.heartbeat,
    },
  ];
}
