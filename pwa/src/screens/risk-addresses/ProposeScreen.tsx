import "../../desk/desk.css";
import "./risk-addresses.css";
import { useRoute } from "preact-iso";
import { useState } from "preact/hooks";
import { api } from "../../api/later";
import { useFetch } from "../../app/useFetch";
import { useStore } from "../../app/store";
import { Notice } from "../../parts/Notice";
import { Screen } from "../../parts/Screen";
import { t } from "../../texts/later";
import { visits } from "../../visits/visits";
import { ProposeForm } from "./ProposeForm";

/** For who may propose a mark and does not read the register. */
export function ProposeScreen() {
  const { query } = useRoute();
  const visit = useStore(visits).all.find((one) => one.id === query["visit"]);
  const report = query["incident"] ?? "";
  const { value: incident, problem } = useFetch(() => (report ? api.incident(report) : Promise.resolve(null)), report);
  const [sent, setSent] = useState(false);
  if (report && !incident) {
    return (
      <Screen title={t.marks.proposeTitle} back={`/incidents/${report}`}>
        {problem ? <Notice tone="soon" title={problem} announce="now" /> : <p role="status">{t.app.moment}</p>}
      </Screen>
    );
  }
  return (
    <Screen title={t.marks.proposeTitle} back={incident ? `/incidents/${incident.id}` : "/me"}>
      {sent ? (
        <Notice tone="watched" title={t.marks.sent} announce="politely">
          <p>{t.marks.provisional}</p>
        </Notice>
      ) : (
        <ProposeForm
          key={visit?.id ?? incident?.id ?? "new"}
          {...(visit ? { of: visit } : {})}
          {...(incident ? { from: incident } : {})}
          onDone={() => setSent(true)}
        />
      )}
    </Screen>
  );
}
