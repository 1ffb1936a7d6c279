import "../../desk/desk.css";
import "./roster.css";
import { useEffect, useRef, useState } from "preact/hooks";
import { api } from "../../api/later";
import type { Me, Named } from "../../api/types";
import { useFetch } from "../../app/useFetch";
import { useForm } from "../../app/useForm";
import { PaperHead } from "../../desk/PaperHead";
import { holds } from "../../desk/sought";
import { Button } from "../../parts/Button";
import { ChooseOne } from "../../parts/Chips";
import { TextField } from "../../parts/Field";
import { Form } from "../../parts/Form";
import { Notice } from "../../parts/Notice";
import { Screen } from "../../parts/Screen";
import { ImportForm } from "../../row-files/ImportForm";
import { saveCsv } from "../../row-files/save";
import { useSession } from "../../session/context";
import { hasRole } from "../../session/session";
import { t } from "../../texts/later";
import { ShiftForm } from "./ShiftForm";
import { checkRoster, freshShift, noShifts, rosterField, withoutShift, withRead, withShift } from "./shifts";
import { sheetOf } from "./sheet";
import { WeekView } from "./WeekView";

/** Who is told first, second, and which manager: per team, by day and hour. */
export function RosterScreen() {
  const { me } = useSession();
  const teams = useFetch(() => api.teams().catch(() => ({ teams: me.teams })));
  const people = useFetch(() => peopleOf(me));
  const list = teams.value?.teams ?? me.teams;
  const [teamId, setTeamId] = useState<string | null>(null);
  const team = teamId ?? list[0]?.id ?? null;
  return (
    <Screen wide title={t.roster.title}>
      <PaperHead />
      {list.length > 1 && (
        <ChooseOne
          legend={t.roster.team}
          flow
          chips={list.map(({ id, name }) => ({ value: id, text: name }))}
          value={team}
          onValue={setTeamId}
        />
      )}
      {team && (
        <TeamRoster
          key={team}
          teamId={team}
          me={me.id}
          people={people.value ?? []}
          manages={hasRole(me, "manager")}
          mayChange={hasRole(me, "administrator") || hasRole(me, "manager")}
        />
      )}
    </Screen>
  );
}

/** Names for the shifts: everybody for an administrator, my teams' people for the others. */
async function peopleOf(me: Me): Promise<Named[]> {
  if (hasRole(me, "administrator")) return api.people();
  return [{ id: me.id, name: me.name }, ...(await api.colleagues())];
}

interface TeamProps {
  teamId: string;
  me: string;
  people: Named[];
  manages: boolean;
  mayChange: boolean;
}

function TeamRoster({ teamId, me, people, manages, mayChange }: TeamProps) {
  const { value, problem: unread, again: readAgain } = useFetch(() => api.roster(teamId), teamId);
  const [firstDay, setFirstDay] = useState<string | null>(null);
  const [reading, setReading] = useState(false);
  const [sought, setSought] = useState("");
  /** Of what stands in the form: what was read since, while somebody typed, is not in it. */
  const version = useRef<string | null | undefined>(null);
  const week = useFetch(() => api.rosterWeek(teamId, firstDay), `${teamId} ${firstDay}`);
  const { form, setForm, fill, said, typed, done, stumbles, busy, problem, send } = useForm({
    begin: noShifts,
    check: checkRoster,
    at: rosterField,
    send: (shifts) => api.setRoster(teamId, shifts, version.current),
    onDone: (kept) => {
      version.current = kept.version;
      week.again();
      readAgain();
    },
  });
  useEffect(() => {
    if (!value) return;
    if (!typed) version.current = value.version;
    fill(() => ({ shifts: value.shifts }));
  }, [value]);
  // Saving replaces the whole roster: who did not read it may not write it.
  const changes = mayChange && value !== null;
  const turns = week.value?.turns.filter((turn) => holds([turn.person.name], sought)) ?? [];
  // A shift of nobody yet is being filled in.
  const isSought = (id: string) => id === "" || holds([people.find((one) => one.id === id)?.name ?? ""], sought);
  return (
    <div class="stack">
      {(unread ?? week.problem ?? problem) && (
        <Notice tone="soon" title={unread ?? week.problem ?? problem} announce="now" />
      )}
      {week.value?.guardMissing && (
        <Notice tone="soon" title={t.guard.missing}>
          <p>{t.guard.withoutText}</p>
        </Notice>
      )}
      {week.value && (
        <div class="row roster__sought not-on-paper">
          <div class="grow desk-search">
            <TextField label={t.people.name} type="search" value={sought} onValue={setSought} />
          </div>
          {turns.length > 0 && (
            <Button
              look="quiet"
              onPress={() => saveCsv(sheetOf(turns), `${t.roster.title} ${week.value?.firstDay}.csv`)}
            >
              {t.planner.csv}
            </Button>
          )}
        </div>
      )}
      {week.value && (
        <WeekView
          teamId={teamId}
          week={week.value}
          sought={sought}
          me={me}
          forOthers={manages}
          onDay={setFirstDay}
          onDone={week.again}
        />
      )}
      {changes && !reading && (
        <div class="row">
          <Button look="quiet" onPress={() => setReading(true)}>
            {t.roster.file.open}
          </Button>
        </div>
      )}
      {changes && reading && (
        <ImportForm
          words={t.roster.file}
          send={async (file, { dryRun, option }) => {
            const { shifts, ...read } = await api.readRoster(teamId, file);
            if (!dryRun) setForm((now) => withRead(now, shifts, option));
            return { ...read, kept: shifts.length, known: read.rows - shifts.length - read.refusedCount, dryRun };
          }}
          template={() => api.rosterTemplate(teamId)}
          onKept={() => {}}
          onClose={() => setReading(false)}
        />
      )}
      {changes && (
        <Form class="stack" stumbles={stumbles} onSend={() => typed && send()}>
          <h2 class="nl-heading nl-heading--level-2">{t.roster.shifts}</h2>
          <ul class="desk-list">
            {form.shifts.map((shift, place) => (
              <li key={place} hidden={!isSought(shift.personId)}>
                <ShiftForm
                  shift={shift}
                  people={people}
                  said={(name) => said(`shifts/${place}/${name}`)}
                  onShift={(next) => setForm((now) => withShift(now, place, next))}
                  onRemove={() => setForm((now) => withoutShift(now, place))}
                />
              </li>
            ))}
          </ul>
          {reading && (
            <p role="status" class="soft">
              {t.roster.file.lookAtThem}
            </p>
          )}
          <div class="row">
            <Button look="quiet" onPress={() => setForm(({ shifts }) => ({ shifts: [...shifts, freshShift] }))}>
              {t.roster.add}
            </Button>
            <Button submit busy={busy !== null} disabled={!typed}>
              {t.roster.save}
            </Button>
            <span role="status" class="soft">
              {done ? t.roster.saved : typed ? t.roster.unsaved : ""}
            </span>
          </div>
        </Form>
      )}
    </div>
  );
}
