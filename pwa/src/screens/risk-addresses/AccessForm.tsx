import { useState } from "preact/hooks";
import { api } from "../../api/calls";
import { useAction } from "../../app/useAction";
import { Button } from "../../parts/Button";
import { TextField } from "../../parts/Field";
import { Notice } from "../../parts/Notice";
import { useSession } from "../../session/context";
import { t } from "../../texts";
import { serverClock } from "../../time/clock";
import { isoDay } from "../../time/format";
import { checkAddress, countryOf, emptyAddress } from "../../addresses/address";
import { AddressFields } from "../../addresses/AddressFields";

/** All that is kept about an address or person, for who asks to see it. */
export function AccessForm({ onClose }: { onClose: () => void }) {
  const { me } = useSession();
  const [address, setAddress] = useState(() => emptyAddress(countryOf(me)));
  const [personName, setPersonName] = useState("");
  const [tried, setTried] = useState(false);
  const [done, setDone] = useState(false);
  const { busy, problem, act } = useAction(() => setDone(true));
  const words = t.marks.access;
  const checked = checkAddress(address);
  const fetchAs = (format: "json" | "xlsx") => {
    setTried(true);
    setDone(false);
    const found = checked.address;
    if (!found) return;
    const person = personName.trim();
    void act(format, async () => {
      const file = await api.exportMarks({ address: found, format, ...(person ? { personName: person } : {}) });
      save(file, `${words.fileName(isoDay(serverClock.now()))}.${format}`);
    });
  };
  return (
    <section class="card stack desk-form" aria-label={words.title}>
      <h2 class="nl-heading nl-heading--level-2">{words.title}</h2>
      <p class="soft">{words.text}</p>
      <AddressFields form={address} errors={tried ? checked.errors : {}} onForm={setAddress} />
      <TextField label={words.personName} value={personName} onValue={setPersonName} />
      {problem && <Notice tone="soon" title={problem} announce="now" />}
      {done && <Notice tone="watched" title={words.done} announce="politely" />}
      <div class="row">
        <Button busy={busy === "xlsx"} onPress={() => fetchAs("xlsx")}>
          {words.excel}
        </Button>
        <Button look="quiet" busy={busy === "json"} onPress={() => fetchAs("json")}>
          {words.json}
        </Button>
        <Button look="quiet" onPress={onClose}>
          {t.app.close}
        </Button>
      </div>
    </section>
  );
}

function save(file: Blob, name: string): void {
  const address = URL.createObjectURL(file);
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  // Not at once: the browser has yet to read it.
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
