import "./second-step.css";
import type { ShownKey } from "../api/types";
import { ButtonLink } from "../parts/Button";
import { t } from "../texts/later";

/** The key for an app, shown once: to be scanned, or typed over. */
export function Key({ shown }: { shown: ShownKey }) {
  const inFours = shown.secret.match(/.{1,4}/g)?.join(" ") ?? "";
  return (
    <>
      <p>{t.step.scan}</p>
      <img class="second-step__picture" src={shown.picture} alt={t.step.picture} />
      <ButtonLink href={shown.uri} look="quiet" wide>
        {t.step.openApp}
      </ButtonLink>
      <p class="soft">{t.step.key}</p>
      <p class="strong second-step__key">{inFours}</p>
    </>
  );
}
