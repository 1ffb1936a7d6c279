import "./second-step.css";
import { Button } from "../parts/Button";
import { Notice } from "../parts/Notice";
import { t } from "../texts/later";

/** Codes for who loses their phone, seen once. */
export function RecoveryCodes({ codes, onKept }: { codes: string[]; onKept: () => void }) {
  return (
    <Notice tone="watched" title={t.step.codes} announce="politely">
      <p>{t.step.codesText}</p>
      <ul class="second-step__codes digits">
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <Button wide onPress={onKept}>
        {t.step.kept}
      </Button>
    </Notice>
  );
}
