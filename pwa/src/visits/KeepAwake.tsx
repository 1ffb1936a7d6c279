import { useState } from "preact/hooks";
import { CheckField } from "../parts/Field";
import { t } from "../texts/later";
import { canStayAwake, chooseAwake, useAwake, wantsAwake } from "./awake";

/** The screen on during a visit, by choice: this phone keeps it for the next one. Nothing where it can't be done. */
export function KeepAwake() {
  const [on, setOn] = useState(wantsAwake);
  useAwake(on);
  if (!canStayAwake()) return null;
  return (
    <div class="visit__awake">
      <CheckField
        label={t.visitLater.awake}
        checked={on}
        onChecked={(wanted) => {
          chooseAwake(wanted);
          setOn(wanted);
        }}
      />
    </div>
  );
}
