import { api } from "../api/calls";
import type { Visit } from "../api/types";
import { useForm } from "../app/useForm";
import { Button } from "../parts/Button";
import { TextField } from "../parts/Field";
import { Form } from "../parts/Form";
import { Notice } from "../parts/Notice";
import { Sheet } from "../parts/Sheet";
import { t } from "../texts";
import { serverClock } from "../time/clock";
import { beginMove, checkMove, halfAnHourLater } from "./moving";
import { OtherKind } from "./OtherKind";
import { accept } from "./visits";

/** Another time for a planned visit: half an hour later in one press, or a day and a time. */
export function Move({ visit, onClose, onDone }: { visit: Visit; onClose: () => void; onDone?: () => void }) {
  const done = () => {
    onDone?.();
    onClose();
  };
  const { form, change, said, stumbles, busy, problem, send } = useForm({
    begin: () => beginMove(visit, serverClock.now()),
    check: (filled, now) => checkMove(filled, visit, now),
    at: { "/plannedStart": "time", "/expectedEnd": "time" },
    send: (times) => api.changeVisit(visit.id, times).then(accept),
    onDone: done,
  });
  return (
    <Sheet title={t.planning.moveTitle(visit.worker.name)} onClose={onClose}>
      <Form class="stack" stumbles={stumbles} onSend={send}>
        <p>{t.planning.moveText}</p>
        {problem && <Notice tone="soon" title={problem} announce="now" />}
        <Button wide look="quiet" busy={busy !== null} onPress={() => send((_, now) => halfAnHourLater(visit, now))}>
          {t.planning.later30}
        </Button>
        <div class="fields">
          <TextField label={t.checkIn.day} type="date" value={form.day} onValue={(day) => change({ day })} />
          <TextField
            label={t.checkIn.startTime}
            type="time"
            value={form.time}
            onValue={(time) => change({ time })}
            error={said("time")}
          />
        </div>
        <Button submit wide busy={busy !== null}>
          {t.planning.move}
        </Button>
      </Form>
      <OtherKind visit={visit} onDone={done} />
    </Sheet>
  );
}
