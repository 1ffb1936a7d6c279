import "./desk-bar.css";
import { useLocation } from "preact-iso";
import { useEffect, useRef, useState } from "preact/hooks";
import { useHeld } from "../app/held";
import { useRoom } from "../app/room";
import { useStore } from "../app/store";
import { deskBusy, newVersion } from "../app/update";
import { Button, ButtonLink } from "../parts/Button";
import { SignInAgain } from "../sign-ins/SignInAgain";
import { t } from "../texts/later";
import { clockTime } from "../time/format";
import { untaken } from "./rings";
import { sound } from "./sound";
import { whatHappened } from "./state";
import { whereOf } from "./where";
import { useDeskWatch, useEndsSoon, watch } from "./watch";

/** Hears the alarms, and says them above every screen. `quiet` as in `useDeskWatch`; `hidden`: it hears without a word. */
export function DeskWatch({ quiet, hidden }: { quiet: boolean; hidden: boolean }) {
  useDeskWatch(quiet);
  const busy = useStore(watch).alarms.length > 0;
  useEffect(() => {
    deskBusy.set(busy);
    return () => deskBusy.set(false);
  }, [busy]);
  return hidden ? null : <DeskBar quiet={quiet} />;
}

/** Above every screen of a desk: the gravest alarm, that nobody answers, or that this sign-in ends; or that it is quiet now,
    or that there is a newer version: a board stays open for weeks. */
function DeskBar({ quiet }: { quiet: boolean }) {
  const { path } = useLocation();
  const watched = useStore(watch);
  const sounds = useStore(sound);
  // The first press lets it sound, and the line that asked for it goes: not from under the finger.
  const { alarms, deaf, heard } = useHeld({ ...watched, heard: sounds });
  const ends = useEndsSoon();
  const newer = useStore(newVersion);
  const [again, setAgain] = useState(false);
  const bars = useRef<HTMLDivElement>(null);
  useRoom(bars, "--above", true);
  // Of the page that is open; its own sheet belongs to it.
  const here = path.startsWith("/alarms/") ? path.split("/")[2] : undefined;
  const elsewhere = alarms.filter((one) => one.id !== here);
  const first = untaken(elsewhere)[0] ?? untaken(alarms)[0] ?? alarms[0];
  // There it stands already, with all that belongs to it.
  const shown = first && path !== "/board" && path !== `/alarms/${first.id}` ? first : null;
  const more = elsewhere.filter((one) => one !== shown).length;
  const board = path === "/board";
  return (
    <div ref={bars} class="desk-bars not-on-paper">
      {shown && (
        <section class="desk-bar desk-bar--alarm" role="alert" aria-label={t.alarm.title}>
          <p class="anywhere">
            <strong>{whatHappened(shown)}</strong>
            {shown.address && <span class="desk-bar__where"> · {whereOf(shown.address, shown.addressLeft)}</span>}
            {[
              "",
              t.alarm.since(clockTime(shown.openedAt)),
              shown.acknowledgedBy ? t.alarm.takenBy(shown.acknowledgedBy.name, "") : t.alarm.nobodyYet,
            ].join(" · ")}
            {more > 0 && ` ${t.alarm.others(more)}`}
          </p>
          <ButtonLink href={`/alarms/${shown.id}`} look="on-alarm" size="small">
            {t.alarm.toAlarm}
          </ButtonLink>
        </section>
      )}
      {quiet && (
        <p class="desk-bar" role="status">
          {t.board.quiet}
        </p>
      )}
      {deaf && !board && (
        <p class="desk-bar" role="alert">
          {t.board.deaf}
        </p>
      )}
      {heard === "waits" && (
        <p class="desk-bar" role="status">
          {t.board.soundBlocked}
        </p>
      )}
      {ends !== null && (
        <div class="desk-bar" role="status">
          <p>{t.board.endsSoon(clockTime(ends))}</p>
          <Button size="small" look="quiet" onPress={() => setAgain(true)}>
            {t.board.signInAgain}
          </Button>
        </div>
      )}
      {newer && alarms.length === 0 && (
        <div class="desk-bar" role="status">
          <p>{t.board.newer}</p>
          <Button size="small" look="quiet" onPress={() => location.reload()}>
            {t.app.reload}
          </Button>
        </div>
      )}
      {again && (
        <SignInAgain title={t.board.signInAgain} onDone={() => setAgain(false)} onClose={() => setAgain(false)}>
          <p>{t.board.signInAgainText}</p>
        </SignInAgain>
      )}
    </div>
  );
}
