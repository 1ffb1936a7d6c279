import { useState } from "preact/hooks";
import { api } from "../../api/calls";
import type { Mark } from "../../api/types";
import { useAct } from "../../app/useAct";
import { Button } from "../../parts/Button";
import { TextField } from "../../parts/Field";
import { Badge, Notice } from "../../parts/Notice";
import { Sheet } from "../../parts/Sheet";
import { useSession } from "../../session/context";
import { hasRole } from "../../session/session";
import { t } from "../../texts";
import { longDay } from "../../time/format";

export function MarkItem({ mark, onDone }: { mark: Mark; onDone: () => void }) {
  const { me } = useSession();
  const { busy, problem, act } = useAct(onDone);
  const [ending, setEnding] = useState(false);
  const approver = hasRole(me, "registrar", "manager");
  const own = mark.proposedBy.id === me.id;
  const open = mark.state === "proposed" || mark.state === "approved";
  return (
    <li class="card desk-item">
      <div class="stack stack-tight">
        <p class="desk-item__title anywhere">{mark.address.line}</p>
        <div class="row">
          <Badge tone={mark.state === "approved" ? "watched" : mark.state === "proposed" ? "soon" : "plain"}>
            {t.marks.states[mark.state]}
          </Badge>
          {mark.advice.map((advice) => (
            <Badge key={advice} tone="soon">
              {t.risk.advice[advice]}
            </Badge>
          ))}
        </div>
        {mark.instruction && <p class="anywhere">{mark.instruction}</p>}
        <p class="soft anywhere">{t.marks.reasonIs(mark.reason)}</p>
        <p class="soft">
          {t.marks.by(mark.proposedBy.name, longDay(mark.proposedAt))}
          {mark.approvedBy && ` ${t.marks.approvedBy(mark.approvedBy.name)}`} {t.marks.review(longDay(mark.reviewDate))}
        </p>
        {problem && <Notice tone="soon" title={problem} announce="now" />}
      </div>
      <div class="row">
        {mark.state === "proposed" && approver && !own && (
          <Button size="small" busy={busy !== null} onPress={() => void act("approve", () => api.approveMark(mark.id))}>
            {t.marks.approve}
          </Button>
        )}
        {mark.state === "proposed" && own && <span class="soft">{t.marks.otherApproves}</span>}
        {open && approver && (
          <Button size="small" look="quiet" onPress={() => setEnding(true)}>
            {t.marks.end}
          </Button>
        )}
      </div>
      {ending && <EndMark mark={mark} onClose={() => setEnding(false)} onDone={onDone} />}
    </li>
  );
}

function EndMark({ mark, onClose, onDone }: { mark: Mark; onClose: () => void; onDone: () => void }) {
  const [reason, setReason] = useState("");
  const { busy, problem, act } = useAct(() => {
    onClose();
    onDone();
  });
  return (
    <Sheet title={t.marks.endTitle} onClose={onClose}>
      <p class="anywhere">{mark.address.line}</p>
      {problem && <Notice tone="soon" title={problem} announce="now" />}
      <TextField label={t.marks.reason} value={reason} onValue={setReason} />
      <Button
        wide
        disabled={reason.trim() === ""}
        busy={busy !== null}
        onPress={() => void act("end", () => api.endMark(mark.id, reason.trim()))}
      >
        {t.marks.end}
      </Button>
    </Sheet>
  );
}
