import { useState } from "preact/hooks";
import { api } from "../../api/later";
import type { Named } from "../../api/types";
import { useAction } from "../../app/useAction";
import { useFetch } from "../../app/useFetch";
import { Button } from "../../parts/Button";
import { SelectField } from "../../parts/Field";
import { Notice } from "../../parts/Notice";
import { useSession } from "../../session/context";
import { watchedTeams } from "../../session/session";
import { t } from "../../texts/later";

const NOBODY = "";

interface Worker extends Named {
  team: string;
}

async function workersOf(teams: Named[]): Promise<Worker[]> {
  const found = await Promise.all(
    teams.map(async (team) => (await api.workers(team.id)).map((one) => ({ ...one, team: team.id }))),
  );
  const once = new Map(found.flat().map((one) => [one.id, one]));
  return [...once.values()].sort((a, b) => a.name.localeCompare(b.name));
}

/** A worker rings that their phone is gone: whoever is at the desk signs it out. */
export function LostPhone() {
  const { me } = useSession();
  const [open, setOpen] = useState(false);
  return (
    <section class="stack stack-tight desk-form">
      <h2 class="nl-heading nl-heading--level-2">{t.signIns.lost}</h2>
      <p>{t.signIns.lostText}</p>
      {open ? (
        <Choose teams={watchedTeams(me)} />
      ) : (
        <div class="row">
          <Button look="quiet" size="small" onPress={() => setOpen(true)}>
            {t.signIns.end}
          </Button>
        </div>
      )}
    </section>
  );
}

function Choose({ teams }: { teams: Named[] }) {
  const { value, problem: unread } = useFetch(() => workersOf(teams));
  const { busy, problem, act } = useAction();
  const [chosen, setChosen] = useState(NOBODY);
  const [done, setDone] = useState<string | null>(null);
  const worker = value?.find((one) => one.id === chosen);
  const wrong = unread ?? problem;
  const end = (whose: Worker) =>
    act("end", () => api.endLostPhone(whose.team, whose.id)).then((ended) => {
      if (!ended) return;
      setDone(whose.name);
      setChosen(NOBODY);
    });
  return (
    <>
      {wrong && <Notice tone="soon" title={wrong} announce="now" />}
      {done && <Notice tone="watched" title={t.signIns.lostDone(done)} announce="politely" />}
      <SelectField
        label={t.signIns.lostWho}
        value={chosen}
        onValue={(id) => {
          setChosen(id);
          setDone(null);
        }}
        options={[
          { value: NOBODY, text: t.roster.somebody },
          ...(value ?? []).map((one) => ({ value: one.id, text: one.name })),
        ]}
      />
      {worker && (
        <div class="row">
          <Button look="quiet" busy={busy !== null} onPress={() => void end(worker)}>
            {t.signIns.endOf(worker.name)}
          </Button>
        </div>
      )}
    </>
  );
}
