import "../../desk/desk.css";
import "./past.css";
import { useState } from "preact/hooks";
import { deskPlaces } from "../../app/places";
import { useAction } from "../../app/useAction";
import { PaperHead } from "../../desk/PaperHead";
import { usePages } from "../../logs/usePages";
import { Button } from "../../parts/Button";
import { ChooseOne } from "../../parts/Chips";
import { SelectField, TextField } from "../../parts/Field";
import { Form } from "../../parts/Form";
import { Notice } from "../../parts/Notice";
import { Screen } from "../../parts/Screen";
import { useSession } from "../../session/context";
import { hasRole } from "../../session/session";
import { save } from "../../row-files/save";
import { t } from "../../texts/later";
import { isoDay, longDay } from "../../time/format";
import { Rows } from "./Rows";
import { lastMonth, search, sheetOf, type Sought, type What } from "./search";

const EVERY_WHAT: What[] = ["visits", "alarms", "drills", "messages", "never-checked-in"];

/** What was: visits, alarms, drills and messages of a period, to search and to take along, and who never checks in. */
export function PastScreen() {
  const { me } = useSession();
  const mine = EVERY_WHAT.filter((what) => sees[what](me));
  const [sought, setSought] = useState<Sought>(() => lastMonth(mine[0] ?? "visits", Date.now()));
  const [asked, setAsked] = useState(sought);
  const { pages, wrong, stumbles, next, more } = usePages(asked, search);
  const { busy, problem, act } = useAction();
  const put = (change: Partial<Sought>) => setSought((old) => ({ ...old, ...change }));
  const turnTo = (what: What) => {
    const next = { ...sought, what, how: "" };
    setSought(next);
    setAsked(next);
  };
  const hows = Object.entries(HOWS[sought.what]());
  const named = sought.what !== "never-checked-in";
  return (
    <Screen wide title={t.past.title} back={deskPlaces(me).length === 0 ? "/me" : undefined}>
      <PaperHead about={aboutOf(asked, me)} />
      <div class="not-on-paper">
        <ChooseOne
          legend={t.past.what}
          quietLegend
          flow
          chips={mine.map((what) => ({ value: what, text: t.past.kinds[what] }))}
          value={sought.what}
          onValue={turnTo}
        />
      </div>
      <Form class="desk-sought not-on-paper" stumbles={stumbles} onSend={() => setAsked({ ...sought })}>
        <TextField label={t.past.since} type="date" value={sought.since} onValue={(since) => put({ since })} />
        <TextField label={t.past.until} type="date" value={sought.until} onValue={(until) => put({ until })} />
        {named && <TextField label={t.past.who} type="search" value={sought.who} onValue={(who) => put({ who })} />}
        {named && (
          <TextField label={t.past.where} type="search" value={sought.where} onValue={(where) => put({ where })} />
        )}
        {me.teams.length > 1 && (
          <SelectField
            label={t.past.team}
            value={sought.team}
            onValue={(team) => put({ team })}
            options={[
              { value: "", text: t.past.allTeams },
              ...me.teams.map((one) => ({ value: one.id, text: one.name })),
            ]}
          />
        )}
        {hows.length > 0 && (
          <SelectField
            label={t.past.how}
            value={sought.how}
            onValue={(how) => put({ how })}
            options={[{ value: "", text: t.past.anyHow }, ...hows.map(([value, text]) => ({ value, text }))]}
          />
        )}
        <div class="desk-sought__buttons">
          <Button submit>{t.past.search}</Button>
          <Button
            look="quiet"
            busy={busy === "sheet"}
            onPress={() => void act("sheet", async () => save(await sheetOf(asked), `${t.past.kinds[asked.what]}.csv`))}
          >
            {t.past.csv}
          </Button>
        </div>
      </Form>
      {(wrong ?? problem) && <Notice tone="soon" title={wrong ?? problem} announce="now" />}
      {!pages && !wrong && <p class="soft">{t.past.looking}</p>}
      {pages && <Rows what={asked.what} pages={pages} today={isoDay(Date.now())} />}
      {next && (
        <Button look="quiet" wide busy={busy === "more"} onPress={() => void act("more", more)}>
          {t.past.more}
        </Button>
      )}
      <p class="soft">{t.past.logged}</p>
    </Screen>
  );
}

type Me = ReturnType<typeof useSession>["me"];

/** What was looked for, for on paper, where the form is not. */
const aboutOf = ({ what, since, until, who, where, team, how }: Sought, me: Me): string =>
  [
    t.past.kinds[what],
    [since, until].map((day) => day && longDay(`${day}T12:00:00Z`)).join(" – "),
    who,
    where,
    me.teams.find((one) => one.id === team)?.name,
    how && HOWS[what]()[how],
  ]
    .filter(Boolean)
    .join(", ");

const sees: Record<What, (me: Me) => boolean> = {
  visits: (me) => hasRole(me, "worker", "colleague", "manager"),
  alarms: (me) => hasRole(me, "worker", "colleague", "manager"),
  drills: (me) => hasRole(me, "manager", "registrar", "administrator"),
  messages: (me) => hasRole(me, "colleague", "manager"),
  "never-checked-in": (me) => hasRole(me, "manager", "administrator"),
};

const HOWS: Record<What, () => Record<string, string>> = {
  visits: () => ({ ...t.past.ended, alarmed: t.past.alarmed }),
  alarms: () => t.past.outcomes,
  drills: () => ({}),
  messages: () => ({ ...t.past.channels, ...t.past.states }),
  "never-checked-in": () => ({}),
};
