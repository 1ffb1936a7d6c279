import { api } from "../../api/later";
import { ButtonLink } from "../../parts/Button";
import { UsePasskey } from "../../passkeys/UsePasskey";
import { t } from "../../texts/later";
import { enter } from "./enter";

/** Signs in with a passkey alone: no name, no password. */
export function ByPasskey() {
  return (
    <>
      <h1 class="nl-heading nl-heading--level-1">{t.passkeys.signIn}</h1>
      <p>{t.passkeys.signInText}</p>
      <UsePasskey alone prepare={api.preparePasskeySignIn} send={api.signInByPasskey} onDone={enter} />
      <ButtonLink href="/" look="plain" wide>
        {t.door.toSignIn}
      </ButtonLink>
    </>
  );
}
