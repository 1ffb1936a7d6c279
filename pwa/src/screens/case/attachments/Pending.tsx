import { useRef, useState } from "preact/hooks";
import { NotHeard } from "../../../api/problem";
import { sayProblem } from "../../../app/useAction";
import { A_MEGABYTE, isTooLarge, MOST_BYTES, MOST_OF_A_PICTURE, sendAttachment } from "../../../attachments/upload";
import { Button } from "../../../parts/Button";
import { TextField } from "../../../parts/Field";
import { Notice } from "../../../parts/Notice";
import { t } from "../../../texts/later";

const LONGEST_CAPTION = 200;

interface Props {
  incident: string;
  id: string;
  file: File;
  onEnd: (added: boolean) => void;
}

/** A file that was chosen and is not kept yet: what it shows, how far it is, or why it was refused. */
export function Pending({ incident, id, file, onEnd }: Props) {
  const [caption, setCaption] = useState("");
  const [part, setPart] = useState<number | null>(null);
  const [problem, setProblem] = useState(
    isTooLarge(file) ? t.attachments.tooLarge(MOST_OF_A_PICTURE / A_MEGABYTE, MOST_BYTES / A_MEGABYTE) : null,
  );
  const [refused, setRefused] = useState(isTooLarge(file));
  const underWay = useRef(false);
  const send = async () => {
    if (underWay.current) return;
    underWay.current = true;
    setProblem(null);
    setPart(0);
    try {
      await sendAttachment({ incident, id, file, caption: caption.trim().slice(0, LONGEST_CAPTION) }, setPart);
      onEnd(true);
    } catch (error) {
      // Nobody knows whether it arrived: with the same id it is kept once.
      const nobodyKnows = error instanceof NotHeard;
      setProblem(nobodyKnows ? t.attachments.notKept : sayProblem(error));
      setRefused(!nobodyKnows);
      setPart(null);
    } finally {
      underWay.current = false;
    }
  };
  const sending = part !== null;
  return (
    <div class="attachment-pending stack stack-tight">
      <p class="anywhere">
        <strong>{file.name}</strong>
      </p>
      {problem && <Notice tone="soon" title={problem} announce="now" />}
      {!refused && !sending && <TextField label={t.attachments.caption} value={caption} onValue={setCaption} />}
      {sending && (
        <div class="stack stack-tight" role="status">
          <progress class="attachment-progress" max={1} value={part} aria-label={t.attachments.sending} />
          <p>{part < 1 ? t.attachments.part(Math.round(part * 100)) : t.attachments.checking}</p>
        </div>
      )}
      {!sending && (
        <div class="row">
          {!refused && <Button onPress={() => void send()}>{problem ? t.attachments.again : t.attachments.add}</Button>}
          <Button look="plain" onPress={() => onEnd(false)}>
            {refused ? t.attachments.another : t.attachments.notNow}
          </Button>
        </div>
      )}
    </div>
  );
}
