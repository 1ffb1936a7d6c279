import "../desk.css";
import "./roster.css";
import { useEffect, useState } from "preact/hooks";
import { api } from "../../api/calls";
import type { Me, Named, Shift } from "../../api/types";
import { useAct } from "../../app/useAct";
import { useList } from "../../app/useList";
import { Button } from "../../parts/Button";
import { ChooseOne } from "../../parts/Chips";
import { Notice } from "../../parts/Notice";
import { Screen } from "../../parts/Screen";
import { useSession } from "../../session/context";
import { hasRole } from "../../session/session";
import { t } from "../../texts";
import { gaps } from "./gaps";
import { ShiftForm, ShiftLine } from "./ShiftForm";

/** Who is told first, second, and which manager: per team, by day and hour. */
export function RosterScreen() {
  const { me } = useSession();
  const teams = useList(() => api.teams().catch(() => ({ teams: me.teams })));
  const people = useList(() => peopleOf(me));
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
        <TeamRoster key={team} teamId={team} people={people.value ?? []} mayChange={hasRole(me, "administrator")} />
      )}
    </Screen>
  );
}

/** Names for the shifts: everybody for an administrator, my teams' people for the others. */
async function peopleOf(me: Me): Promise<Named[]> {
  if (hasRole(me, "administrator")) return (await api.people()).people;
  return [{ id: me.id, name: me.name }, ...(await api.colleagues())];
}

const fresh: Shift = {
  rank: "first",
  personId: "",
  days: [1, 2, 3, 4, 5],
  from: "08:00",
  until: "17:00",
};

interface TeamProps {
  teamId: string;
  people: Named[];
  mayChange: boolean;
}

function TeamRoster({ teamId, people, mayChange }: TeamProps) {
  const { value, problem: unread } = useList(() => api.roster(teamId), teamId);
  const [shifts, setShifts] = useState<Shift[]>([]);
  const [changed, setChanged] = useState(false);
  const [saved, setSaved] = useState(false);
  const { busy, problem, act } = useAct();
  useEffect(() => {
    if (value && !changed)
      setShifts(
        value.shifts.map(({ rank, personId, days, from, until }) => ({
          rank,
          personId,
          days,
          from: from.slice(0, 5),
          until: until.slice(0, 5),
        })),
      );
  }, [value]);

  const change = (next: Shift[]) => {
    setShifts(next);
    setChanged(true);
    setSaved(false);
  };
  const chosen = shifts.every((shift) => shift.personId !== "");
  const save = async () => {
    const done = await act("save", () => api.setRoster(teamId, shifts));
    setSaved(done);
    setChanged(!done);
  };
  const open = gaps(shifts);
  return (
    <div class="stack">
      {(unread ?? problem) && <Notice tone="soon" title={unread ?? problem} announce="now" />}
      {value && open.length > 0 && (
        <Notice tone="soon" title={t.roster.gaps}>
          <p>{open.map((gap) => t.roster.gap(gap)).join(" · ")}</p>
        </Notice>
      )}
      <ul class="desk-list">
        {shifts.map((shift, place) => (
          <li key={place}>
            {mayChange ? (
              <ShiftForm
                shift={shift}
                people={people}
                onShift={(next) => change(shifts.map((one, index) => (index === place ? next : one)))}
                onRemove={() => change(shifts.filter((_, index) => index !== place))}
              />
            ) : (
              <ShiftLine shift={shift} people={people} />
            )}
          </li>
        ))}
      </ul>
      {mayChange && (
        <div class="row">
          <Button look="quiet" onPress={() => change([...shifts, fresh])}>
            {t.roster.add}
          </Button>
          <Button busy={busy !== null} disabled={!changed || !chosen} onPress={() => void save()}>
            {t.roster.save}
          </Button>
          <span role="status" class="soft">
            {saved ? t.roster.saved : !chosen ? t.roster.choose : changed ? t.roster.unsaved : ""}
          </span>
        </div>
      )}
    </div>
  );
}
