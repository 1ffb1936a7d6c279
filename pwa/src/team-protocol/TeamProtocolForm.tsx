import { useEffect } from "preact/hooks";
import { api } from "../api/later";
import { useFetch } from "../app/useFetch";
import { useForm } from "../app/useForm";
import { Button } from "../parts/Button";
import { ChooseOne } from "../parts/Chips";
import { Form } from "../parts/Form";
import { Notice } from "../parts/Notice";
import { t } from "../texts/later";
import { AS_ORGANISATION, asOrganisation, asSetFor, checkTeamProtocol } from "./team-protocol";

/** By which protocol a team goes: one of its own, or that of the organisation. */
export function TeamProtocolForm({ teamId }: { teamId: string }) {
  const { value, problem: unread, again } = useFetch(() => api.protocolOfTeam(teamId), teamId);
  const { form, change, fill, said, stumbles, done, busy, problem, send } = useForm({
    begin: asOrganisation,
    check: checkTeamProtocol,
    at: { "/profileId": "chosen" },
    send: ({ profileId }) => api.chooseProtocol(teamId, profileId),
    onDone: again,
  });
  useEffect(() => {
    if (value) fill(() => asSetFor(value));
  }, [value]);
  const nameOf = (id: string) => value?.choices.find((one) => one.id === id)?.name ?? null;
  const same = !value || form.chosen === asSetFor(value).chosen;
  return (
    <Form class="stack" stumbles={stumbles} onSend={() => same || send()}>
      <p>{t.teamProtocol.what}</p>
      <p class="soft">{t.teamProtocol.along}</p>
      {(unread ?? problem) && <Notice tone="soon" title={unread ?? problem} announce="now" />}
      {value && (
        <ChooseOne
          legend={t.teamProtocol.choose}
          chips={[
            { value: AS_ORGANISATION, text: t.teamProtocol.asOrganisation(value.organisation?.name ?? null) },
            ...value.choices.map((one) => ({ value: one.id, text: one.name })),
          ]}
          value={form.chosen}
          error={said("chosen")}
          onValue={(chosen) => change({ chosen })}
          flow
        />
      )}
      {done && <Notice title={t.teamProtocol.saved(nameOf(form.chosen))} announce="politely" />}
      <Button submit busy={busy !== null} disabled={same}>
        {t.teamProtocol.save}
      </Button>
    </Form>
  );
}
