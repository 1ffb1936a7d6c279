import "../desk/desk-bar.css";
import { useState } from "preact/hooks";
import { useStore } from "../app/store";
import { Button } from "../parts/Button";
import { Notice } from "../parts/Notice";
import { t } from "../texts/later";
import { pushWay, turnOff, turnOn } from "./push";

/** On or off by a press: a browser asks its owner only then. */
function useTurning() {
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState(false);
  const does = (work: () => Promise<void>) => {
    setBusy(true);
    setFailed(false);
    void work()
      .catch(() => setFailed(true))
      .finally(() => setBusy(false));
  };
  return { busy, failed, does };
}

/** Pushes on this phone, on Ik. Nothing where they can't be had. */
export function PushCard() {
  const way = useStore(pushWay);
  const { busy, failed, does } = useTurning();
  if (way === "unknown" || way === "none") return null;
  return (
    <section class="card stack stack-tight">
      <h2 class="nl-heading nl-heading--level-2">{t.push.title}</h2>
      <p>{t.push.why}</p>
      <p role="status">{t.push.ways[way]}</p>
      {failed && <Notice tone="soon" title={t.push.failed} announce="now" />}
      {(way === "off" || way === "lost") && (
        <Button look="quiet" wide busy={busy} onPress={() => does(turnOn)}>
          {t.push.turnOn}
        </Button>
      )}
      {way === "on" && (
        <Button look="quiet" wide busy={busy} onPress={() => does(turnOff)}>
          {t.push.turnOff}
        </Button>
      )}
    </section>
  );
}

/** The same at a desk, beside the sound. */
export function PushSwitch() {
  const way = useStore(pushWay);
  const { busy, failed, does } = useTurning();
  return (
    <>
      {(way === "off" || way === "lost") && (
        <Button look="quiet" size="small" busy={busy} onPress={() => does(turnOn)}>
          {t.push.turnOn}
        </Button>
      )}
      {failed && <span role="alert">{t.push.failed}</span>}
    </>
  );
}

/** They were on, and nothing arrives any more. On every screen until it is put right. */
export function PushLost() {
  const way = useStore(pushWay);
  const { busy, failed, does } = useTurning();
  if (way !== "lost") return null;
  return (
    <div class="desk-bar desk-bar--mine" role="status">
      <p>{failed ? t.push.failed : t.push.lost}</p>
      <Button size="small" look="quiet" busy={busy} onPress={() => does(turnOn)}>
        {t.push.turnOnAgain}
      </Button>
    </div>
  );
}
