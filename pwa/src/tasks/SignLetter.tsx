import { api } from "../api/later";
import { useAction } from "../app/useAction";
import { useFetch } from "../app/useFetch";
import { Button, ButtonLink } from "../parts/Button";
import { Notice } from "../parts/Notice";
import { Sheet } from "../parts/Sheet";
import { t } from "../texts/later";

interface Props {
  letterId: string;
  onClose: () => void;
  onDone: () => void;
}

/** A letter to sign, for who has that by a function and reads no reports: its words, and nothing else of the case. */
export function SignLetter({ letterId, onClose, onDone }: Props) {
  const { value: letter, problem } = useFetch(() => api.letter(letterId), letterId);
  const { busy, problem: refused, act } = useAction(onDone);
  const ready = letter?.maySign && letter.missing.length === 0;
  return (
    <Sheet title={letter?.name ?? t.letters.title} onClose={onClose}>
      {problem && <Notice tone="soon" title={problem} announce="now" />}
      {!letter && !problem && <p role="status">{t.app.moment}</p>}
      {letter && (
        <>
          <p class="anywhere">{letter.addressee.name ? t.letters.to(letter.addressee.name) : t.letters.nobody}</p>
          {letter.missing.length > 0 && (
            <Notice tone="soon" title={t.letters.missing}>
              <p>{t.list(letter.missing.map((one) => t.letters.fields[one] ?? one))}</p>
            </Notice>
          )}
          {letter.text.map((one, place) => (
            <p key={place} class="anywhere">
              {one}
            </p>
          ))}
          <ButtonLink file look="quiet" href={`/v1/letters/${letter.id}/letter.pdf`}>
            {t.letters.preview}
          </ButtonLink>
          {refused && <Notice tone="soon" title={refused} announce="now" />}
          {ready && (
            <>
              <p>{t.letters.sureSign}</p>
              <Button
                wide
                busy={busy !== null}
                onPress={() => void act("sign", () => api.signLetter(letter.id, letter.revision))}
              >
                {t.letters.sign}
              </Button>
            </>
          )}
        </>
      )}
    </Sheet>
  );
}
