import "./sign-in.css";
import { useLocation } from "preact-iso";
import { useEffect, useState } from "preact/hooks";
import { NotHeard, Problem } from "../../api/problem";
import { isHere } from "../../app/demonstration";
import { Faces, OtherWay } from "../../app/rooms";
import { useStore } from "../../app/store";
import { setBefore, setTitle } from "../../app/title";
import { useForm } from "../../app/useForm";
import { useSaidAloud } from "../../desk/aloud";
import { Button } from "../../parts/Button";
import { TextField } from "../../parts/Field";
import { Form } from "../../parts/Form";
import { Languages } from "../../parts/Languages";
import { Notice } from "../../parts/Notice";
import { OwnPassword } from "../../parts/OwnPassword";
import { BareAlarm } from "../../panic/BareAlarm";
import { checkCredentials, noCredentials } from "../../session/credentials";
import { numbers, signIn } from "../../session/session";
import { keepLanguage, speak, t } from "../../texts";
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

/** What was chosen on this page, which is drawn anew in that language. */
let chosen: string | null = null;

function choose(language: string): void {
  chosen = language;
  keepLanguage(language);
  void speak(language);
}

/** How long the form waits for the faces of the demonstration, which stand above it. */
const FACES_COME = 2_000;

/** Until it is known who one can be here, the form has no place yet: shown, it would be pushed down. */
function useFacesToCome(): { coming: boolean; known: () => void } {
  const [coming, setComing] = useState(isHere);
  const known = () => setComing(false);
  useEffect(() => {
    const timer = setTimeout(known, FACES_COME);
    return () => clearTimeout(timer);
  }, []);
  return { coming, known };
}

export function SignInScreen({ expired, unheard, onlyAlarms = false, watched = false, visited = true }: Props) {
  const { route } = useLocation();
  const { form, change, said, stumbles, busy, problem, send } = useForm({
    begin: noCredentials,
    check: checkCredentials,
    send: ({ email, password }) => signIn(email, password, chosen),
    say: sayRefused,
  });
  const { emergency } = useStore(numbers);
  useSaidAloud(expired && watched);
  useEffect(() => {
    setTitle(`${expired ? t.signIn.signedOutTitle : t.signIn.enter} · ${t.app.name}`);
    setBefore(expired && watched ? t.signIn.notWatchingBefore : "", expired && watched);
    return () => setBefore("", false);
  }, [expired, watched]);
  const faces = useFacesToCome();
  const unsent = useStore(waiting).some((action) => !action.refused);

  return (
    <main class={`sign-in stack ${isHere() ? "sign-in--with-faces" : ""}`} aria-busy={faces.coming}>
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
      {isHere() && <Faces onKnown={faces.known} />}
      <Form class="stack" stumbles={stumbles} onSend={send}>
        {problem && <Notice tone="soon" title={problem} announce="now" />}
        <TextField
          label={t.signIn.email}
          type="email"
          value={form.email}
          error={said("email")}
          onValue={(email) => change({ email })}
          input={{ autocomplete: "username", required: true, autocapitalize: "none", spellcheck: false }}
        />
        <OwnPassword
          label={t.signIn.password}
          value={form.password}
          error={said("password")}
          onValue={(password) => change({ password })}
        />
        <Button submit wide size="large" busy={busy !== null}>
          {busy !== null ? t.signIn.busy : t.signIn.enter}
        </Button>
      </Form>
      <OtherWay />
      <a class="nl-link" href="/passkey">
        {t.signIn.passkey}
      </a>
      <a class="nl-link" href="/forgotten">
        {t.signIn.forgot}
      </a>
      <Languages label={t.signIn.language} onChoose={choose} />
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

function sayRefused(error: unknown): string {
  if (error instanceof Problem) {
    if (error.status === 401) return t.signIn.wrong;
    if (error.status === 429)
      return error.retryAfter ? t.signIn.waitUntil(waitEnds(error.retryAfter)) : t.signIn.tooOften;
    return error.message || t.app.somethingWrong;
  }
  return error instanceof NotHeard ? t.app.noAnswer : t.app.somethingWrong;
}
