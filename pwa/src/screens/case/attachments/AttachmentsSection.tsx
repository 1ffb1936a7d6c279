import "./attachments.css";
import { useState } from "preact/hooks";
import { api } from "../../../api/later";
import type { Attachment } from "../../../api/types";
import { newId } from "../../../app/ids";
import { useAction } from "../../../app/useAction";
import { A_MEGABYTE, ACCEPTED, PICTURES } from "../../../attachments/upload";
import { WaitingFiles } from "../../../attachments/WaitingFiles";
import { Button, ButtonLink } from "../../../parts/Button";
import { FileField } from "../../../parts/Field";
import { Notice } from "../../../parts/Notice";
import { t } from "../../../texts/later";
import { clockTime, longDay } from "../../../time/format";
import type { SectionProps } from "../section";
import { PictureSheet } from "./PictureSheet";
import { Pending } from "./Pending";

/** Photos, sound and papers that belong to the report. */
export function AttachmentsSection({ incident, again }: SectionProps) {
  const [chosen, setChosen] = useState<{ id: string; file: File } | null>(null);
  const [shown, setShown] = useState<Attachment | null>(null);
  // An input that is drawn anew has no file: the same one can be chosen again.
  const [round, setRound] = useState(0);
  const { attachments } = incident;
  if (attachments.length === 0 && !incident.mayChange) return null;
  const choose = (file: File | null) => {
    if (file) setChosen({ id: newId(), file });
    setRound((n) => n + 1);
  };
  return (
    <section class="card stack stack-tight" aria-labelledby="case-attachments">
      <h2 id="case-attachments" class="nl-heading nl-heading--level-2">
        {t.attachments.title}
      </h2>
      {attachments.length === 0 && !chosen && <p class="soft">{t.attachments.none}</p>}
      {attachments.length > 0 && (
        <ul class="stack stack-tight">
          {attachments.map((one) => (
            <Item key={one.id} incident={incident.id} one={one} onShow={() => setShown(one)} onGone={again} />
          ))}
        </ul>
      )}
      <WaitingFiles incident={incident.id} />
      {chosen && (
        <Pending
          key={chosen.id}
          incident={incident.id}
          id={chosen.id}
          file={chosen.file}
          onEnd={(added) => {
            setChosen(null);
            if (added) again();
          }}
        />
      )}
      {incident.mayChange && !chosen && (
        <div key={round} class="attachment-ways">
          <div class="attachment-camera">
            <FileField label={t.attachments.photo} accept={PICTURES} camera onFile={choose} />
          </div>
          <FileField label={t.attachments.file} hint={t.attachments.hint} accept={ACCEPTED} onFile={choose} />
        </div>
      )}
      {shown && <PictureSheet incident={incident.id} one={shown} onClose={() => setShown(null)} />}
    </section>
  );
}

const A_KILOBYTE = 1_000;

const sizeOf = (bytes: number): string =>
  bytes < A_MEGABYTE
    ? t.attachments.small(Math.ceil(bytes / A_KILOBYTE))
    : t.attachments.size((bytes / A_MEGABYTE).toLocaleString(t.locale, { maximumFractionDigits: 1 }));

interface ItemProps {
  incident: string;
  one: Attachment;
  onShow: () => void;
  onGone: () => void;
}

function Item({ incident, one, onShow, onGone }: ItemProps) {
  const { busy, problem, act } = useAction(onGone);
  const [asking, setAsking] = useState(false);
  const name = one.caption || t.attachments.kinds[one.what];
  const facts = [one.caption && t.attachments.kinds[one.what], sizeOf(one.size)].filter(Boolean).join(", ");
  return (
    <li class="attachment stack stack-tight">
      {problem && <Notice tone="soon" title={problem} announce="now" />}
      <div class="anywhere">
        <strong>{name}</strong>
        <p class="soft">
          {`${facts}. `}
          {t.cases.byAt(one.addedBy.name, longDay(one.addedAt), clockTime(one.addedAt))}
        </p>
      </div>
      <div class="row">
        {one.what === "picture" ? (
          <Button look="plain" size="small" label={t.attachments.view(name)} onPress={onShow}>
            {t.attachments.show}
          </Button>
        ) : (
          <ButtonLink file look="plain" size="small" href={`/v1/incidents/${incident}/attachments/${one.id}`}>
            {t.attachments.fetch}
          </ButtonLink>
        )}
        {one.mayRemove && !asking && (
          <Button look="plain" size="small" label={t.attachments.removeOf(name)} onPress={() => setAsking(true)}>
            {t.attachments.remove}
          </Button>
        )}
      </div>
      {asking && (
        <div class="stack stack-tight">
          <p>{t.attachments.sure}</p>
          <div class="row">
            <Button
              size="small"
              busy={busy !== null}
              onPress={() => void act("remove", () => api.removeAttachment(incident, one.id))}
            >
              {t.attachments.yesRemove}
            </Button>
            <Button look="plain" size="small" onPress={() => setAsking(false)}>
              {t.attachments.keep}
            </Button>
          </div>
        </div>
      )}
    </li>
  );
}
