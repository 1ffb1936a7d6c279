import "../../desk/desk.css";
import "./planning.css";
import { useState } from "preact/hooks";
import { api } from "../../api/later";
import type { Visit } from "../../api/types";
import { usePoll } from "../../app/poll";
import { sayProblem } from "../../app/useAction";
import { Button, ButtonLink } from "../../parts/Button";
import { ChooseOne } from "../../parts/Chips";
import { TextField } from "../../parts/Field";
import { Badge, Notice } from "../../parts/Notice";
import { Screen } from "../../parts/Screen";
import { shortLine } from "../../texts/address";
import { t } from "../../texts/later";
import { serverClock } from "../../time/clock";
import { clockTime, day, isoDay } from "../../time/format";
import { saveCsv } from "../../row-files/save";
import { Menu } from "../../desk/Menu";
import { PaperHead } from "../../desk/PaperHead";
import { holds } from "../../desk/sought";
import { saidOf } from "../../visits/companions";
import { Move } from "../../visits/Move";
import { OtherAddress } from "../../visits/OtherAddress";
import { OtherWorker } from "../../visits/OtherWorker";
import { RiskWords } from "../../visits/RiskWords";
import { WhoComes } from "../../visits/WhoComes";
import { CheckOutFor } from "../../visits/CheckOutFor";
import { Ready, waitsOf } from "../../visits/Ready";
import { LostPhone } from "./LostPhone";
import { sheetOf } from "./sheet";
import { Week } from "./Week";
import { byWorker, DAYS, isReady, whenOf, type When } from "../../visits/days";

const EVERY = 10_000;

/** What is planned, by day and worker, and what each visit still waits for. */
export function PlanningScreen() {
  const [planned, setPlanned] = useState<Visit[] | null>(null);
  const [more, setMore] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const [sought, setSought] = useState("");
  const [view, setView] = useState<"days" | "week">("days");
  const { now: reload } = usePoll(async () => {
    try {
      const found = await api.plannedVisits();
      setPlanned(found.visits);
      setMore(found.more);
      setProblem(null);
    } catch (error) {
      setProblem(sayProblem(error));
      throw error;
    }
  }, EVERY);
  const now = serverClock.now();
  const shown = planned?.filter((visit) => found(visit, sought)) ?? [];
  return (
    <Screen
      wide
      title={t.planner.title}
      aside={
        <ButtonLink href="/planning/new" size="small">
          {t.planner.plan}
        </ButtonLink>
      }
    >
      <PaperHead />
      {problem && <Notice tone="soon" title={problem} announce="politely" />}
      {!planned && !problem && <p role="status">{t.app.moment}</p>}
      {planned?.length === 0 && <Notice title={t.planner.empty} />}
      {planned && planned.length > 0 && (
        <div class="planning__tools not-on-paper">
          <TextField label={t.board.search} type="search" value={sought} onValue={setSought} />
          <ChooseOne
            legend={t.planner.show}
            quietLegend
            flow
            chips={[
              { value: "days", text: t.planner.days },
              { value: "week", text: t.planner.week },
            ]}
            value={view}
            onValue={setView}
          />
          {shown.length > 0 && (
            <Button look="quiet" onPress={() => saveCsv(sheetOf(shown), `${t.planner.title} ${isoDay(now)}.csv`)}>
              {t.planner.csv}
            </Button>
          )}
        </div>
      )}
      {planned && planned.length > 0 && shown.length === 0 && <p role="status">{t.board.nothingFound}</p>}
      {view === "week" && shown.length > 0 && <Week visits={shown} now={now} />}
      {view === "days" &&
        shown.length > 0 &&
        DAYS.map((when) => {
          const visits = shown.filter((visit) => whenOf(visit, now) === when);
          if (when === "later" && visits.length === 0) return null;
          return (
            <section key={when} class="stack stack-tight">
              <h2 class="nl-heading nl-heading--level-2">{t.planning[when]}</h2>
              {visits.length === 0 && <p class="soft">{t.planner.emptyDay}</p>}
              {byWorker(visits).map((one) => (
                <section key={one.id} class="card planning__worker">
                  <h3 class="nl-heading nl-heading--level-3">{one.name}</h3>
                  <ul>
                    {one.visits.map((visit) => (
                      <Row key={visit.id} visit={visit} when={when} onDone={reload} />
                    ))}
                  </ul>
                </section>
              ))}
            </section>
          );
        })}
      {planned && more && <p class="soft">{t.planner.more(planned.length)}</p>}
      <LostPhone />
    </Screen>
  );
}

const found = (visit: Visit, sought: string): boolean =>
  holds([visit.worker.name, ...visit.companions.map(({ name }) => name), visit.address.line, visit.team.name], sought);

function Row({ visit, when, onDone }: { visit: Visit; when: When; onDone: () => void }) {
  const [open, setOpen] = useState<"move" | "address" | "worker" | "along" | "cancel" | null>(null);
  const { backUp } = visit.beforehand;
  const late = Date.parse(visit.plannedStart) < serverClock.now();
  const along = visit.companions.map((one) => one.name);
  const ready = isReady(visit);
  return (
    <li class="planning__row">
      <span class="digits strong">
        {when === "later" && <span class="soft">{day(visit.plannedStart)} </span>}
        {clockTime(visit.plannedStart)}
      </span>
      <div class="stack stack-tight">
        <p class="anywhere">
          <span class="strong">{shortLine(visit.address.line)}</span>
          {visit.clientName && `, ${visit.clientName}`}
        </p>
        <p class="soft anywhere">
          {along.length > 0 ? t.planner.along(along) : t.planner.alone}
          {visit.purpose && ` · ${visit.purpose}`}
          {` · ${t.checkIn.untilBrief(clockTime(visit.expectedEnd))}`}
        </p>
        {visit.background && <p class="soft anywhere">{visit.background}</p>}
        <RiskWords risk={visit.risk} brief />
        {visit.expectsTrouble && <p class="strong anywhere">{t.trouble.row(visit.expectsTrouble)}</p>}
        <span class="row">
          {visit.silent && <Badge tone="soon">{t.alarm.silentRow}</Badge>}
          {late && <Badge tone="soon">{t.board.notStarted(clockTime(visit.plannedStart))}</Badge>}
          {ready && <Badge tone="watched">{t.planner.ready}</Badge>}
          {visit.companions.map(
            (one) =>
              (one.thereAt || one.declinedAt || visit.beforehand.pair.needed) && (
                <Badge key={one.id} tone={one.thereAt ? "watched" : "soon"}>
                  {saidOf(one)}
                </Badge>
              ),
          )}
          {backUp.needed && (
            <Badge tone={backUp.acceptedAt ? "watched" : "soon"}>
              {backUp.person
                ? backUp.acceptedAt
                  ? t.beforehand.backUpAccepted(backUp.person.name)
                  : t.beforehand.backUpAsked(backUp.person.name)
                : t.planner.backUpOpen}
            </Badge>
          )}
        </span>
        <Ready visit={waitsOf(visit)} onDone={onDone} />
      </div>
      <span class="row">
        <Button size="small" look="quiet" onPress={() => setOpen("move")}>
          {t.planning.move}
        </Button>
        <Button size="small" look="quiet" onPress={() => setOpen("along")}>
          {t.companions.legend}
        </Button>
        <Menu
          text={t.board.more}
          label={t.board.moreOf(visit.worker.name)}
          items={[
            { text: t.planner.address, onPress: () => setOpen("address") },
            { text: t.planner.worker, onPress: () => setOpen("worker") },
            { text: t.planner.cancelOwn, onPress: () => setOpen("cancel") },
          ]}
        />
      </span>
      {open === "move" && <Move visit={visit} onClose={() => setOpen(null)} onDone={onDone} />}
      {open === "address" && <OtherAddress visit={visit} onClose={() => setOpen(null)} onDone={onDone} />}
      {open === "worker" && <OtherWorker visit={visit} onClose={() => setOpen(null)} onDone={onDone} />}
      {open === "along" && <WhoComes visit={visit} onClose={() => setOpen(null)} onDone={onDone} />}
      {open === "cancel" && <CheckOutFor visit={visit} onClose={() => setOpen(null)} onDone={onDone} />}
    </li>
  );
}
