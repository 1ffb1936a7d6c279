import { useState } from "preact/hooks";
import { api } from "../../api/later";
import type { Role } from "../../api/types";
import { ROLES } from "../../app/roles";
import { useAction } from "../../app/useAction";
import { useFetch } from "../../app/useFetch";
import { Button } from "../../parts/Button";
import { CheckField } from "../../parts/Field";
import { Notice } from "../../parts/Notice";
import { t } from "../../texts/later";

/** Of which roles a second step is asked. */
export function SignInPolicy({ onDone }: { onDone: () => void }) {
  const { value, problem: unread } = useFetch(api.signInPolicy);
  const [chosen, setChosen] = useState<Role[] | null>(null);
  const [done, setDone] = useState(false);
  const { busy, problem, act } = useAction(onDone);
  const roles = chosen ?? value?.secondStep ?? [];
  const turn = (role: Role, on: boolean) => {
    setDone(false);
    setChosen(ROLES.filter((one) => (one === role ? on : roles.includes(one))));
  };
  const wrong = unread ?? problem;
  return (
    <section class="stack desk-form">
      <h2 class="nl-heading nl-heading--level-2">{t.step.policy}</h2>
      <p>{t.step.policyText}</p>
      {wrong && <Notice tone="soon" title={wrong} announce="now" />}
      {value && (
        <>
          <div class="stack stack-tight">
            {ROLES.map((role) => (
              <CheckField
                key={role}
                label={t.roles[role]}
                checked={roles.includes(role)}
                onChecked={(on) => turn(role, on)}
              />
            ))}
          </div>
          {!ROLES.some((role) => role !== "worker" && roles.includes(role)) && (
            <Notice tone="soon" title={t.step.policyOffTitle}>
              <p>{t.step.policyOff}</p>
            </Notice>
          )}
          {done && <Notice title={t.step.policySaved} announce="politely" />}
          <div class="row">
            <Button
              look="quiet"
              busy={busy !== null}
              onPress={() => void act("save", () => api.setSignInPolicy(roles)).then(setDone)}
            >
              {t.step.policySave}
            </Button>
          </div>
        </>
      )}
    </section>
  );
}
