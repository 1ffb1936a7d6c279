import { useEffect, useState } from "preact/hooks";
import { api } from "../../../api/later";
import type { Attachment } from "../../../api/types";
import { sayProblem } from "../../../app/useAction";
import { Button } from "../../../parts/Button";
import { Notice } from "../../../parts/Notice";
import { Sheet } from "../../../parts/Sheet";
import { t } from "../../../texts/later";

interface Props {
  incident: string;
  one: Attachment;
  onClose: () => void;
}

/** A photo, from memory: it is no page of its own, and nothing of it stays in this browser. */
export function PictureSheet({ incident, one, onClose }: Props) {
  const [address, setAddress] = useState("");
  const [problem, setProblem] = useState<string | null>(null);
  useEffect(() => {
    let made = "";
    let gone = false;
    api.attachment(incident, one.id, one.mediaType).then(
      (file) => {
        if (gone) return;
        made = URL.createObjectURL(file);
        setAddress(made);
      },
      (error: unknown) => !gone && setProblem(sayProblem(error)),
    );
    return () => {
      gone = true;
      if (made) URL.revokeObjectURL(made);
    };
  }, [incident, one.id]);
  const name = one.caption || t.attachments.kinds[one.what];
  return (
    <Sheet title={name} onClose={onClose} bare>
      {problem && <Notice tone="soon" title={problem} announce="now" />}
      {address ? (
        <img class="attachment-picture" src={address} alt={name} />
      ) : (
        !problem && <p role="status">{t.app.moment}</p>
      )}
      <Button wide look="quiet" onPress={onClose}>
        {t.app.close}
      </Button>
    </Sheet>
  );
}
