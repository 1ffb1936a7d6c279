import { useState } from "preact/hooks";
import type { Incident } from "../../api/types";
import { addFile } from "../../attachments/outbox";
import { WaitingFiles } from "../../attachments/WaitingFiles";
import { A_MEGABYTE, ACCEPTED, isTooLarge, MOST_BYTES, MOST_OF_A_PICTURE, PICTURES } from "../../attachments/upload";
import { FileField } from "../../parts/Field";
import { Notice } from "../../parts/Notice";
import { useSession } from "../../session/context";
import { t } from "../../texts/later";

/** Photos, sound and papers: on this device at once, and to the server as soon as that can be. */
export function Files({ id, report }: { id: string; report: Incident | null }) {
  const { me } = useSession();
  const [problem, setProblem] = useState<string | null>(null);
  // An input that is drawn anew has no file: the same one can be chosen again.
  const [round, setRound] = useState(0);
  const add = async (file: File | null) => {
    setRound((n) => n + 1);
    setProblem(null);
    if (!file) return;
    if (isTooLarge(file)) {
      setProblem(t.attachments.tooLarge(MOST_OF_A_PICTURE / A_MEGABYTE, MOST_BYTES / A_MEGABYTE));
      return;
    }
    try {
      if (!(await addFile(me.id, id, file))) setProblem(t.form.fileNotKept);
    } catch {
      setProblem(t.form.fileUnread);
    }
  };
  const already = report && "attachments" in report ? report.attachments.length : 0;
  return (
    <>
      {already > 0 && <p class="soft">{t.form.already(already)}</p>}
      {problem && <Notice tone="soon" title={problem} announce="now" />}
      <WaitingFiles incident={id} sayNone={already === 0} />
      <div key={round} class="stack">
        <FileField label={t.attachments.photo} accept={PICTURES} camera onFile={(file) => void add(file)} />
        <FileField
          label={t.attachments.file}
          hint={t.attachments.hint}
          accept={ACCEPTED}
          onFile={(file) => void add(file)}
        />
      </div>
    </>
  );
}
