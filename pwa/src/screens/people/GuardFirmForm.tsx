import { useEffect, useState } from "preact/hooks";
import { api } from "../../api/calls";
import { useAction } from "../../app/useAction";
import { useFetch } from "../../app/useFetch";
import { Button } from "../../parts/Button";
import { TextField } from "../../parts/Field";
import { Badge, Notice } from "../../parts/Notice";
import { t } from "../../texts";
import { longDay, phoneNumber } from "../../time/format";

/** Which external guard firm is phoned in an alarm: of a team, or (null) of the organisation. */
export function GuardFirmForm({ teamId }: { teamId: string | null }) {
  const { value, problem: unread, again } = useFetch(() => api.guardFirm(teamId), teamId ?? "");
  const [name, setName] = useState("");
  const [phone, setPhone] = useState("");
  const [saved, setSaved] = useState(false);
  const { busy, problem, act } = useAction(again);
  useEffect(() => {
    if (!value) return;
    setName(value.name ?? "");
    setPhone(value.phone ? phoneNumber(value.phone) : "");
  }, [value]);
  const set = value?.name != null;
  const firm = { name: name.trim(), phone: phone.trim() };
  const save = async () => setSaved(await act("save", () => api.setGuardFirm(teamId, firm)));
  const remove = async () => {
    setSaved(false);
    await act("remove", () => api.removeGuardFirm(teamId));
  };
  return (
    <form
      class="stack"
      onSubmit={(event) => {
        event.preventDefault();
        if (firm.name && firm.phone) void save();
      }}
    >
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
      <div class="fields">
        <TextField label={t.guard.name} value={name} onValue={setName} />
        <TextField label={t.guard.phone} type="tel" value={phone} onValue={setPhone} input={{ autocomplete: "off" }} />
      </div>
      {saved && <Notice title={t.guard.saved} announce="politely" />}
      <div class="row">
        <Button submit busy={busy === "save"} disabled={!value || !firm.name || !firm.phone}>
          {t.guard.save}
        </Button>
        {set && (
          <Button look="quiet" busy={busy === "remove"} onPress={() => void remove()}>
            {t.guard.remove}
          </Button>
        )}
      </div>
    </form>
  );
}
