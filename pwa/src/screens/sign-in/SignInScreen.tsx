import "./sign-in.css";
import { useLocation } from "preact-iso";
import { useEffect, useState } from "preact/hooks";
import { NotHeard, Problem } from "../../api/problem";
import { useStore } from "../../app/store";
import { tick } from "../../app/ticker";
import { setBefore, setTitle } from "../../app/title";
import { sayWrong, useForm } from "../../app/useForm";
import { ring } from "../../desk/sound";
import { Button } from "../../parts/Button";
import { TextField } from "../../parts/Field";
import { Form } from "../../parts/Form";
import { Notice } from "../../parts/Notice";
import { BareAlarm } from "../../panic/BareAlarm";
import { checkCredentials, noCredentials, type Credentials } from "../../session/credentials";
import { numbers, signIn } from "../../session/session";
import { t } from "../../texts";
import { serverClock } from "../../time/clock";
import { clockTime, telLink } from "../../time/format";
import { waiting } from "../../queue/queue";

interface Props {
  expired: boolean;
  unheard?: boolean;
  /** The sign-in was ended while under way: only alarms still go out from here. */
  onlyAlarms?: boolean;
  /** Who was signed in here watched over others. */
  watched?: boolean;
  /** Who was signed in here goes on visits. */
  visited?: boolean;
}

const SAY_EVERY = 60_000;
const SAY_TIMES = 5;

/** This page was watching, and is not any more: it says so aloud, a few times. */
function useSaidAloud(on: boolean): void {
  useEffect(() => {
    if (!on) return;
    let left = SAY_TIMES;
    const say = () => left-- > 0 && ring("signedOut");
    say();
    return tick(SAY_EVERY, say);
  }, [on]);
}

export function SignInScreen({ expired, unheard, onlyAlarms = false, watched = false, visited = true }: Props) {
  const { route } = useLocation();
  const { form, change, errors, send } = useForm(noCredentials, checkCredentials);
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const { emergency } = useStore(numbers);
  useSaidAloud(expired && watched);
  useEffect(() => {
    setTitle(`${expired ? t.signIn.signedOutTitle : t.signIn.enter} · ${t.app.name}`);
    setBefore(expired && watched ? t.signIn.notWatchingBefore : "", expired && watched);
    return () => setBefore("", false);
  }, [expired, watched]);
  const unsent = useStore(waiting).some((action) => !action.refused);

  const enter = async ({ email, password }: Credentials) => {
    setBusy(true);
    setProblem(null);
    try {
      await signIn(email, password);
    } catch (error) {
      setProblem(said(error));
    } finally {
      setBusy(false);
    }
  };

  return (
    <main class="sign-in stack">
      <header class="stack">
        <img src="/icon.svg" alt="" width="72" height="72" />
        <h1 class="nl-heading nl-heading--level-1">{t.app.name}</h1>
        <p class="soft sign-in__lead">{t.signIn.lead}</p>
      </header>
      {unheard && (
        // Perhaps somebody is signed in after all: then the noodknop works.
        <Notice tone="soon" title={t.freshness.never} announce="politely">
          <p>{t.signIn.unheard}</p>
          <BareAlarm onRaised={() => route("/panic")} />
        </Notice>
      )}
      {onlyAlarms && (
        <Notice tone="alarm" title={t.signIn.onlyAlarms} announce="now">
          <p>{t.signIn.onlyAlarmsLogIn}</p>
          <BareAlarm onRaised={() => route("/panic")} />
        </Notice>
      )}
      {expired && !onlyAlarms && (
        <Notice tone="soon" title={t.signIn.expired}>
          {watched && <p class="strong">{t.signIn.notWatching}</p>}
          {unsent ? <p>{t.signIn.unsent}</p> : visited && <p>{t.signIn.stillWatched}</p>}
          {/* Signed out everywhere during a visit, this phone may still call for help. */}
          <BareAlarm onRaised={() => route("/panic")} />
        </Notice>
      )}
      <Form class="stack" onSend={() => busy || send(enter)}>
        {problem && <Notice tone="soon" title={problem} announce="now" />}
        <TextField
          label={t.signIn.email}
          type="email"
          value={form.email}
          error={sayWrong(errors.email)}
          onValue={(email) => change({ email })}
          input={{ autocomplete: "username", required: true, autocapitalize: "none", spellcheck: false }}
        />
        <TextField
          label={t.signIn.password}
          type="password"
          value={form.password}
          error={sayWrong(errors.password)}
          onValue={(password) => change({ password })}
          input={{ autocomplete: "current-password", required: true }}
        />
        <Button submit wide size="large" busy={busy}>
          {busy ? t.signIn.busy : t.signIn.enter}
        </Button>
      </Form>
      <p class="sign-in__emergency">
        {t.signIn.emergency}{" "}
        <a class="nl-link" href={telLink(emergency)}>
          {t.contact.callEmergency(emergency)}
        </a>
      </p>
    </main>
  );
}

/** Rounded up: who tries at the minute that stands here is let in. */
const waitEnds = (seconds: number): string =>
  clockTime(Math.ceil((serverClock.now() + seconds * 1000) / 60_000) * 60_000);

function said(error: unknown): string {
  if (error instanceof Problem) {
    if (error.status === 401) return t.signIn.wrong;
    if (error.status === 429)
      return error.retryAfter ? t.signIn.waitUntil(waitEnds(error.retryAfter)) : t.signIn.tooOften;
    return error.message || t.app.somethingWrong;
  }
  return error instanceof NotHeard ? t.app.noAnswer : t.app.somethingWrong;
}
