import "../../desk/desk.css";
import "./risk-addresses.css";
import { useRoute } from "preact-iso";
import { useState } from "preact/hooks";
import { useStore } from "../../app/store";
import { Notice } from "../../parts/Notice";
import { Screen } from "../../parts/Screen";
import { t } from "../../texts";
import { visits } from "../../visits/visits";
import { ProposeForm } from "./ProposeForm";

/** For who may propose a mark and does not read the register. */
export function ProposeScreen() {
  const { query } = useRoute();
  const visit = useStore(visits).all.find((one) => one.id === query["visit"]);
  const [sent, setSent] = useState(false);
  return (
    <Screen title={t.marks.proposeTitle} back="/me">
      {sent ? (
        <Notice tone="watched" title={t.marks.sent} announce="politely">
          <p>{t.marks.provisional}</p>
        </Notice>
      ) : (
        <ProposeForm key={visit?.id ?? "new"} {...(visit ? { of: visit } : {})} onDone={() => setSent(true)} />
      )}
    </Screen>
  );
}
