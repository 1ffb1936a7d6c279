import "../../desk/desk.css";
import "./drills.css";
import { useLocation } from "preact-iso";
import { useRef, useState } from "preact/hooks";
import { api } from "../../api/later";
import type { DrillKind, DrillLine, TeamDrills } from "../../api/types";
import { useAction } from "../../app/useAction";
import { asNamed } from "../../app/filling";
import { useForm } from "../../app/useForm";
import { Button } from "../../parts/Button";
import { ChooseOne } from "../../parts/Chips";
import { holds } from "../../desk/sought";
import { usePages } from "../../logs/usePages";
import { useRows } from "../../desk/useRows";
import { SelectField, TextField } from "../../parts/Field";
import { Form } from "../../parts/Form";
import { Badge, Notice } from "../../parts/Notice";
import { Screen } from "../../parts/Screen";
import { useSession } from "../../session/context";
import { hasRole } from "../../session/session";
import { t } from "../../texts/later";
import { clockTime, longDay } from "../../time/format";
import { CanaryCard } from "./CanaryCard";
import { beginDrill, checkDrill } from "./drill-forms";
import { newId } from "../../app/ids";

const askPage = (_: null, after?: string) => api.drills(after);

/** Drills: begin one, and read what the earlier ones showed. */
export function DrillsScreen() {
  const { me } = useSession();
  const { pages, wrong, next, more } = usePages(null, askPage);
  const adding = useAction();
  const [value] = pages ?? [];
  const problem = wrong ?? adding.problem;
  const mine = value?.teams.filter((one) => one.mayStart) ?? [];
  return (
    <Screen wide title={t.drills.title}>
      {problem && <Notice tone="soon" title={problem} announce="now" />}
      {mine.length > 0 && <StartForm teams={mine} />}
      {value && (
        <section class="stack stack-tight">
          <h2 class="nl-heading nl-heading--level-2">{t.drills.perTeam}</h2>
          <ul class="drill-teams">
            {value.teams.map(({ team, lastAt }) => (
              <li key={team.id}>
                <span class="strong anywhere">{team.name}</span>
                <span class={lastAt ? "" : "soft"}>{lastAt ? longDay(lastAt) : t.drills.never}</span>
              </li>
            ))}
          </ul>
        </section>
      )}
      {pages && <Earlier drills={pages.flatMap((page) => page.drills)} more={next !== null} />}
      {next && (
        <Button look="quiet" wide busy={adding.busy !== null} onPress={() => void adding.act("more", more)}>
          {t.past.more}
        </Button>
      )}
      {hasRole(me, "administrator") && <CanaryCard />}
    </Screen>
  );
}

/** What earlier drills showed: found by day, team, kind or name, and gone through with the arrows as the board. */
function Earlier({ drills, more }: { drills: DrillLine[]; more: boolean }) {
  const [sought, setSought] = useState("");
  const rows = useRef<HTMLElement>(null);
  useRows(rows);
  const shown = drills.filter((drill) => holds(wordsOf(drill), sought));
  return (
    <section class="stack stack-tight" ref={rows}>
      <h2 class="nl-heading nl-heading--level-2">{t.drills.earlier}</h2>
      {drills.length === 0 && <p class="soft">{t.drills.none}</p>}
      {more && <p class="soft">{t.drills.latest(drills.length)}</p>}
      {drills.length > 0 && (
        <div class="desk-search not-on-paper">
          <TextField
            label={t.app.search}
            type="search"
            value={sought}
            onValue={setSought}
            input={{ autocomplete: "off", onKeyDown: (event) => event.key === "Escape" && setSought("") }}
          />
        </div>
      )}
      {drills.length > 0 && shown.length === 0 && <p role="status">{t.board.nothingFound}</p>}
      <ul class="desk-list">
        {shown.map((drill) => (
          <DrillItem key={drill.id} drill={drill} />
        ))}
      </ul>
    </section>
  );
}

const wordsOf = (drill: DrillLine): string[] => [
  longDay(drill.startedAt),
  drill.team.name,
  t.drills.kinds[drill.kind],
  drill.worker.name,
  ...drill.told.map(({ name }) => name),
];

function DrillItem({ drill }: { drill: DrillLine }) {
  const { taken } = drill;
  return (
    <li class="card desk-item" data-row={drill.id}>
      <div class="stack stack-tight">
        <p class="desk-item__title anywhere" data-controls>
          <a class="nl-link" href={`/drills/${drill.id}`}>
            {longDay(drill.startedAt)}, {clockTime(drill.startedAt)} · {drill.team.name}
          </a>
        </p>
        <p class="soft anywhere">
          {[
            t.drills.kinds[drill.kind],
            taken ? t.drills.tookIn(taken.person.name, taken.seconds) : t.drills.nobodyTook,
            drill.silent > 0 && t.drills.silentCount(drill.silent),
          ]
            .filter(Boolean)
            .join(" · ")}
        </p>
      </div>
      {drill.endedAt === null && <Badge tone="soon">{t.drills.running}</Badge>}
    </li>
  );
}

function StartForm({ teams }: { teams: TeamDrills[] }) {
  const { me } = useSession();
  const { route } = useLocation();
  // One key for one wish: pressed twice it stays one drill.
  const [id] = useState(() => newId());
  const { form, change, said, stumbles, busy, problem, send } = useForm({
    begin: () => beginDrill(teams, me.id),
    check: (filled) => checkDrill(filled, teams, me.id),
    at: asNamed("teamId", "workerId"),
    send: (body) => api.startDrill({ id, ...body }),
    onDone: (drill) => route(`/drills/${drill.id}`),
  });
  const team = teams.find((one) => one.team.id === form.teamId);
  const players = [
    { value: me.id, text: t.drills.myself },
    ...(team?.players ?? []).filter((one) => one.id !== me.id).map((one) => ({ value: one.id, text: one.name })),
  ];
  return (
    <Form class="card stack desk-form" stumbles={stumbles} onSend={send}>
      <h2 class="nl-heading nl-heading--level-2">{t.drills.start}</h2>
      <p>{t.drills.startText}</p>
      {problem && <Notice tone="soon" title={problem} announce="now" />}
      {teams.length > 1 && (
        <SelectField
          label={t.drills.team}
          value={form.teamId}
          error={said("teamId")}
          onValue={(teamId) => change({ teamId, workerId: me.id })}
          options={teams.map(({ team: { id: value, name: text } }) => ({ value, text }))}
        />
      )}
      <SelectField
        label={t.drills.player}
        hint={t.drills.playerHint}
        value={form.workerId}
        error={said("workerId")}
        onValue={(workerId) => change({ workerId })}
        options={players}
      />
      <ChooseOne<DrillKind>
        legend={t.drills.kind}
        columns={2}
        chips={[
          { value: "overdue", text: t.drills.kinds.overdue },
          { value: "panic", text: t.drills.kinds.panic },
        ]}
        value={form.kind}
        onValue={(kind) => change({ kind })}
      />
      <Button submit busy={busy !== null}>
        {t.drills.begin}
      </Button>
    </Form>
  );
}
