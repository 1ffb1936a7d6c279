import { useEffect, useRef, useState } from "preact/hooks";
import { setBefore } from "../app/title";
import { isBusy } from "../app/update";
import { Button } from "../parts/Button";
import { useSaidAloud } from "../desk/aloud";
import { useSession } from "../session/context";
import { ask, filledIn, hasRole, isBack, signedOut } from "../session/session";
import { t } from "../texts/later";
import { SignInAgain } from "./SignInAgain";

/** The sign-in ran out, or somebody else signed in in another window, while somebody fills in a form: it is asked for in front of that, and what they typed stays. */
export function RanOut() {
  const { me } = useSession();
  const watches = hasRole(me, "colleague", "manager");
  const [out, setOut] = useState(false);
  const [other, setOther] = useState<string | null>(null);
  const [step, setStep] = useState("");
  const isOut = useRef(false);
  const put = (now: boolean) => {
    isOut.current = now;
    setOut(now);
    if (!now) setStep("");
  };
  useEffect(() => {
    let form: Element | null = null;
    const types = ({ target }: Event) => {
      if (!isOut.current && target instanceof Element) form = target.closest("form") ?? form;
    };
    document.addEventListener("input", types);
    filledIn.stays = (name) => {
      // On a visit, and when somebody calls for help, the page that says what still works comes first.
      const stays = form?.isConnected === true && !isBusy();
      put(stays);
      setOther(name);
      return stays;
    };
    return () => {
      document.removeEventListener("input", types);
      filledIn.stays = () => false;
    };
  }, []);
  useSaidAloud(out && watches);
  useEffect(() => {
    if (!out) return;
    // A second step, a passkey and single sign-on are pages of their own: there they are in another window.
    const look = () => void isBack().then((back) => back && put(false));
    window.addEventListener("focus", look);
    return () => window.removeEventListener("focus", look);
  }, [out]);
  useEffect(() => {
    if (!out) return;
    setBefore(watches ? t.signIn.notWatchingBefore : "", watches);
    return () => setBefore("", false);
  }, [out, watches]);
  if (!out) return null;
  const steps = (address: string) => {
    setStep(address);
    window.open(address); // a browser that lets no page open another leaves the link
  };
  const leave = () => {
    filledIn.stays = () => false;
    if (other) void ask();
    else signedOut();
  };
  return (
    <SignInAgain
      title={t.signIn.expired}
      onDone={() => put(false)}
      onClose={() => undefined}
      go={steps}
      otherwise={
        <>
          <a class="nl-link" href={step || "/"} target="_blank" rel="noopener">
            {step ? t.signIns.step : t.signIns.otherwise}
          </a>
          <Button look="plain" wide onPress={leave}>
            {other ? t.signIns.goOn(other) : t.signIns.leave}
          </Button>
        </>
      }
    >
      {watches && <p class="strong">{t.signIn.notWatching}</p>}
      <p>{other ? t.signIns.other(other) : t.signIns.kept}</p>
    </SignInAgain>
  );
}
