import { api } from "../api/later";
import { asNamed } from "../app/filling";
import { useFetch } from "../app/useFetch";
import { useForm } from "../app/useForm";
import { Button } from "../parts/Button";
import { TextField } from "../parts/Field";
import { Form } from "../parts/Form";
import { Notice } from "../parts/Notice";
import { t } from "../texts/later";
import { checkOrganisation, goThere, organisationIn } from "./provider";

/** The button to the provider of one's organisation, where there is one. Which one is asked where there are several. */
export function OtherWay({ invitation = "" }: { invitation?: string }) {
  const { value } = useFetch(api.signOnOffer);
  return value?.offered ? <ToProvider only={value.organisation} invitation={invitation} /> : null;
}

function ToProvider({ only, invitation }: { only: string | null; invitation: string }) {
  const known = only ?? (invitation && "-");
  const { form, change, said, stumbles, busy, problem, send } = useForm({
    begin: { organisation: known || organisationIn(location.search) },
    check: checkOrganisation,
    at: asNamed("organisation"),
    send: (organisation) =>
      api.signOn(invitation ? { organisation: "", invitation } : { organisation, invitation: "" }).then(goThere),
  });
  return (
    <Form class="stack" stumbles={stumbles} onSend={send}>
      {problem && <Notice tone="soon" title={problem} announce="now" />}
      {!known && (
        <TextField
          label={t.signOn.organisation}
          hint={t.signOn.organisationHint}
          value={form.organisation}
          error={said("organisation")}
          onValue={(organisation) => change({ organisation })}
          input={{ autocapitalize: "none", spellcheck: false }}
        />
      )}
      <Button submit wide size="large" look="quiet" busy={busy !== null}>
        {t.signOn.enter}
      </Button>
    </Form>
  );
}
