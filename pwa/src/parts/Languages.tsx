import { useStore } from "../app/store";
import { LANGUAGES } from "../texts/languages";
import { spoken } from "../texts/spoken";

interface Props {
  label: string;
  onChoose: (language: string) => void;
}

/** Each language by its own name: who reads no Dutch finds theirs. */
export function Languages({ label, onChoose }: Props) {
  const now = useStore(spoken);
  return (
    <fieldset class="languages row">
      <legend class="only-read-aloud">{label}</legend>
      {Object.entries(LANGUAGES).map(([language, name]) => (
        <button
          key={language}
          type="button"
          class="language"
          lang={language}
          aria-pressed={language === now}
          onClick={() => onChoose(language)}
        >
          {name}
        </button>
      ))}
    </fieldset>
  );
}
