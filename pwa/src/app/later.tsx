// The start holds what somebody at a door needs. The rest comes after it, and is then in this page: a screen of a
// worker never waits for it. Without it the screen says so; the noodknop around it doesn't need it.
import type { ComponentType, FunctionComponent } from "preact";
import { useEffect, useState } from "preact/hooks";
import { Button } from "../parts/Button";
import { Screen } from "../parts/Screen";
import { bringRest, t } from "../texts";
import { begun, within } from "../time/within";
import { newVersion } from "./update";

/** Milliseconds after which is said that it does not come: on one bar of signal an answer may never do. It still may. */
export const LATE = 8_000;

/** Code that comes after the start, asked for once; again after it failed. */
export interface Room<M> {
  there: () => M | undefined;
  fetch: () => Promise<M>;
}

export function room<M>(load: () => Promise<M>): Room<M> {
  let there: M | undefined;
  let coming: Promise<M> | undefined;
  const fetch = () => {
    // The words are begun with by themselves: with the screens in one go they would hold a slow phone up. A screen does
    // not wait long for those of another language.
    coming ??= begun(() => Promise.all([load(), within(LATE, bringRest, undefined), import("../texts/nl-later")])).then(
      ([module]) => (there = module),
      (error: unknown) => {
        coming = undefined;
        throw error;
      },
    );
    return coming;
  };
  return { there: () => there, fetch };
}

interface Meanwhile<P> {
  /** While it is on its way, which is mostly too short to be seen. */
  coming: ComponentType<P>;
  /** When it could not be had or is late, until it is there. */
  failed: ComponentType<P>;
}

/** A screen of such a room. */
export const later = <M, P extends object>(
  from: Room<M>,
  pick: (module: M) => ComponentType<P>,
): FunctionComponent<P> => laterPart(from, pick, { coming: OnItsWay, failed: NotThere });

/** A part of a screen, of such a room. */
export const laterPart =
  <M, P extends object>(
    from: Room<M>,
    pick: (module: M) => ComponentType<P>,
    meanwhile: Meanwhile<P> = { coming: Nothing, failed: Nothing },
  ): FunctionComponent<P> =>
  (props) => {
    const module = useRoom(from);
    if (module === "coming") return <meanwhile.coming {...props} />;
    if (module === "failed") return <meanwhile.failed {...props} />;
    const There = pick(module.there);
    return <There {...props} />;
  };

/** Milliseconds after which what could not be had is asked for again. */
const AGAIN = 10_000;

function useRoom<M>(from: Room<M>): "coming" | "failed" | { there: M } {
  const [failed, setFailed] = useState(false);
  const [, draw] = useState(0);
  const there = from.there();
  useEffect(() => {
    if (there) return;
    let gone = false;
    const ask = () =>
      void from.fetch().then(
        () => gone || draw(1),
        () => gone || setFailed(true),
      );
    ask();
    const late = setTimeout(() => setFailed(true), LATE);
    const timer = setInterval(ask, AGAIN);
    window.addEventListener("online", ask);
    return () => {
      gone = true;
      clearTimeout(late);
      clearInterval(timer);
      window.removeEventListener("online", ask);
    };
  }, [there]);
  if (there) return { there };
  return failed ? "failed" : "coming";
}

const Nothing = () => null;

/** Most come sooner than anybody could read a word. */
const A_MOMENT = 400;

function OnItsWay() {
  const [slow, setSlow] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setSlow(true), A_MOMENT);
    return () => clearTimeout(timer);
  }, []);
  return (
    <div class="screen" aria-busy="true">
      {slow && (
        <p class="screen__body" role="status">
          {t.app.moment}
        </p>
      )}
    </div>
  );
}

/** No network or hardly any, or a server that has a newer version than this page and nothing of the old one. */
function NotThere() {
  useEffect(() => {
    // Nobody typed anything here yet, so nothing is lost.
    if (newVersion.get()) location.reload();
  }, []);
  return (
    <Screen title={t.app.notLoaded}>
      <p role="alert">{t.app.notLoadedText}</p>
      <Button wide onPress={() => location.reload()}>
        {t.app.reload}
      </Button>
    </Screen>
  );
}
