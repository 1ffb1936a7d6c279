import { api } from "../../../api/later";
import { useAction } from "../../../app/useAction";
import { useFetch } from "../../../app/useFetch";
import { Button } from "../../../parts/Button";
import { Notice } from "../../../parts/Notice";
import { t } from "../../../texts/later";
import { longDay } from "../../../time/format";
import type { SectionProps } from "../section";

/** A report that stands in the Belgian register, and whether the employee's name may stand there: theirs to say. */
export function RegisterSection({ incident, round, again }: SectionProps) {
  const { value } = useFetch(() => api.registerEntry(incident.id), `${incident.id} ${round}`);
  const { busy, problem, act } = useAction(again);
  if (!value?.keptUntil) return null;
  const say = (named: boolean) => void act("say", () => api.nameInRegister(incident.id, named));
  return (
    <section class="card stack stack-tight" aria-labelledby="case-register">
      <h2 id="case-register" class="nl-heading nl-heading--level-2">
        {t.register.title}
      </h2>
      {problem && <Notice tone="soon" title={problem} announce="now" />}
      <p>{t.register.entered(longDay(value.keptUntil))}</p>
      {value.maySay && <p>{t.register.what}</p>}
      <p>{value.named ? t.register.with : t.register.without}</p>
      {value.maySay && (
        <div class="row">
          {value.named !== true && (
            <Button look="quiet" busy={busy !== null} onPress={() => say(true)}>
              {t.register.yes}
            </Button>
          )}
          {value.named !== false && (
            <Button look="quiet" busy={busy !== null} onPress={() => say(false)}>
              {t.register.no}
            </Button>
          )}
        </div>
      )}
    </section>
  );
}
