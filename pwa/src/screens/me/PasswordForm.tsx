import { useState } from "preact/hooks";
import { api } from "../../api/later";
import { useForm } from "../../app/useForm";
import { Button } from "../../parts/Button";
import { TextField } from "../../parts/Field";
import { Form } from "../../parts/Form";
import { Notice } from "../../parts/Notice";
import { t } from "../../texts/later";
import { checkPassword, emptyPassword } from "./password";

/** Another password of my own. Everywhere else I am signed out by it. */
export function PasswordForm() {
  const [open, setOpen] = useState(false);
  const [saved, setSaved] = useState(false);
  const { form, change, said, stumbles, busy, problem, send } = useForm({
    begin: emptyPassword,
    check: checkPassword,
    at: { "/password": "now", "/newPassword": "next" },
    next: emptyPassword,
    send: (body) => api.setPassword(body),
    onDone: () => {
      setOpen(false);
      setSaved(true);
    },
  });
  const now = { autocomplete: "current-password" } as const;
  const next = { autocomplete: "new-password" } as const;
  return (
    <section class="card stack">
      <h2 class="nl-heading nl-heading--level-2">{t.password.section}</h2>
      <p>{t.password.text}</p>
      {saved && <Notice tone="watched" title={t.password.saved} announce="politely" />}
      {!open && (
        <Button
          look="quiet"
          onPress={() => {
            setOpen(true);
            setSaved(false);
          }}
        >
          {t.password.change}
        </Button>
      )}
      {open && (
        <Form class="stack" stumbles={stumbles} onSend={send}>
          {problem && <Notice tone="soon" title={problem} announce="now" />}
          <TextField
            label={t.password.now}
            type="password"
            value={form.now}
            onValue={(value) => change({ now: value })}
            error={said("now")}
            input={now}
          />
          <TextField
            label={t.password.next}
            hint={t.password.nextHint}
            type="password"
            value={form.next}
            onValue={(value) => change({ next: value })}
            error={said("next")}
            input={next}
          />
          <TextField
            label={t.password.again}
            type="password"
            value={form.again}
            onValue={(value) => change({ again: value })}
            error={said("again")}
            input={next}
          />
          <p class="soft">{t.password.ends}</p>
          <Button submit wide busy={busy !== null}>
            {t.password.save}
          </Button>
        </Form>
      )}
    </section>
  );
}
