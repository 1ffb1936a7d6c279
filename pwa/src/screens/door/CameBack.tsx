import { useLocation } from "preact-iso";
import { useEffect } from "preact/hooks";
import { api } from "../../api/later";
import { useFetch } from "../../app/useFetch";
import { ButtonLink } from "../../parts/Button";
import { Notice } from "../../parts/Notice";
import { askTogether, welcome } from "../../session/session";
import { broughtBack } from "../../sign-on/provider";
import { t } from "../../texts/later";

/** Back from the provider of one's organisation: what it gave is brought to the server, once. */
export function CameBack() {
  const { route } = useLocation();
  const { value, problem } = useFetch(comeIn);
  useEffect(() => {
    if (value) route("/", true);
  }, [value]);
  return (
    <>
      <h1 class="nl-heading nl-heading--level-1">{t.signOn.title}</h1>
      {problem ? <Notice tone="soon" title={problem} announce="now" /> : <p role="status">{t.signOn.coming}</p>}
      {problem && (
        <ButtonLink href="/" look="main" wide>
          {t.door.toSignIn}
        </ButtonLink>
      )}
    </>
  );
}

async function comeIn() {
  const brought = broughtBack(location.search);
  // Used up: it need not stand in the history of this browser.
  history.replaceState(null, "", location.pathname);
  // "Nobody" is heard first: later it would sign out who just came in.
  await askTogether();
  const me = await api.finishSignOn(brought);
  await welcome(me);
  return me;
}
