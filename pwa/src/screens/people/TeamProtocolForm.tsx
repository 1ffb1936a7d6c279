import { useState } from "preact/hooks";
import { api } from "../../api/calls";
import { useAction } from "../../app/useAction";
import { useFetch } from "../../app/useFetch";
import { Button } from "../../parts/Button";
import { ChooseOne } from "../../parts/Chips";
import { Notice } from "../../parts/Notice";
import { t } from "../../texts";

const AS_ORGANISATION = "";

/** By which protocol a team goes: one of its own, or that of the organisation. */
export function TeamProtocolForm({ teamId }: { teamId: string }) {
  const { value, problem: unread, again } = useFetch(() => api.protocolOfTeam(teamId), teamId);
  const [chosen, setChosen] = useState<string | null>(null);
  const [saved, setSaved] = useState(false);
  const { busy, problem, act } = useAction(again);
  const now = value?.own?.id ?? AS_ORGANISATION;
  const picked = chosen ?? now;
  const save = async () => {
    setSaved(await act("save", () => api.chooseProtocol(teamId, picked || null)));
  };
  return (
    <form
      class="stack"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
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
          value={picked}
          onValue={(profileId) => {
            setChosen(profileId);
            setSaved(false);
          }}
          flow
        />
      )}
      {saved && <Notice title={t.teamProtocol.saved(value?.own?.name ?? null)} announce="politely" />}
      <Button submit busy={busy !== null} disabled={!value || picked === now}>
        {t.teamProtocol.save}
      </Button>
    </form>
  );
}
