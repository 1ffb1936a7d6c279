import { useEffect, useState } from "preact/hooks";
import { api } from "../../api/calls";
import type { Alarm, Named } from "../../api/types";
import { useAction } from "../../app/useAction";
import { Button } from "../../parts/Button";
import { ChooseOne } from "../../parts/Chips";
import { Notice } from "../../parts/Notice";
import { Sheet } from "../../parts/Sheet";
import { useSession } from "../../session/context";
import { t } from "../../texts";

interface Props {
  alarm: Alarm;
  onClose: () => void;
  onDone: () => void;
}

/** Passing an alarm on; it stays with who has it until the other one takes it. */
export function PassOn({ alarm, onClose, onDone }: Props) {
  const { me } = useSession();
  const [people, setPeople] = useState<Named[]>([]);
  const [chosen, setChosen] = useState<string | null>(null);
  const { busy, problem, act } = useAction(() => {
    onDone();
    onClose();
  });
  useEffect(() => {
    const told = alarm.told.map((one) => one.person);
    api.colleagues().then(
      (colleagues) => setPeople(distinct([...told, ...colleagues])),
      () => setPeople(distinct(told)),
    );
  }, [alarm.id]);
  const others = people.filter((person) => person.id !== me.id && person.id !== alarm.worker.id);
  return (
    <Sheet title={t.alarm.passOn} onClose={onClose}>
      <p>{t.alarm.passOnText}</p>
      {problem && <Notice tone="soon" title={problem} announce="now" />}
      <ChooseOne
        legend={t.alarm.toWhom}
        columns={1}
        chips={others.map((person) => ({ value: person.id, text: person.name }))}
        value={chosen}
        onValue={setChosen}
      />
      <Button
        wide
        disabled={!chosen}
        busy={busy !== null}
        onPress={() => chosen && void act("pass", () => api.assign(alarm.id, chosen))}
      >
        {t.alarm.passOn}
      </Button>
    </Sheet>
  );
}

const distinct = (people: Named[]): Named[] => [...new Map(people.map((person) => [person.id, person])).values()];
