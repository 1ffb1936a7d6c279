import "./bans.css";
import { useState } from "preact/hooks";
import { api } from "../../api/later";
import type { Ban } from "../../api/types";
import { useFetch } from "../../app/useFetch";
import { PaperHead } from "../../desk/PaperHead";
import { banPhoto } from "../../measures/BanPhoto";
import { BrokenSheet } from "../../measures/BrokenSheet";
import { Button } from "../../parts/Button";
import { TextField } from "../../parts/Field";
import { Badge, Notice } from "../../parts/Notice";
import { Screen } from "../../parts/Screen";
import { t } from "../../texts/later";
import { longDay } from "../../time/format";
import { sought } from "./sought";

/** For who sits at the door: who may not come in, until when, and what to do. Large, and nothing of why. */
export function BansScreen() {
  const { value, problem } = useFetch(api.bans);
  const [text, setText] = useState("");
  const [here, setHere] = useState<Ban | null>(null);
  const [noted, setNoted] = useState(false);
  const found = sought(value ?? [], text);
  return (
    <Screen wide title={t.bans.title}>
      <p class="soft">{t.bans.text}</p>
      {problem && <Notice tone="soon" title={problem} announce="now" />}
      {noted && <Notice tone="watched" title={t.bans.noted} announce="politely" />}
      <PaperHead />
      {/* On paper only where it says that these are not all. */}
      <div class={text ? undefined : "not-on-paper"}>
        <TextField label={t.bans.search} type="search" value={text} onValue={setText} />
      </div>
      {value && found.length === 0 && <p class="soft">{value.length === 0 ? t.bans.none : t.bans.notFound}</p>}
      <ul class="bans">
        {found.map((ban) => (
          <li key={`${ban.name}${ban.until}${ban.whatToDo}`} class="card stack stack-tight">
            <p class="bans__name anywhere">{ban.name}</p>
            {ban.photo && <img class="ban-photo" src={banPhoto(ban.photo)} alt={t.bans.photoOf(ban.name)} />}
            <div class="row">
              <Badge tone="soon">{ban.until ? t.bans.until(longDay(ban.until)) : t.bans.noEnd}</Badge>
            </div>
            {ban.locations.map((place) => (
              <p key={place} class="strong anywhere">
                {place}
              </p>
            ))}
            <p class="bans__what anywhere">{ban.whatToDo}</p>
            {!ban.mayCome && (
              <Button look="quiet" label={t.bans.isHereTitle(ban.name)} onPress={() => setHere(ban)}>
                {t.bans.isHere}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {here && (
        <BrokenSheet
          title={t.bans.isHereTitle(here.name)}
          steps={here.steps}
          onSend={(body) => api.banBroken(here, body)}
          onClose={() => setHere(null)}
          onDone={() => {
            setHere(null);
            setNoted(true);
          }}
        />
      )}
    </Screen>
  );
}
