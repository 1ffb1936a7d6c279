import "../desk.css";
import { useState } from "preact/hooks";
import { api } from "../../api/calls";
import type { Mark } from "../../api/types";
import { useList } from "../../app/useList";
import { Button } from "../../parts/Button";
import { TextField } from "../../parts/Field";
import { Notice } from "../../parts/Notice";
import { Screen } from "../../parts/Screen";
import { t } from "../../texts";
import { MarkItem } from "./MarkItem";
import { ProposeForm } from "./ProposeForm";

const ORDER: Record<Mark["state"], number> = { proposed: 0, approved: 1, expired: 2, ended: 3 };

/** The register: proposed by one, approved by another, and each mark has a day on which it is looked at again. */
export function RiskAddressesScreen() {
  const { value, problem, again } = useList(api.marks);
  const [proposing, setProposing] = useState(false);
  const [sought, setSought] = useState("");
  const marks = (value?.marks ?? [])
    .filter((mark) => `${mark.address.line} ${mark.reason}`.toLocaleLowerCase().includes(sought.toLocaleLowerCase()))
    .sort((a, b) => ORDER[a.state] - ORDER[b.state] || a.reviewDate.localeCompare(b.reviewDate));

  return (
    <Screen
      wide
      title={t.marks.title}
      aside={
        <Button look={proposing ? "quiet" : "main"} onPress={() => setProposing(!proposing)}>
          {proposing ? t.app.close : t.marks.propose}
        </Button>
      }
    >
      {problem && <Notice tone="soon" title={problem} announce="now" />}
      {proposing && (
        <ProposeForm
          onDone={() => {
            setProposing(false);
            again();
          }}
        />
      )}
      <div class="desk-search">
        <TextField label={t.app.search} type="search" value={sought} onValue={setSought} />
      </div>
      {value && marks.length === 0 && <p class="soft">{t.marks.none}</p>}
      <ul class="desk-list">
        {marks.map((mark) => (
          <MarkItem key={mark.id} mark={mark} onDone={again} />
        ))}
      </ul>
    </Screen>
  );
}
