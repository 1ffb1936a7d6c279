import "./letters.css";
import { useState } from "preact/hooks";
import { api } from "../../../api/later";
import { useAction } from "../../../app/useAction";
import { useFetch } from "../../../app/useFetch";
import { Button } from "../../../parts/Button";
import { SelectField } from "../../../parts/Field";
import { Notice } from "../../../parts/Notice";
import { t } from "../../../texts/later";
import { longDay } from "../../../time/format";
import type { SectionProps } from "../section";
import { LetterCard } from "./LetterCard";

/** The letters about an incident: what fits can be written; who may know no more sees that one went out. */
export function LettersSection({ incident, round, again }: SectionProps) {
  const { value, problem } = useFetch(() => api.letters(incident.id), `${incident.id} ${round}`);
  const [chosen, setChosen] = useState("");
  const [tried, setTried] = useState(false);
  const {
    busy,
    problem: refused,
    act,
  } = useAction(() => {
    // The letter stands above now: as long as it stayed chosen, another one like it was a press away.
    setChosen("");
    setTried(false);
    again();
  });
  if (!value) return problem ? <Notice tone="soon" title={problem} announce="now" /> : null;
  const { letters, sent, choices, never } = value;
  if (!never && letters.length === 0 && sent.length === 0 && choices.length === 0) return null;
  const pick = choices.find((one) => one.letterId === chosen);
  return (
    <section class="card stack" aria-labelledby="case-letters">
      <h2 id="case-letters" class="nl-heading nl-heading--level-2">
        {t.letters.title}
      </h2>
      {never && <Notice tone="alarm" title={t.letters.never} />}
      {sent.map((one, place) => (
        <p key={place} class="anywhere">
          {t.letters.sent(one.name, longDay(one.deliveredAt))}
        </p>
      ))}
      {letters.map((letter) => (
        <LetterCard key={`${letter.id} ${letter.revision}`} letter={letter} again={again} />
      ))}
      {letters.length === 0 && choices.length > 0 && <p class="soft">{t.letters.none}</p>}
      {refused && <Notice tone="soon" title={refused} announce="now" />}
      {choices.length > 0 && (
        <div class="stack stack-tight">
          <SelectField
            label={t.letters.choose}
            value={chosen}
            error={tried && !pick ? t.wrong.choose : undefined}
            onValue={setChosen}
            options={[{ value: "", text: "" }, ...choices.map((one) => ({ value: one.letterId, text: one.name }))]}
          />
          {pick && pick.says.length > 0 && <Says says={pick.says} />}
          <div class="row">
            <Button
              look="quiet"
              busy={busy !== null}
              onPress={() => {
                setTried(true);
                if (pick) void act("write", () => api.writeLetter(incident.id, pick.letterId));
              }}
            >
              {t.letters.write}
            </Button>
          </div>
        </div>
      )}
    </section>
  );
}

export function Says({ says }: { says: string[] }) {
  return (
    <div class="soft">
      <p>{t.letters.says}</p>
      <ul class="letter-says">
        {says.map((one) => (
          <li key={one} class="anywhere">
            {one}
          </li>
        ))}
      </ul>
    </div>
  );
}
