import { useState } from "preact/hooks";
import { api } from "../../../api/later";
import type { FoundReports, ReportLine } from "../../../api/types";
import { useAction } from "../../../app/useAction";
import { Button } from "../../../parts/Button";
import { TextField } from "../../../parts/Field";
import { Form } from "../../../parts/Form";
import { Notice } from "../../../parts/Notice";
import { t } from "../../../texts/later";
import { ReportLines } from "./ReportLines";

interface Props {
  incidentId: string;
  onCompare: (line: ReportLine) => void;
}

/** Letters of a name to look for. */
const LEAST = 2;

/** An earlier report by a name or a client reference: a name alone is not proposed, and a human may know better. */
export function SearchPerson({ incidentId, onCompare }: Props) {
  const [called, setCalled] = useState("");
  const [found, setFound] = useState<FoundReports | null>(null);
  const { busy, problem, act } = useAction();
  const [stumbles, setStumbles] = useState(0);
  const short = called.trim().length < LEAST;
  const look = () => {
    setStumbles((n) => (short ? n + 1 : 0));
    if (!short) void act("look", async () => setFound(await api.searchPerson(incidentId, called.trim())));
  };
  return (
    <Form class="stack stack-tight" stumbles={stumbles} onSend={look}>
      <TextField
        label={t.measures.look}
        hint={t.measures.lookText}
        error={stumbles > 0 && short ? t.measures.lookLonger : undefined}
        value={called}
        input={{ maxLength: 100, autocomplete: "off", spellcheck: false }}
        onValue={setCalled}
      />
      <Button submit look="quiet" size="small" busy={busy !== null}>
        {t.measures.lookNow}
      </Button>
      {problem && <Notice tone="soon" title={problem} announce="now" />}
      <div class="stack stack-tight" role="status">
        {found?.reports.length === 0 && <p class="soft">{t.measures.noneFound}</p>}
        {found?.more && <p class="soft">{t.measures.moreFound}</p>}
      </div>
      {found && <ReportLines lines={found.reports} onCompare={onCompare} />}
    </Form>
  );
}
