import { useState } from "preact/hooks";
import { api } from "../../api/later";
import { useForm } from "../../app/useForm";
import { Button, ButtonLink } from "../../parts/Button";
import { TextField } from "../../parts/Field";
import { Form } from "../../parts/Form";
import { Notice } from "../../parts/Notice";
import { t } from "../../texts/later";
import { checkAddress, noAddress } from "./door";

/** Asks for a mail with a link. Whether anybody has the address, nobody is told. */
export function Forgotten() {
  const [asked, setAsked] = useState(false);
  const { form, change, said, stumbles, busy, problem, send } = useForm({
    begin: noAddress,
    check: checkAddress,
    at: { "/email": "email" },
    send: (email) => api.forgotPassword(email),
    onDone: () => setAsked(true),
  });
  return (
    <>
      <h1 class="nl-heading nl-heading--level-1">{t.door.forgotten}</h1>
      {asked ? (
        <Notice tone="watched" title={t.door.asked} announce="politely">
          <p>{t.door.askedText}</p>
        </Notice>
      ) : (
        <Form class="stack" stumbles={stumbles} onSend={send}>
          <p>{t.door.forgottenText}</p>
          {problem && <Notice tone="soon" title={problem} announce="now" />}
          <TextField
            label={t.signIn.email}
            type="email"
            value={form.email}
            error={said("email")}
            onValue={(email) => change({ email })}
            input={{ autocomplete: "username", required: true, autocapitalize: "none", spellcheck: false }}
          />
          <Button submit wide size="large" busy={busy !== null}>
            {t.door.ask}
          </Button>
        </Form>
      )}
      <ButtonLink href="/" look="plain" wide>
        {t.door.toSignIn}
      </ButtonLink>
    </>
  );
}
