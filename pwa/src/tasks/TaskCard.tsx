import { useState } from "preact/hooks";
import type { Task } from "../api/types";
import { reportAbout } from "../incidents/draft";
import { Button, ButtonLink } from "../parts/Button";
import { Badge } from "../parts/Notice";
import { Sheet } from "../parts/Sheet";
import { t } from "../texts/later";
import { clockTime, longDay } from "../time/format";
import { hasRole } from "../session/session";
import { useSession } from "../session/context";
import { DropTask } from "./DropTask";
import { EndTask } from "./EndTask";
import { HandTaskOver } from "./HandTaskOver";
import { SignLetter } from "./SignLetter";

/** What is done on the page of the report, by whoever it happened to as well. */
const ON_ITS_PAGE = new Set<Task["kind"]>([
  "complete_form",
  "sign_form",
  "evaluate_care",
  "police_question",
  "police_record",
  "police_outcome",
  "damage",
  "name_in_register",
]);

/** What is due by the hour and not by the day: a threat to come, and the 48 hours of an answer for an official. */
const byTheHour = ({ because }: Task) =>
  because.startsWith("registration.threat_to_come") || because === "aftercare.officials.answer_within_hours";

interface Props {
  task: Task;
  /** It stands on the page of its report, which need not be told, nor opened. */
  onItsPage?: boolean;
  /** The level of its title below what it stands under. */
  heading?: "h2" | "h3";
  onDone: () => void;
}

/** Something to be done: what, by whom, until when, and the way to do it. */
export function TaskCard({ task, onItsPage, heading: Heading = "h3", onDone }: Props) {
  const { me } = useSession();
  const [sheet, setSheet] = useState<"drop" | "end" | "hand-over" | "sign" | null>(null);
  const close = () => setSheet(null);
  const reads = hasRole(me, "manager", "registrar");
  // What the protocol gives to a function is done without the report, by who holds it.
  const alone = task.mine && task.aboutId !== null && !reads;
  const byFunction = task.functionName ? [t.tasks.for(task.functionName)] : [];
  const who = task.person ? [t.tasks.of(task.person.name)] : byFunction;
  const ended = () => {
    close();
    onDone();
  };
  return (
    <article class="card stack stack-tight">
      <Heading class="nl-heading nl-heading--level-3 anywhere">{task.title}</Heading>
      <p class="soft anywhere">
        {[t.tasks.made(longDay(task.madeAt), clockTime(task.madeAt)), ...(task.mine ? [] : who)].join(" · ")}
      </p>
      {task.inShort && !onItsPage && (
        <p class="anywhere">
          {t.tasks.about(
            task.inShort.employee.name,
            longDay(task.inShort.happenedAt),
            t.incident.kinds[task.inShort.kind].toLowerCase(),
          )}
        </p>
      )}
      {task.heldByNobody && <Badge tone="soon">{t.tasks.heldByNobody}</Badge>}
      {task.mine && task.question && <p>{t.tasks.question}</p>}
      {task.parties.map((one) => (
        <p key={one.name} class="anywhere">
          {t.tasks.reach(one.name, [one.contact, one.phone, one.email, one.address].filter(Boolean).join(", "))}
        </p>
      ))}
      {task.notBefore && longDay(task.notBefore) !== longDay(task.dueAt) && (
        <p>{t.tasks.notBefore(longDay(task.notBefore))}</p>
      )}
      {task.late ? (
        <Badge tone="soon">{t.tasks.late(longDay(task.dueAt))}</Badge>
      ) : (
        <p>{t.tasks.due(`${longDay(task.dueAt)}${byTheHour(task) ? `, ${clockTime(task.dueAt)}` : ""}`)}</p>
      )}
      {/* Not to who let it lie: it asks others to help them. */}
      {task.passedOn && task.person && task.person.id !== me.id && (
        <p class="anywhere">{t.tasks.passedOn(task.person.name)}</p>
      )}
      {task.mine && !onItsPage && task.incidentId && !task.opens && (ON_ITS_PAGE.has(task.kind) || reads) && (
        <ButtonLink href={`/incidents/${task.incidentId}`} wide icon="report">
          {t.cases.toReport}
        </ButtonLink>
      )}
      {task.opens && (
        <ButtonLink href={`/tasks/${task.id}`} wide icon="report">
          {t.tasks.toWhatItNeeds}
        </ButtonLink>
      )}
      {task.mine && task.kind === "look_at_address" && (
        <>
          <p>{t.tasks.lookAtAddress}</p>
          <ButtonLink href="/risk-addresses" wide icon="mark">
            {t.tasks.toRegister}
          </ButtonLink>
        </>
      )}
      {alone && task.kind === "decide_measures" && (
        <ButtonLink href="/measures" wide icon="shield">
          {t.places.measures}
        </ButtonLink>
      )}
      {alone && task.kind === "sign_letter" && (
        <Button wide onPress={() => setSheet("sign")}>
          {t.letters.sign}
        </Button>
      )}
      {task.mine && task.kind === "tell_measure" && <p>{t.tasks.tellThem}</p>}
      {task.mine && task.kind === "report" && (
        <ButtonLink href={reportAbout(task)} wide icon="report">
          {t.incidents.report}
        </ButtonLink>
      )}
      {task.mine && task.byHand && (
        <Button wide look="quiet" onPress={() => setSheet("end")}>
          {t.tasks.end}
        </Button>
      )}
      <div class="row">
        {task.mayHandOver && (
          <Button look="plain" onPress={() => setSheet("hand-over")}>
            {t.tasks.handOver}
          </Button>
        )}
        {task.mayDrop && (
          <Button look="plain" onPress={() => setSheet("drop")}>
            {t.tasks.drop}
          </Button>
        )}
      </div>
      {sheet === "end" && (
        <Sheet title={task.title} onClose={close}>
          <EndTask task={task} onDone={ended} />
        </Sheet>
      )}
      {sheet === "sign" && task.aboutId && <SignLetter letterId={task.aboutId} onClose={close} onDone={ended} />}
      {sheet === "drop" && <DropTask task={task} onClose={close} onDone={onDone} />}
      {sheet === "hand-over" && <HandTaskOver task={task} onClose={close} onDone={onDone} />}
    </article>
  );
}
