import "./board.css";
import "./narrow.css";
import "./dense.css";
import "./on-paper.css";
import { useMemo, useRef, useState } from "preact/hooks";
import type { Board, BoardVisit } from "../../api/types";
import { useHeld } from "../../app/held";
import { secondsSince, useSeconds } from "../../app/poll";
import { STALE_SECONDS } from "../../desk/freshness";
import { Menu } from "../../desk/Menu";
import { PaperHead } from "../../desk/PaperHead";
import { useRows } from "../../desk/useRows";
import { useTiles } from "../../maps/useTiles";
import { Button, ButtonLink } from "../../parts/Button";
import { Badge, Notice } from "../../parts/Notice";
import { Screen } from "../../parts/Screen";
import { useSession } from "../../session/context";
import { t } from "../../texts/later";
import { serverClock, type Tick } from "../../time/clock";
import { clockTime } from "../../time/format";
import { CheckOutFor } from "../../visits/CheckOutFor";
import { keptOf, useKept } from "../../whereabouts/kept";
import { Alarms } from "./Alarms";
import { BoardMap } from "./BoardMap";
import { DrillRow } from "./DrillRow";
import { Gone } from "./Gone";
import { GoingHome } from "./GoingHome";
import { Planned } from "./Planned";
import { ReliefRow } from "./ReliefRow";
import { SoundSwitch } from "./SoundSwitch";
import { Tools } from "./Tools";
import { useBoard, useFreshness } from "./useBoard";
import { ALL, EVERYTHING, keepView, keptView, leavesOut, look, type View } from "./view";
import { VisitTable } from "./VisitTable";

const NO_ALARMS: Board["alarms"] = [];
const NOBODY: Pick<Board, "visits" | "planned" | "goingHome"> = { visits: [], planned: [], goingHome: [] };

/** One list by urgency: who is where, until when, and what has to be done now. */
export function BoardScreen() {
  const { me } = useSession();
  const { board, since, silent, reload } = useHeld(useBoard());
  const state = useFreshness(since, silent);
  const [kept, setKept] = useState<View>(() => keptView(me.id));
  const [ending, setEnding] = useState<BoardVisit | null>(null);
  const tiles = useTiles();
  const [onMap, setOnMap] = useState(false);
  const rows = useRef<HTMLDivElement>(null);
  const gone = state === "gone" || (!board && silent && secondsSince(since) > STALE_SECONDS);
  const restored = useKept(gone && !board);
  const list = board ? keptOf(board) : restored;
  // A team that is no longer there is no reason to show nothing.
  const view = !board || board.teams.some(({ id }) => id === kept.team) ? kept : { ...kept, team: ALL };
  const onView = (next: View) => {
    setKept(next);
    keepView(me.id, next);
  };
  const of = <T extends { team: { id: string } | null }>(those: T[]): T[] =>
    view.team === ALL ? those : those.filter((one) => one.team?.id === view.team);
  // An alarm is never filtered away.
  const alarms = board?.alarms ?? NO_ALARMS;
  // What did not change is the same list as before, for which nothing is drawn again.
  const { visits, planned, goingHome } = board ?? NOBODY;
  const [shown, all] = useMemo(() => {
    const rows = { visits, planned, goingHome };
    return [look(rows, view), look(rows, EVERYTHING)];
  }, [visits, planned, goingHome, kept, view.team]);
  const onDuty = of(board?.watches ?? []).flatMap((watch) => watch.onDuty);
  const without = of((board?.withoutGuard ?? []).map((team) => ({ team }))).map(({ team }) => team.name);
  const untested = [...new Set(onDuty.filter((one) => !one.numberVerified).map(({ name }) => name))];
  const count = ({ visits, planned, goingHome }: typeof shown) => visits.length + planned.length + goingHome.length;
  useRows(rows);

  return (
    <Screen
      wide
      title={t.board.title}
      aside={
        <div class="row board__head not-on-paper">
          <span class="row board__lists">
            <ButtonLink href="/standing" look="quiet" size="small">
              {t.standing.open}
            </ButtonLink>
            <ButtonLink href="/whereabouts" look="quiet" size="small">
              {t.whereabouts.title}
            </ButtonLink>
          </span>
          <SoundSwitch />
          <span class="board__lists-menu">
            <Menu
              text={t.board.more}
              label={t.board.moreLists}
              items={[
                { text: t.whereabouts.title, href: "/whereabouts" },
                { text: t.standing.open, href: "/standing" },
              ]}
            />
          </span>
          <span class="board__age">
            <Badge tone={state === "fresh" ? "watched" : "soon"}>{board ? <Age since={since} /> : t.app.moment}</Badge>
          </span>
        </div>
      }
    >
      <PaperHead />
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
      {gone && <Gone kept={list} />}
      {(state === "late" || state === "stale") && board && (
        <Notice tone="soon" title={state === "late" ? <Late since={since} /> : t.board.stale} announce="now">
          {state === "stale" && <p>{t.board.staleText}</p>}
        </Notice>
      )}
      <div ref={rows} class={`board stack${state === "stale" ? " board--stale" : ""}`} inert={state === "stale"}>
        {!gone && board && (
          <>
            <Alarms
              alarms={alarms}
              unfolded={view.unfolded}
              onUnfolded={(unfolded) => onView({ ...view, unfolded })}
              onDone={reload}
            />
            {board.drills.map((drill) => (
              <DrillRow key={drill.id} alarm={drill} onDone={reload} />
            ))}
            {of(board.crowds).map((crowd) => (
              <Notice key={crowd.team.id} tone="soon" title={t.board.crowded(crowd.team.name, crowd.visits)}>
                <p>{t.board.crowdedText(crowd.watchers, crowd.most)}</p>
              </Notice>
            ))}
            {without.length > 0 && (
              <Notice tone="soon" title={t.guard.without(without)}>
                <p>{t.guard.withoutText}</p>
              </Notice>
            )}
            {of(board.reliefs).map((relief) => (
              <ReliefRow key={relief.team.id} relief={relief} onDone={reload} />
            ))}
            {untested.length > 0 && (
              <p class="anywhere">
                <Badge tone="soon">{t.numberTest.untestedOf(untested)}</Badge>
              </p>
            )}
            <Tools teams={board.teams} view={view} onView={onView} shown={count(shown)} all={count(all)} />
            {shown.unseen > 0 && <Notice tone="soon" title={t.board.unseen(shown.unseen)} announce="politely" />}
            <div class="row">
              <p class="soft">{t.board.count(shown.visits.length, shown.planned.length)}</p>
              {tiles && (
                <Button look="quiet" size="small" expanded={onMap} onPress={() => setOnMap(!onMap)}>
                  {t.maps.button}
                </Button>
              )}
            </div>
            {tiles && onMap && <BoardMap tiles={tiles} visits={shown.visits} alarms={alarms} />}
            {shown.visits.length > 0 && (
              <VisitTable
                visits={shown.visits}
                alarms={alarms}
                teams={board.teams.length > 1}
                onDone={reload}
                onCheckOut={setEnding}
              />
            )}
            {count(shown) === 0 &&
              (leavesOut(view) && count(all) > 0 ? (
                <Notice title={t.board.nothingFound} />
              ) : (
                alarms.length === 0 && <Notice title={t.board.empty} />
              ))}
            {shown.goingHome.length > 0 && <GoingHome visits={shown.goingHome} onBack={setEnding} />}
            {shown.planned.length > 0 && (
              <Planned visits={shown.planned} now={thisMinute()} onDone={reload} onCancel={setEnding} />
            )}
            {ending && <CheckOutFor visit={ending} onClose={() => setEnding(null)} onDone={reload} />}
          </>
        )}
        {state === "stale" && (
          <p class="board__veil" aria-hidden="true">
            {t.board.stale}
          </p>
        )}
      </div>
    </Screen>
  );
}

/** Nothing about a planned visit changes within one. */
const thisMinute = (): number => Math.floor(serverClock.now() / 60_000) * 60_000;

/** They count by themselves, so that the board around them is not drawn for it. */
function Age({ since }: { since: Tick }) {
  useSeconds();
  return <>{t.board.updated(secondsSince(since))}</>;
}

function Late({ since }: { since: Tick }) {
  useSeconds();
  return <>{t.board.late(secondsSince(since))}</>;
}
