import { api } from "../../../api/later";
import { useAction } from "../../../app/useAction";
import { Button, ButtonLink } from "../../../parts/Button";
import { Badge, Notice } from "../../../parts/Notice";
import { t } from "../../../texts/later";
import { clockTime, longDay } from "../../../time/format";
import type { SectionProps } from "../section";

/** The form: what is still missing, and who signed it. */
export function SignSection({ incident, again }: SectionProps) {
  const { busy, problem, act } = useAction(again);
  if (incident.asks.length === 0) return null;
  const standing = incident.signatures.filter((one) => one.fallenAt === null);
  const fallen = incident.signatures.length - standing.length;
  return (
    <section class="card stack stack-tight" aria-labelledby="case-form">
      <h2 id="case-form" class="nl-heading nl-heading--level-2">
        {t.cases.form}
      </h2>
      {problem && <Notice tone="soon" title={problem} announce="now" />}
      {incident.completedBy && incident.completedAt ? (
        <p>{t.cases.completedBy(incident.completedBy.name, longDay(incident.completedAt))}</p>
      ) : (
        <p>{incident.missing.length > 0 ? t.cases.missing(incident.missing.length) : t.cases.readyToComplete}</p>
      )}
      {incident.signaturesAsked.length > 0 && (
        <ul class="stack stack-tight">
          {incident.signaturesAsked.map((name) => {
            const signed = standing.find((one) => one.function === name);
            return (
              <li key={name} class="row">
                <span class="grow anywhere">
                  {t.cases.signers[name] ?? name}
                  {signed &&
                    `: ${t.cases.byAt(signed.person.name, longDay(signed.signedAt), clockTime(signed.signedAt))}`}
                </span>
                <Badge tone={signed ? "watched" : "soon"}>{signed ? t.cases.signed : t.cases.notSigned}</Badge>
              </li>
            );
          })}
        </ul>
      )}
      {fallen > 0 && <p class="soft">{t.cases.fallen}</p>}
      <div class="row">
        <ButtonLink file look="plain" href={`/v1/incidents/${incident.id}/form.pdf`}>
          {t.cases.paper}
        </ButtonLink>
        {incident.maySign && (
          <Button
            busy={busy !== null}
            onPress={() => void act("sign", () => api.signIncident(incident.id, incident.revision))}
          >
            {t.cases.sign}
          </Button>
        )}
        {incident.mayChange && incident.state !== "completed" && incident.missing.length === 0 && (
          <Button
            busy={busy !== null}
            onPress={() => void act("complete", () => api.completeIncident(incident.id, {}))}
          >
            {t.cases.sayComplete}
          </Button>
        )}
      </div>
    </section>
  );
}
