import { useState } from "preact/hooks";
import { api } from "../../api/later";
import type { ProtocolRow, ProtocolSwitch } from "../../api/types";
import { useFetch } from "../../app/useFetch";
import { Button } from "../../parts/Button";
import { SelectField } from "../../parts/Field";
import { Notice } from "../../parts/Notice";
import { t } from "../../texts/later";
import { ReasonForm } from "../../visits/ReasonForm";
import { compared } from "./reading";

interface Props {
  all: ProtocolRow[];
  onDone: () => void;
}

const NONE = "";

/** Another protocol for the whole organisation: first what it means, and then by name and with a reason. */
export function SwitchAll({ all, onDone }: Props) {
  const [to, setTo] = useState(NONE);
  const [done, setDone] = useState("");
  const from = all.find((one) => one.inForce);
  const chosen = all.find((one) => one.id === to && !one.inForce);
  return (
    <section class="card stack desk-form">
      <h2 class="nl-heading nl-heading--level-2">{t.switching.title}</h2>
      <p>{t.switching.text}</p>
      {done && <Notice title={t.switching.done(done)} announce="politely" />}
      <SelectField
        label={t.switching.which}
        value={to}
        onValue={(id) => {
          setDone("");
          setTo(id);
        }}
        options={[
          { value: NONE, text: t.switching.choose },
          ...all.filter((one) => !one.inForce).map(({ id, name }) => ({ value: id, text: name })),
        ]}
      />
      {chosen && (
        <Sure
          key={chosen.id}
          from={from}
          to={chosen}
          onDone={() => {
            setDone(chosen.name);
            setTo(NONE);
            onDone();
          }}
        />
      )}
    </section>
  );
}

function Sure({ from, to, onDone }: { from: ProtocolRow | undefined; to: ProtocolRow; onDone: () => void }) {
  const means = useFetch(() => api.protocolSwitch(to.id));
  const differ = useFetch(async () => {
    if (!from) return 0;
    const [old, next] = await Promise.all([api.readProtocol(from.id), api.readProtocol(to.id)]);
    return compared(old.pages, next.pages).differ.length;
  });
  const [sure, setSure] = useState(false);
  const problem = means.problem ?? differ.problem;
  if (problem) return <Notice tone="soon" title={problem} announce="now" />;
  if (!means.value || differ.value === null) return <p role="status">{t.app.moment}</p>;
  return (
    <>
      <ul class="protocol__means" role="status">
        {whatItMeans(means.value).map((line) => (
          <li key={line} class="anywhere">
            {line}
          </li>
        ))}
        {differ.value > 0 && <li>{t.switching.differs(differ.value)}</li>}
      </ul>
      {means.value.heldByNobody.length > 0 && (
        <Notice tone="soon" title={t.switching.nobody}>
          <p class="anywhere">{t.list(means.value.heldByNobody)}</p>
          <p>
            <a class="nl-link" href="/functions">
              {t.switching.name}
            </a>
          </p>
        </Notice>
      )}
      {sure ? (
        <ReasonForm
          done={t.switching.doIt(to.name)}
          onReason={(reason) => api.switchProtocol(to.id, reason)}
          onDone={onDone}
        />
      ) : (
        <Button onPress={() => setSure(true)}>{t.switching.goOn}</Button>
      )}
    </>
  );
}

/** In the order of what cannot wait: who is out now, what was planned, which teams. */
function whatItMeans({ underWay, alarms, planned, follow, keep }: ProtocolSwitch): string[] {
  const names = (teams: { name: string }[]) => teams.map(({ name }) => name);
  return [
    t.switching.underWay(underWay, alarms),
    t.switching.planned(planned),
    follow.length > 0 ? t.switching.follow(names(follow)) : t.switching.followNone,
    ...(keep.length > 0 ? [t.switching.keep(names(keep))] : []),
  ];
}
