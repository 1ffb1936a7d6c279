import "./board.css";
import { useState } from "preact/hooks";
import { ChooseOne } from "../../parts/Chips";
import { useHeld } from "../../app/held";
import { ButtonLink } from "../../parts/Button";
import { Badge, Notice } from "../../parts/Notice";
import { Screen } from "../../parts/Screen";
import { t } from "../../texts/later";
import { clockTime } from "../../time/format";
import { keptOf, useKept } from "../../whereabouts/kept";
import { AlarmRow } from "./AlarmRow";
import { DrillRow } from "./DrillRow";
import { freshness, STALE_SECONDS } from "../../desk/freshness";
import { Gone } from "./Gone";
import { GoingHome } from "./GoingHome";
import { Planned } from "./Planned";
import { ReliefRow } from "./ReliefRow";
import { SoundSwitch } from "./SoundSwitch";
import { useBoard } from "./useBoard";
import { VisitTable } from "./VisitTable";

const ALL = "all";

/** One list by urgency: who is where, until when, and what has to be done now. */
export function BoardScreen() {
  const { board, age, silent, reload } = useHeld(useBoard());
  const [team, setTeam] = useState(ALL);
  const state = freshness(age, silent);
  const gone = state === "gone" || (!board && silent && age > STALE_SECONDS);
  const restored = useKept(gone && !board);
  const kept = board ? keptOf(board) : restored;
  const of = <T extends { team: { id: string } | null }>(list: T[]): T[] =>
    team === ALL ? list : list.filter((one) => one.team?.id === team);
  // An alarm is never filtered away.
  const alarms = board?.alarms ?? [];
  const visits = of(board?.visits ?? []);
  const planned = of(board?.planned ?? []);
  const onDuty = of(board?.watches ?? []).flatMap((watch) => watch.onDuty);
  const without = (board?.withoutGuard ?? []).filter(({ id }) => team === ALL || team === id).map(({ name }) => name);
  const untested = [...new Set(onDuty.filter((one) => !one.numberVerified).map(({ name }) => name))];

  return (
    <Screen
      wide
      title={t.board.title}
      aside={
        <div class="row not-on-paper">
          <ButtonLink href="/whereabouts" look="quiet" size="small">
            {t.whereabouts.title}
          </ButtonLink>
          <SoundSwitch />
          <Badge tone={state === "fresh" ? "watched" : "soon"}>{board ? t.board.updated(age) : t.app.moment}</Badge>
        </div>
      }
    >
      {board?.clock.late && !gone && (
        <div class="board__loud">
          <Notice tone="alarm" title={t.board.clockLate} announce="now">
            <p>{t.board.clockLateText(board.clock.lastTickAt ? clockTime(board.clock.lastTickAt) : null)}</p>
            <ButtonLink href="/whereabouts" look="on-alarm">
              {t.whereabouts.open}
            </ButtonLink>
          </Notice>
        </div>
      )}
      {gone && <Gone kept={kept} />}
      {(state === "late" || state === "stale") && board && (
        <Notice tone="soon" title={state === "late" ? t.board.late(age) : t.board.stale} announce="now">
          {state === "stale" && <p>{t.board.staleText}</p>}
        </Notice>
      )}
      {!gone && (
        <div class={`board stack${state === "stale" ? " board--stale" : ""}`} inert={state === "stale"}>
          {board && board.teams.length > 1 && (
            <div class="board__teams">
              <ChooseOne
                legend={t.board.team}
                quietLegend
                flow
                chips={[
                  { value: ALL, text: t.board.allTeams },
                  ...board.teams.map(({ id, name }) => ({ value: id, text: name })),
                ]}
                value={team}
                onValue={setTeam}
              />
            </div>
          )}
          {alarms.map((alarm) => (
            <AlarmRow key={alarm.id} alarm={alarm} onDone={reload} />
          ))}
          {board?.drills.map((drill) => (
            <DrillRow key={drill.id} alarm={drill} onDone={reload} />
          ))}
          {of(board?.crowds ?? []).map((crowd) => (
            <Notice key={crowd.team.id} tone="soon" title={t.board.crowded(crowd.team.name, crowd.visits)}>
              <p>{t.board.crowdedText(crowd.watchers, crowd.most)}</p>
            </Notice>
          ))}
          {without.length > 0 && (
            <Notice tone="soon" title={t.guard.without(without)}>
              <p>{t.guard.withoutText}</p>
            </Notice>
          )}
          {of(board?.reliefs ?? []).map((relief) => (
            <ReliefRow key={relief.team.id} relief={relief} onDone={reload} />
          ))}
          {untested.length > 0 && (
            <p class="anywhere">
              <Badge tone="soon">{t.numberCheck.untestedOf(untested)}</Badge>
            </p>
          )}
          {board && <p class="soft">{t.board.count(visits.length, planned.length)}</p>}
          {visits.length > 0 && <VisitTable visits={visits} onDone={reload} />}
          {board && visits.length === 0 && alarms.length === 0 && <Notice title={t.board.empty} />}
          {of(board?.goingHome ?? []).length > 0 && <GoingHome visits={of(board?.goingHome ?? [])} onDone={reload} />}
          {planned.length > 0 && <Planned visits={planned} onDone={reload} />}
          {state === "stale" && (
            <p class="board__veil" aria-hidden="true">
              {t.board.stale}
            </p>
          )}
        </div>
      )}
    </Screen>
  );
}
