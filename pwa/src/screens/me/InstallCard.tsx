import { install, installPrompt, isInstalled, needsSteps } from "../../app/install";
import { useStore } from "../../app/store";
import { Button } from "../../parts/Button";
import { t } from "../../texts/later";

/** How this phone gets the app on its home screen: in a press, or by hand where the browser leaves no other way. */
export function InstallCard() {
  const offer = useStore(installPrompt);
  if (isInstalled() || (!offer && !needsSteps())) return null;
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
          {t.install.steps.map((step) => (
            <li key={step}>{step}</li>
          ))}
        </ol>
      )}
    </section>
  );
}
