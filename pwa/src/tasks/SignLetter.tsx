import { api } from "../api/later";
import { useFetch } from "../app/useFetch";
import { ButtonLink } from "../parts/Button";
import { Behind, isReady, Lacking, LetterText, Signing } from "../letters/Signing";
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
  return (
    <Sheet title={letter?.name ?? t.letters.title} onClose={onClose}>
      {problem && <Notice tone="soon" title={problem} announce="now" />}
      {!letter && !problem && <p role="status">{t.app.moment}</p>}
      {letter && (
        <>
          <p class="anywhere">{letter.addressee.name ? t.letters.to(letter.addressee.name) : t.letters.nobody}</p>
          <Lacking letter={letter} />
          <Behind letter={letter} />
          <LetterText letter={letter} />
          <ButtonLink file look="quiet" href={`/v1/letters/${letter.id}/letter.pdf`}>
            {t.letters.preview}
          </ButtonLink>
          {letter.maySign && isReady(letter) && <Signing letter={letter} onDone={onDone} />}
        </>
      )}
    </Sheet>
  );
}
