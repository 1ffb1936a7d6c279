import { useState } from "preact/hooks";
import { api } from "../api/calls";
import type { Visit } from "../api/types";
import { useAction } from "../app/useAction";
import { Button } from "../parts/Button";
import { TextField } from "../parts/Field";
import { Notice } from "../parts/Notice";
import { Sheet } from "../parts/Sheet";
import { t } from "../texts";
import { serverClock } from "../time/clock";
import { beginMove, checkMove, HALF_AN_HOUR, movedBy, type Times } from "./moving";
import { accept } from "./visits";

/** Another time for a planned visit: half an hour later in one press, or a day and a time. */
export function Move({ visit, onClose, onDone }: { visit: Visit; onClose: () => void; onDone?: () => void }) {
  const now = serverClock.now();
  const [form, setForm] = useState(() => beginMove(visit, now));
  const { busy, problem, act } = useAction(() => {
    onDone?.();
    onClose();
  });
  const { errors, body } = checkMove(form, visit, now);
  const move = (times: Times) => void act("move", () => api.changeVisit(visit.id, times).then(accept));
  return (
    <Sheet title={t.planning.moveTitle(visit.worker.name)} onClose={onClose}>
      <p>{t.planning.moveText}</p>
      {problem && <Notice tone="soon" title={problem} announce="now" />}
      <Button
        wide
        look="quiet"
        busy={busy !== null}
        onPress={() => move(movedBy(visit, HALF_AN_HOUR, serverClock.now()))}
      >
        {t.planning.later30}
      </Button>
      <div class="fields fields--two">
        <TextField
          label={t.checkIn.day}
          type="date"
          value={form.day}
          onValue={(day) => setForm((old) => ({ ...old, day }))}
        />
        <TextField
          label={t.checkIn.startTime}
          type="time"
          value={form.time}
          onValue={(time) => setForm((old) => ({ ...old, time }))}
          error={errors.start === "past" ? t.checkIn.past : undefined}
        />
      </div>
      <Button wide disabled={body === null} busy={busy !== null} onPress={() => body && move(body)}>
        {t.planning.move}
      </Button>
    </Sheet>
  );
}
