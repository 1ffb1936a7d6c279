import "../../../desk/desk.css";
import { useState } from "preact/hooks";
import { api } from "../../../api/later";
import type { Against, PoliceMatter, PoliceOfIncident } from "../../../api/types";
import { useFetch } from "../../../app/useFetch";
import { Button, ButtonLink } from "../../../parts/Button";
import { useSession } from "../../../session/context";
import { t } from "../../../texts/later";
import { longDay } from "../../../time/format";
import type { SectionProps } from "../section";
import { PoliceSheet } from "./PoliceSheet";

/** What is open in the sheet. went: somebody else notes that the employee was there. */
interface Open {
  against: Against;
  matter: PoliceMatter | null;
  went: boolean;
}

/** An incident and the police: what is to be decided and by whom, how it went, and the dossier to take along. */
export function PoliceSection({ incident, round, again }: SectionProps) {
  const { value } = useFetch(() => api.police(incident.id), `${incident.id} ${round}`);
  const [open, setOpen] = useState<Open | null>(null);
  const { me } = useSession();
  const own = incident.employee.id === me.id;
  const may = value?.mayReport.filter((one) => one.mayDecide).map((one) => one.against) ?? [];
  if (!value?.protocol || (value.asked.length === 0 && value.matters.length === 0)) return null;
  const decided = value.matters.map((one) => one.against);
  const closed = incident.state === "closed";
  const done = () => {
    setOpen(null);
    again();
  };
  return (
    <section class="card stack" aria-labelledby="case-police">
      <h2 id="case-police" class="nl-heading nl-heading--level-2">
        {t.police.title}
      </h2>
      <ByProtocol police={value} own={own} />
      {value.asked
        .filter((one) => !decided.includes(one.against))
        .map(({ against, certainty }) => (
          <div key={against} class="stack stack-tight">
            <h3 class="nl-heading nl-heading--level-3">{t.police.against[against]}</h3>
            <p>{t.police.certainty[certainty]}</p>
            {!closed && may.includes(against) && (
              <Button
                label={t.police.decideOf(t.police.against[against] ?? "")}
                onPress={() => setOpen({ against, matter: null, went: false })}
              >
                {t.police.decide}
              </Button>
            )}
            {!may.includes(against) && <p class="soft">{t.police.waits}</p>}
            {!closed && !may.includes(against) && value.mayNote && against !== "things" && (
              <Button look="plain" onPress={() => setOpen({ against, matter: null, went: true })}>
                {t.police.went}
              </Button>
            )}
          </div>
        ))}
      {value.matters.map((matter) => (
        <Matter
          key={matter.id}
          matter={matter}
          onNote={() => setOpen({ against: matter.against, matter, went: false })}
        />
      ))}
      {(value.mayNote || may.length > 0) && (
        <ButtonLink file look="plain" href={`/v1/incidents/${incident.id}/police-dossier.pdf`}>
          {t.police.dossier}
        </ButtonLink>
      )}
      {open && (
        <PoliceSheet
          incident={incident}
          against={open.against}
          matter={open.matter}
          went={open.went}
          free={value.protocol.voluntary && own && open.against !== "things"}
          onClose={() => setOpen(null)}
          onDone={done}
        />
      )}
    </section>
  );
}

function ByProtocol({ police, own }: { police: PoliceOfIncident; own: boolean }) {
  const by = police.protocol;
  if (!by) return null;
  return (
    <ul class="desk-list anywhere">
      {own && by.voluntary && <li>{t.police.voluntary}</li>}
      <li>{t.police.address(by.address)}</li>
      {by.accompaniedBy.length > 0 && <li>{t.police.with(by.accompaniedBy.join(", "), by.accompaniedIfNeeded)}</li>}
      {by.where && <li>{t.police.where(by.where)}</li>}
      {by.literally && <li>{t.police.literally}</li>}
    </ul>
  );
}

function Matter({ matter, onNote }: { matter: PoliceMatter; onNote: () => void }) {
  const said = t.police.kind[matter.kind] ?? "";
  const none = matter.kind === "none";
  const left = matter.missing.map((one) => t.police.missing[one] ?? one);
  return (
    <div class="stack stack-tight">
      <h3 class="nl-heading nl-heading--level-3">{t.police.against[matter.against]}</h3>
      <p class="anywhere">{none ? t.police.declined(matter.by.name) : t.police.by(said, matter.by.name)}</p>
      {matter.why && <p class="anywhere">{matter.why}</p>}
      {matter.on && <p>{t.police.onDay(longDay(matter.on))}</p>}
      {matter.number && <p class="anywhere">{t.police.numbered(matter.number)}</p>}
      {matter.outcome && (
        <p class="anywhere">{[t.police.outcomes[matter.outcome], matter.outcomeNote].filter(Boolean).join(". ")}</p>
      )}
      {left.length > 0 && <p class="soft">{t.police.stillToDo(left.join(", "))}</p>}
      {none && matter.mayDecide && (
        <Button look="quiet" label={t.police.otherwiseOf(t.police.against[matter.against] ?? "")} onPress={onNote}>
          {t.police.otherwise}
        </Button>
      )}
      {!none && matter.mayNote && (
        <Button look="quiet" label={t.police.noteOf(t.police.against[matter.against] ?? "")} onPress={onNote}>
          {t.police.note}
        </Button>
      )}
    </div>
  );
}
