import "../../desk/desk.css";
import "./roster.css";
import { useEffect, useState } from "preact/hooks";
import { api } from "../../api/calls";
import type { Me, Named, Shift } from "../../api/types";
import { useAction } from "../../app/useAction";
import { useFetch } from "../../app/useFetch";
import { Button } from "../../parts/Button";
import { ChooseOne } from "../../parts/Chips";
import { Notice } from "../../parts/Notice";
import { Screen } from "../../parts/Screen";
import { useSession } from "../../session/context";
import { hasRole } from "../../session/session";
import { t } from "../../texts";
import { ShiftForm } from "./ShiftForm";
import { checkRoster, freshShift } from "./shifts";
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
  if (hasRole(me, "administrator")) return (await api.people()).people;
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
  const week = useFetch(() => api.rosterWeek(teamId, firstDay), `${teamId} ${firstDay}`);
  const [shifts, setShifts] = useState<Shift[]>([]);
  const [changed, setChanged] = useState(false);
  const [saved, setSaved] = useState(false);
  const { busy, problem, act } = useAction();
  useEffect(() => {
    if (value && !changed) setShifts(value.shifts);
  }, [value]);

  const change = (next: Shift[]) => {
    setShifts(next);
    setChanged(true);
    setSaved(false);
  };
  // Saving replaces the whole roster: who did not read it may not write it.
  const changes = mayChange && value !== null;
  const { body } = checkRoster(shifts);
  const save = async () => {
    if (!body) return;
    const done = await act("save", () => api.setRoster(teamId, body));
    setSaved(done);
    setChanged(!done);
    if (done) {
      week.again();
      readAgain();
    }
  };
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
        <WeekView
          teamId={teamId}
          week={week.value}
          me={me}
          people={people}
          forOthers={manages}
          onDay={setFirstDay}
          onDone={week.again}
        />
      )}
      {changes && <h2 class="nl-heading nl-heading--level-2">{t.roster.shifts}</h2>}
      {changes && (
        <ul class="desk-list">
          {shifts.map((shift, place) => (
            <li key={place}>
              <ShiftForm
                shift={shift}
                people={people}
                onShift={(next) => change(shifts.map((one, index) => (index === place ? next : one)))}
                onRemove={() => change(shifts.filter((_, index) => index !== place))}
              />
            </li>
          ))}
        </ul>
      )}
      {changes && (
        <div class="row">
          <Button look="quiet" onPress={() => change([...shifts, freshShift])}>
            {t.roster.add}
          </Button>
          <Button busy={busy !== null} disabled={!changed || !body} onPress={() => void save()}>
            {t.roster.save}
          </Button>
          <span role="status" class="soft">
            {saved ? t.roster.saved : !body ? t.roster.choose : changed ? t.roster.unsaved : ""}
          </span>
        </div>
      )}
    </div>
  );
}
