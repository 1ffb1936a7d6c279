import { useEffect, useState } from "preact/hooks";
import { install, installPrompt, isInstalled, needsSteps } from "../../app/install";
import { useStore } from "../../app/store";
import { Button } from "../../parts/Button";
import { t } from "../../texts/later";
import { quietly } from "../../time/within";

/** Firefox there makes no offer, and Chrome none to whoever once said no: its menu has it all the same. */
const hasMenu = (): boolean => quietly(() => /Android/.test(navigator.userAgent), false);

/** How this phone gets the app on its home screen: in a press, or by hand where the browser leaves no other way. */
export function InstallCard() {
  const offer = useStore(installPrompt);
  const [done, setDone] = useState(isInstalled);
  useEffect(() => {
    const now = () => setDone(true);
    window.addEventListener("appinstalled", now);
    return () => window.removeEventListener("appinstalled", now);
  }, []);
  const steps = needsSteps() ? t.install.steps : hasMenu() ? t.install.byMenu : [];
  if (done || (!offer && steps.length === 0)) return null;
  return (
    <section class="card stack stack-tight">
      <h2 class="nl-heading nl-heading--level-2">{t.install.title}</h2>
      <p>{t.install.why}</p>
      {offer ? (
        <Button look="quiet" wide onPress={() => void install().catch(() => undefined)}>
          {t.install.now}
        </Button>
      ) : (
        <ol class="me__steps">
          {steps.map((step) => (
            <li key={step}>{step}</li>
          ))}
        </ol>
      )}
    </section>
  );
}
