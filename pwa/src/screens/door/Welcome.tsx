import { useState } from "preact/hooks";
import { api } from "../../api/later";
import { useFetch } from "../../app/useFetch";
import { useForm } from "../../app/useForm";
import { Button, ButtonLink } from "../../parts/Button";
import { TextField } from "../../parts/Field";
import { Form } from "../../parts/Form";
import { Notice } from "../../parts/Notice";
import { OtherWay } from "../../sign-on/OtherWay";
import { t } from "../../texts/later";
import { checkNewPassword, noPassword } from "./door";

/** Chooses one's own password, by the link of a mail. Its secret stands behind the #, which no server sees. */
export function Welcome() {
  const [secret] = useState(() => location.hash.slice(1));
  const [done, setDone] = useState(false);
  const { value, problem: unread } = useFetch(() => api.readLink(secret || "-"));
  return (
    <>
      <h1 class="nl-heading nl-heading--level-1">{done ? t.door.saved : t.door.welcome}</h1>
      {unread && (
        <>
          <Notice tone="soon" title={t.door.over} announce="politely">
            <p>{unread}</p>
          </Notice>
          <ButtonLink href="/forgotten" look="quiet" wide>
            {t.door.forgotten}
          </ButtonLink>
        </>
      )}
      {value && !done && (
        <>
          <p class="anywhere">{t.door.welcomeText(value.name, value.organisation)}</p>
          <p class="anywhere">{t.door.signInWith(value.email)}</p>
          <OtherWay invitation={secret} />
          <Choose secret={secret} email={value.email} onDone={() => setDone(true)} />
        </>
      )}
      {done && <p role="status">{t.door.savedText}</p>}
      <ButtonLink href="/" look={done ? "main" : "plain"} wide>
        {t.door.toSignIn}
      </ButtonLink>
    </>
  );
}

function Choose({ secret, email, onDone }: { secret: string; email: string; onDone: () => void }) {
  const { form, change, said, stumbles, busy, problem, send } = useForm({
    begin: noPassword,
    check: checkNewPassword,
    at: { "/password": "next" },
    send: (password) => api.chooseBy(secret, password),
    onDone: () => {
      // Used up: it need not stand in the history of this browser.
      history.replaceState(null, "", location.pathname);
      onDone();
    },
  });
  return (
    <Form class="stack" stumbles={stumbles} onSend={send}>
      {problem && <Notice tone="soon" title={problem} announce="now" />}
      {/* For the password manager: whose password this is. */}
      <input type="email" value={email} autocomplete="username" readOnly hidden />
      <TextField
        label={t.door.password}
        hint={t.door.passwordHint}
        type="password"
        value={form.next}
        error={said("next")}
        onValue={(next) => change({ next })}
        input={{ autocomplete: "new-password", required: true }}
      />
      <TextField
        label={t.door.again}
        type="password"
        value={form.again}
        error={said("again")}
        onValue={(again) => change({ again })}
        input={{ autocomplete: "new-password", required: true }}
      />
      <Button submit wide size="large" busy={busy !== null}>
        {t.door.save}
      </Button>
    </Form>
  );
}
