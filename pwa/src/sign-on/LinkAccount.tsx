import { api } from "../api/later";
import { useAction } from "../app/useAction";
import { useFetch } from "../app/useFetch";
import { Button } from "../parts/Button";
import { Notice } from "../parts/Notice";
import { t } from "../texts/later";
import { goThere } from "./provider";

/** Links the account that somebody has at their organisation to who is signed in here. */
export function LinkAccount({ text }: { text: string }) {
  const { value } = useFetch(api.signOnOffer);
  const { busy, problem, act } = useAction();
  if (!value?.offered) return null;
  return (
    <section class="card stack">
      <h2 class="nl-heading nl-heading--level-2">{t.signOn.title}</h2>
      <p>{text}</p>
      {problem && <Notice tone="soon" title={problem} announce="now" />}
      <Button look="quiet" busy={busy !== null} onPress={() => void act("link", () => api.linkSignOn().then(goThere))}>
        {t.signOn.link}
      </Button>
    </section>
  );
}
