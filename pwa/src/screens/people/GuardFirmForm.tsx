import { useEffect } from "preact/hooks";
import { api } from "../../api/later";
import { asNamed } from "../../app/filling";
import { useFetch } from "../../app/useFetch";
import { SENDING, useForm } from "../../app/useForm";
import { Button } from "../../parts/Button";
import { TextField } from "../../parts/Field";
import { Form } from "../../parts/Form";
import { Badge, Notice } from "../../parts/Notice";
import { t } from "../../texts/later";
import { longDay } from "../../time/format";
import { asKept, checkGuardFirm, noFirm } from "./guard-firm";

/** Which external guard firm is phoned in an alarm: of a team, or (null) of the organisation. */
export function GuardFirmForm({ teamId }: { teamId: string | null }) {
  const { value, problem: unread, again } = useFetch(() => api.guardFirm(teamId), teamId ?? "");
  const { form, change, fill, said, stumbles, done, busy, problem, send, act } = useForm({
    begin: noFirm,
    check: checkGuardFirm,
    at: asNamed("name", "phone"),
    send: (firm) => api.setGuardFirm(teamId, firm),
    onDone: again,
  });
  useEffect(() => {
    if (value) fill(() => asKept(value));
  }, [value]);
  const set = value?.name != null;
  const remove = () => act("remove", () => api.removeGuardFirm(teamId).then(again));
  return (
    <Form class="stack" stumbles={stumbles} onSend={() => value && send()}>
      <p>{t.guard.what}</p>
      {teamId !== null && <p class="soft">{t.guard.ofTeam}</p>}
      {value && !value.wanted && <p class="soft">{t.guard.notWanted}</p>}
      {value?.wanted && !set && teamId === null && <Notice tone="soon" title={t.guard.wanted} />}
      {(unread ?? problem) && <Notice tone="soon" title={unread ?? problem} announce="now" />}
      {set && (
        <p>
          {value.numberVerifiedAt ? (
            t.guard.verified(longDay(value.numberVerifiedAt))
          ) : (
            <Badge tone="soon">{t.guard.unverified}</Badge>
          )}
        </p>
      )}
      <div class="fields fields--wide">
        <TextField label={t.guard.name} value={form.name} error={said("name")} onValue={(name) => change({ name })} />
        <TextField
          label={t.guard.phone}
          type="tel"
          value={form.phone}
          error={said("phone")}
          onValue={(phone) => change({ phone })}
          input={{ autocomplete: "off" }}
        />
      </div>
      {done && <Notice title={t.guard.saved} announce="politely" />}
      <div class="row">
        {/* Who did not read how it is set does not overwrite it. */}
        <Button submit busy={busy === SENDING} disabled={!value}>
          {t.guard.save}
        </Button>
        {set && (
          <Button look="quiet" busy={busy === "remove"} onPress={() => void remove()}>
            {t.guard.remove}
          </Button>
        )}
      </div>
    </Form>
  );
}
