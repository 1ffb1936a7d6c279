import "./ban-photo.css";
import { useState } from "preact/hooks";
import { api } from "../api/later";
import type { Measure } from "../api/types";
import { useAction } from "../app/useAction";
import { PICTURES } from "../attachments/upload";
import { Button } from "../parts/Button";
import { FileField } from "../parts/Field";
import { Notice } from "../parts/Notice";
import { t } from "../texts/later";

/** The photo that goes with a ban for who sits at the door: by choice of who decides on it. */
export function BanPhoto({ measure, onDone }: { measure: Measure; onDone: () => void }) {
  const { busy, problem, act } = useAction(onDone);
  // An input that is drawn anew has no file: the same one can be chosen again.
  const [round, setRound] = useState(0);
  const { photo } = measure;
  if (!photo && !measure.mayPhoto) return null;
  const put = (file: File | null) => {
    if (file) void act("put", () => api.setBanPhoto(measure.id, file)).then(() => setRound((n) => n + 1));
  };
  return (
    <div class="stack stack-tight">
      {problem && <Notice tone="soon" title={problem} announce="now" />}
      {photo && (
        <img class="ban-photo" src={banPhoto(photo)} alt={t.bans.photoOf(measure.about ?? "")} loading="lazy" />
      )}
      {busy === "put" ? (
        <p role="status">{t.attachments.checking}</p>
      ) : (
        measure.mayPhoto && (
          <FileField
            key={round}
            label={photo ? t.bans.otherPhoto : t.bans.addPhoto}
            hint={t.bans.photoHint}
            accept={PICTURES}
            onFile={put}
          />
        )
      )}
      {photo && (
        <div class="row">
          <Button
            size="small"
            look="quiet"
            busy={busy !== null}
            onPress={() => void act("drop", () => api.removeBanPhoto(measure.id))}
          >
            {t.bans.removePhoto}
          </Button>
        </div>
      )}
    </div>
  );
}

/** Where the photo of a line of the list is. */
export const banPhoto = (id: string): string => `/v1/bans/photos/${id}`;
