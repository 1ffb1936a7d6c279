import "../../desk/desk.css";
import { useState } from "preact/hooks";
import { api } from "../../api/later";
import type { FunctionHeld, Named } from "../../api/types";
import { useAction } from "../../app/useAction";
import { useFetch } from "../../app/useFetch";
import { Button } from "../../parts/Button";
import { Badge, Notice } from "../../parts/Notice";
import { Screen } from "../../parts/Screen";
import { t } from "../../texts/later";
import { phoneNumber } from "../../time/format";
import { HolderForm } from "./HolderForm";
import { asSent } from "./holders";

/** Who holds which function of the protocol; what nobody holds comes first. */
export function FunctionsScreen() {
  const { value, problem, again } = useFetch(api.functions);
  const people = useFetch(api.people);
  const teams = useFetch(api.teams);
  const mayHold = (people.value ?? [])
    .filter((one) => one.active && one.grants.length > 0)
    .sort((a, b) => a.name.localeCompare(b.name));
  const list = (functions: FunctionHeld[]) => (
    <ul class="desk-list">
      {functions.map((one) => (
        <FunctionItem
          key={one.function}
          held={one}
          people={mayHold}
          teams={teams.value?.teams ?? []}
          onChange={again}
        />
      ))}
    </ul>
  );
  const unread = problem ?? people.problem ?? teams.problem;
  const asked = value?.functions.filter((one) => one.asked) ?? [];
  const others = value?.functions.filter((one) => !one.asked) ?? [];
  const missing = asked.filter((one) => one.heldByNobody).length;
  return (
    <Screen wide title={t.functions.title}>
      <p>{t.functions.text}</p>
      {unread && <Notice tone="soon" title={unread} announce="now" />}
      {value && (
        <>
          {missing > 0 && <Notice tone="soon" title={t.functions.missing(missing)} announce="politely" />}
          {list(asked)}
          {others.length > 0 && (
            <details class="stack stack-tight">
              <summary class="incident-summary">{t.functions.notAsked}</summary>
              {list(others)}
            </details>
          )}
        </>
      )}
    </Screen>
  );
}

interface ItemProps {
  held: FunctionHeld;
  people: Named[];
  teams: Named[];
  onChange: () => void;
}

function FunctionItem({ held, people, teams, onChange }: ItemProps) {
  const [open, setOpen] = useState(false);
  const { busy, problem, act } = useAction(onChange);
  const remove = (at: number) =>
    act(`${at}`, () =>
      api.setHolders(
        held.function,
        asSent(held.holders).filter((_, number) => number !== at),
      ),
    );
  return (
    <li class="card desk-item">
      <div class="stack stack-tight">
        <h2 class="desk-item__title anywhere">{held.name}</h2>
        {held.heldByNobody && (
          <div class="row">
            <Badge tone={held.asked ? "soon" : "plain"}>{t.tasks.heldByNobody}</Badge>
          </div>
        )}
        {held.holders.length === 0 && held.role && !held.heldByNobody && (
          <p class="soft">{t.functions.byRole(t.roles[held.role])}</p>
        )}
      </div>
      {!open && (
        <Button size="small" look="quiet" label={t.functions.nameFor(held.name)} onPress={() => setOpen(true)}>
          {t.functions.name}
        </Button>
      )}
      {(open || problem || held.holders.length > 0) && (
        <div class="desk-item__more stack stack-tight">
          {problem && <Notice tone="soon" title={problem} announce="now" />}
          {held.holders.map((one, at) => (
            <div key={`${one.team?.id} ${one.person?.id ?? one.party?.name} ${at}`} class="row">
              <div class="grow">
                <p class="anywhere">{nameOf(one)}</p>
                <p class="soft anywhere">{underIt(one)}</p>
              </div>
              <Button
                size="small"
                look="plain"
                busy={busy === `${at}`}
                label={t.functions.removeFrom(nameOf(one), held.name)}
                onPress={() => void remove(at)}
              >
                {t.functions.remove}
              </Button>
            </div>
          ))}
          {open && (
            <HolderForm
              held={held}
              people={people}
              teams={teams}
              onDone={() => {
                setOpen(false);
                onChange();
              }}
              onClose={() => setOpen(false)}
            />
          )}
        </div>
      )}
    </li>
  );
}

type Holder = FunctionHeld["holders"][number];

const nameOf = ({ person, party }: Holder): string => person?.name ?? party?.name ?? "";

const underIt = ({ team, party }: Holder): string =>
  [
    team?.name ?? t.functions.everybody,
    party && t.functions.outside,
    party?.contact,
    party?.phone && phoneNumber(party.phone),
    party?.email,
    party?.address,
  ]
    .filter(Boolean)
    .join(" · ");
