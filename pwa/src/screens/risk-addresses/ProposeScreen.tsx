import "../../desk/desk.css";
import "./risk-addresses.css";
import { useState } from "preact/hooks";
import { Notice } from "../../parts/Notice";
import { Screen } from "../../parts/Screen";
import { t } from "../../texts";
import { ProposeForm } from "./ProposeForm";

/** For who may propose a mark and does not read the register. */
export function ProposeScreen() {
  const [sent, setSent] = useState(false);
  return (
    <Screen title={t.marks.proposeTitle} back="/me">
      {sent ? (
        <Notice tone="watched" title={t.marks.sent} announce="politely">
          <p>{t.marks.provisional}</p>
        </Notice>
      ) : (
        <ProposeForm onDone={() => setSent(true)} />
      )}
    </Screen>
  );
}
