import type { Visit } from "../../api/types";
import { ButtonLink } from "../../parts/Button";
import { Notice } from "../../parts/Notice";
import { useProfile } from "../../session/context";
import { t } from "../../texts";
import { remindersOf } from "../../visits/Reminders";
import { phoneNumber, telLink } from "../../time/format";

/** What one knows before the door: why, who, what plays; what the protocol asks; phone, car and the way out. */
export function Preparation({ visit }: { visit: Visit }) {
  const protocol = useProfile(visit.team.id);
  const words = t.preparation;
  const known: [string, string | null][] = [
    [words.why, visit.purpose],
    [words.who, t.list(visit.companions.map((one) => one.name)) || null],
    [words.background, visit.background],
    [words.reference, visit.clientReference],
  ];
  const questions = protocol?.questions ?? [];
  const reminders = remindersOf(protocol);
  return (
    <section class="card stack stack-tight">
      <h2 class="nl-heading nl-heading--level-3">{words.title}</h2>
      {visit.beforehand.missing && <Notice tone="soon" title={visit.beforehand.missing} />}
      {known.map(
        ([label, text]) =>
          text && (
            <p key={label} class="anywhere">
              <span class="soft">{t.app.colon(label)} </span>
              {text}
            </p>
          ),
      )}
      {visit.clientPhone && !visit.silent && (
        <ButtonLink href={telLink(visit.clientPhone)} look="quiet" icon="phone" wide>
          {words.call(visit.clientName ?? protocol?.resident ?? "", phoneNumber(visit.clientPhone))}
        </ButtonLink>
      )}
      {questions.length > 0 && <List title={words.questions} lines={questions} />}
      {reminders.length > 0 && <List title={words.reminders} lines={reminders} />}
    </section>
  );
}

function List({ title, lines }: { title: string; lines: string[] }) {
  return (
    <>
      <p class="soft">{title}</p>
      <ul class="preparation__list">
        {lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </>
  );
}
