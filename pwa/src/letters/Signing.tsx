import "./letter-text.css";
import { api } from "../api/later";
import type { Letter } from "../api/types";
import { useAction } from "../app/useAction";
import { Button } from "../parts/Button";
import { Notice } from "../parts/Notice";
import { t } from "../texts/later";

/** Its words, paragraph by paragraph. */
export function LetterText({ letter }: { letter: Letter }) {
  return (
    <div class="letter-text stack stack-tight">
      {letter.text.map((one, place) => (
        <p key={place}>{one}</p>
      ))}
    </div>
  );
}

/** What is still to be filled in before anybody can sign it. */
export function Lacking({ letter }: { letter: Letter }) {
  if (letter.missing.length === 0) return null;
  return (
    <Notice tone="soon" title={t.letters.missing}>
      <p>{t.list(letter.missing.map((one) => t.letters.fields[one] ?? one))}</p>
    </Notice>
  );
}

/** What was decided since somebody wrote the text by hand: nobody signs it before it says so. */
export function Behind({ letter }: { letter: Letter }) {
  if (letter.behind.length === 0) return null;
  return (
    <Notice tone="soon" title={letter.mayWrite ? t.letters.behind : t.letters.behindWaits}>
      {letter.behind.map((one, place) => (
        <p key={place}>{one.now ? t.letters.nowSo(one.now) : t.letters.noLongerSo(one.before)}</p>
      ))}
    </Notice>
  );
}

/** Whether there is nothing left to do before somebody signs it. */
export const isReady = (letter: Letter): boolean => letter.missing.length === 0 && letter.behind.length === 0;

/** Sign it: what was read, and nothing that it became meanwhile. */
export function Signing({ letter, onDone }: { letter: Letter; onDone: () => void }) {
  const { busy, problem, act } = useAction(onDone);
  return (
    <>
      <p>{t.letters.sureSign}</p>
      {problem && <Notice tone="soon" title={problem} announce="now" />}
      <Button
        wide
        busy={busy !== null}
        onPress={() => void act("sign", () => api.signLetter(letter.id, letter.revision))}
      >
        {t.letters.sign}
      </Button>
    </>
  );
}
