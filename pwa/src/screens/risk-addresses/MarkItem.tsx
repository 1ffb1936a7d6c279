import { useState } from "preact/hooks";
import { api } from "../../api/later";
import type { Mark } from "../../api/types";
import { useAction } from "../../app/useAction";
import { Button } from "../../parts/Button";
import { Badge, Notice } from "../../parts/Notice";
import { Sheet } from "../../parts/Sheet";
import { useSession } from "../../session/context";
import { hasRole } from "../../session/session";
import { t } from "../../texts/later";
import { longDay } from "../../time/format";
import { ConcernedSheet } from "./ConcernedSheet";
import { EndSheet, ReviewSheet } from "./MarkSheets";
import { ProposeForm } from "./ProposeForm";

type Asked = "end" | "review" | "concerned" | "change";

/** One mark, with what this person may do with it. */
export function MarkItem({ mark, due, onDone }: { mark: Mark; due: boolean; onDone: () => void }) {
  const { me } = useSession();
  const { busy, problem, act } = useAction(onDone);
  const [asked, setAsked] = useState<Asked | null>(null);
  const keeper = hasRole(me, "registrar", "manager");
  const own = mark.proposedBy.id === me.id;
  const waits = mark.state === "proposed" || mark.state === "expired";
  const open = waits || mark.state === "approved";
  const close = () => setAsked(null);
  const done = () => {
    close();
    onDone();
  };
  const button = (what: Asked, text: string) => (
    <Button size="small" look="quiet" onPress={() => setAsked(what)}>
      {text}
    </Button>
  );
  return (
    <li class="card desk-item mark-item">
      <div class="stack stack-tight">
        <p class="desk-item__title anywhere">{mark.address.line}</p>
        <div class="row">
          {due && <Badge tone="soon">{t.marks.reviewNow}</Badge>}
          <Badge tone={mark.state === "approved" ? "watched" : mark.state === "proposed" ? "soon" : "plain"}>
            {t.marks.states[mark.state]}
          </Badge>
          {mark.advice.map((advice) => (
            <Badge key={advice} tone="soon">
              {t.risk.advice[advice]}
            </Badge>
          ))}
        </div>
        <Story mark={mark} />
        {problem && <Notice tone="soon" title={problem} announce="now" />}
      </div>
      <div class="row">
        {waits && keeper && !own && (
          <Button size="small" busy={busy !== null} onPress={() => void act("approve", () => api.approveMark(mark.id))}>
            {t.marks.approve}
          </Button>
        )}
        {waits && own && <span class="soft">{t.marks.otherApproves}</span>}
        {mark.state === "approved" && keeper && button("review", t.marks.stillNeeded)}
        {mark.state === "approved" && keeper && button("change", t.marks.change)}
        {open && keeper && button("end", t.marks.end)}
        {keeper && button("concerned", t.marks.concerned.open)}
      </div>
      {asked === "end" && <EndSheet mark={mark} onClose={close} onDone={done} />}
      {asked === "review" && <ReviewSheet mark={mark} onClose={close} onDone={done} />}
      {asked === "concerned" && <ConcernedSheet mark={mark} onClose={close} onDone={done} />}
      {asked === "change" && (
        <Sheet title={mark.address.line} onClose={close}>
          <ProposeForm replaces={mark} onDone={done} />
        </Sheet>
      )}
    </li>
  );
}

/** Why, about whom, by whom, until when: one thing a line. */
function Story({ mark }: { mark: Mark }) {
  const why = t.list(mark.criteria.map((one) => t.marks.criterion[one]));
  const person = mark.personConcerned;
  return (
    <>
      {mark.personName && <p class="anywhere">{t.marks.aboutPerson(mark.personName)}</p>}
      {mark.notFor.length > 0 && <p class="anywhere">{t.marks.notThese(mark.notFor.map(({ name }) => name))}</p>}
      {mark.instruction && <p class="anywhere">{mark.instruction}</p>}
      <p class="soft anywhere">{t.marks.reasonIs([why, mark.reason].filter(Boolean).join(". "))}</p>
      {mark.measure && <p class="soft anywhere">{t.marks.sourceIs(mark.measure)}</p>}
      <p class="soft">
        {t.marks.valid(longDay(mark.validFrom), longDay(mark.endsOn))} {t.marks.review(longDay(mark.reviewDate))}
      </p>
      <p class="soft">
        {t.marks.by(mark.proposedBy.name, longDay(mark.proposedAt))}
        {mark.approvedBy && ` ${t.marks.approvedBy(mark.approvedBy.name)}`}
        {mark.reviewedBy && mark.reviewedAt && ` ${t.marks.reviewedBy(mark.reviewedBy.name, longDay(mark.reviewedAt))}`}
        {mark.endedBy && ` ${t.marks.endedBy(mark.endedBy.name, mark.endReason ?? "")}`}
      </p>
      <p class="soft anywhere">
        {person.informedOn
          ? t.marks.concerned.informed(longDay(person.informedOn))
          : person.notInformedBecause
            ? t.marks.concerned.notInformedIs(person.notInformedBecause)
            : t.marks.concerned.notInformedYet}
        {person.objectedOn &&
          ` ${t.app.colon(t.marks.concerned.objected(longDay(person.objectedOn)))} ${person.objectionOutcome ?? t.marks.concerned.undecided}.`}
      </p>
    </>
  );
}
