import { useEffect, useState } from "preact/hooks";
import { api } from "../api/later";
import type { BoardVisit, Visit } from "../api/types";
import { useFetch } from "../app/useFetch";
import { useStore } from "../app/store";
import { useAction } from "../app/useAction";
import { Button } from "../parts/Button";
import { SelectField } from "../parts/Field";
import { Badge, Notice } from "../parts/Notice";
import { Sheet } from "../parts/Sheet";
import { useSession } from "../session/context";
import { t } from "../texts/later";
import { Beforehand } from "./Beforehand";
import { ReasonForm } from "./ReasonForm";
import { visits } from "./visits";

export type Waiting = Pick<BoardVisit, "id" | "waits" | "expectsTrouble">;

const undone = (steps: Visit["beforehand"]["steps"] = []) => steps.filter((one) => !one.doneAt).map((one) => one.text);

/** The same of a visit that was asked for as a whole. */
export const waitsOf = ({
  id,
  expectsTrouble,
  beforehand: { mayStart, police, steps, fraud, unwatched },
}: Visit): Waiting => ({
  id,
  expectsTrouble,
  waits: {
    mayStart,
    tellFirst: police.needed && !police.toldAt ? police.whom : null,
    lookUp: undone(steps),
    managerDecides: fraud?.state === "asked",
    unwatched: unwatched === true,
  },
});

const isCalm = (waits: Waiting["waits"]): boolean => !waits || (waits.mayStart && waits.tellFirst === null);

/** Whether there is anything to see or to do before it begins. */
export const asksToLook = ({ waits, expectsTrouble }: Waiting): boolean =>
  !isCalm(waits) || Boolean(expectsTrouble) || (waits?.lookUp.length ?? 0) > 0 || waits?.unwatched === true;

/** What a planned visit still waits for, and what the desk can do about it. The rest of the visit is asked for when the
    sheet opens. */
export function Ready({ visit, onDone }: { visit: Waiting; onDone: () => void }) {
  const [open, setOpen] = useState(false);
  const { waits } = visit;
  const close = () => {
    setOpen(false);
    onDone();
  };
  const calm = isCalm(waits);
  if (!asksToLook(visit)) return null;
  return (
    <>
      <span class="row">
        {waits?.unwatched && <Badge tone="soon">{t.board.unwatched}</Badge>}
        {waits && !calm && (
          <Badge tone="soon">
            {waits.managerDecides
              ? t.fraud.asked
              : waits.mayStart && waits.tellFirst !== null
                ? t.beforehand.police(waits.tellFirst)
                : t.beforehandDesk.waits}
          </Badge>
        )}
        <Button size="small" look="quiet" onPress={() => setOpen(true)}>
          {t.beforehand.title}
        </Button>
      </span>
      {open && <ReadySheet id={visit.id} onClose={close} onDone={onDone} />}
    </>
  );
}

function ReadySheet({ id, onClose, onDone }: { id: string; onClose: () => void; onDone: () => void }) {
  const [visit, setVisit] = useState<Visit | null>(null);
  const [failed, setFailed] = useState(false);
  const look = () => void api.visit(id).then(setVisit, () => setFailed(true));
  useEffect(look, [id]);
  // What is pressed in the sheet is answered with the visit as it is then.
  const answered = useStore(visits).all.find((one) => one.id === id);
  useEffect(() => {
    if (answered) setVisit((now) => now && answered);
  }, [answered]);
  const done = () => {
    look();
    onDone();
  };
  return (
    <Sheet title={t.beforehand.title} onClose={onClose}>
      {!visit && <Notice tone="soon" title={failed ? t.app.noAnswer : t.app.moment} />}
      {visit && (
        <>
          <Beforehand visit={visit} />
          {visit.beforehand.backUp.person && !visit.beforehand.backUp.acceptedAt && (
            <AnswerBackUp visit={visit} onDone={done} />
          )}
          <DecideWhoGoes visit={visit} onDone={done} />
          <AllowAlone visit={visit} onDone={done} />
        </>
      )}
    </Sheet>
  );
}

function AnswerBackUp({ visit, onDone }: { visit: Visit; onDone: () => void }) {
  const { me } = useSession();
  const { busy, problem, act } = useAction(onDone);
  if (visit.beforehand.backUp.person?.id !== me.id) return null;
  const answer = (says: "accept" | "decline") => void act(says, () => api.answerBackUp(visit.id, says));
  return (
    <div class="stack stack-tight">
      {problem && <Notice tone="soon" title={problem} announce="now" />}
      <Button wide busy={busy === "accept"} onPress={() => answer("accept")}>
        {t.beforehandDesk.acceptBackUp}
      </Button>
      <Button wide look="quiet" busy={busy === "decline"} onPress={() => answer("decline")}>
        {t.beforehandDesk.declineBackUp}
      </Button>
    </div>
  );
}

/** A manager decides who goes: the same employee, or a colleague instead. */
function DecideWhoGoes({ visit, onDone }: { visit: Visit; onDone: () => void }) {
  const { me } = useSession();
  const { value: workers } = useFetch(() => api.workers(visit.team.id), visit.team.id);
  const [colleague, setColleague] = useState("");
  const { busy, problem, act } = useAction(onDone);
  const manages = me.grants.some((grant) => grant.role === "manager");
  if (!manages || visit.beforehand.fraud?.state !== "asked") return null;
  const words = t.fraud;
  const decide = (who: string | null) => void act(who ?? "same", () => api.decideWhoGoes(visit.id, who));
  const others = (workers ?? []).filter(({ id }) => id !== visit.worker.id);
  return (
    <div class="stack stack-tight">
      <h3 class="nl-heading nl-heading--level-3">{words.decide}</h3>
      <p>{words.decideText}</p>
      {problem && <Notice tone="soon" title={problem} announce="now" />}
      {visit.worker.id !== me.id && (
        <Button wide look="quiet" busy={busy === "same"} onPress={() => decide(null)}>
          {words.sameGoes(visit.worker.name)}
        </Button>
      )}
      <SelectField
        label={words.instead}
        value={colleague}
        onValue={setColleague}
        options={[{ value: "", text: words.pick }, ...others.map(({ id, name }) => ({ value: id, text: name }))]}
      />
      {colleague && (
        <Button wide busy={busy === colleague} onPress={() => decide(colleague)}>
          {words.colleagueGoes}
        </Button>
      )}
    </div>
  );
}

/** A manager's act, by name and with a reason. */
function AllowAlone({ visit, onDone }: { visit: Visit; onDone: () => void }) {
  const { me } = useSession();
  const { pair } = visit.beforehand;
  const manages = me.grants.some((grant) => grant.role === "manager");
  if (!manages || !pair.needed || pair.there || pair.aloneAllowedBy) return null;
  return (
    <div class="stack stack-tight">
      <h3 class="nl-heading nl-heading--level-3">{t.beforehandDesk.allowTitle(visit.worker.name)}</h3>
      <p>{t.beforehandDesk.allowText}</p>
      <ReasonForm
        done={t.beforehandDesk.allowAlone}
        onReason={(reason) => api.allowAlone(visit.id, reason)}
        onDone={onDone}
      />
    </div>
  );
}
