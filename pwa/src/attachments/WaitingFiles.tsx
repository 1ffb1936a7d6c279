import { useStore } from "../app/store";
import { Button } from "../parts/Button";
import { useSession } from "../session/context";
import { t } from "../texts/later";
import { files, progress, sent, takeOut } from "./outbox";

interface Props {
  incident: string;
  /** Says so when there is nothing. */
  sayNone?: boolean;
}

/** What was added to a report on this device, and whether it is at the server. */
export function WaitingFiles({ incident, sayNone = false }: Props) {
  const { me } = useSession();
  const here = useStore(files).filter((one) => one.incident === incident && one.personId === me.id);
  const busy = useStore(progress);
  const gone = useStore(sent).filter((one) => one.incident === incident);
  if (here.length + gone.length === 0) return sayNone ? <p class="soft">{t.attachments.none}</p> : null;
  return (
    <ul class="stack stack-tight">
      {gone.map((one) => (
        <li key={one.id} class="anywhere">
          <strong>{one.name}</strong>
          <p class="soft">{t.form.fileSent}</p>
        </li>
      ))}
      {here.map((one) => (
        <li key={one.id} class="anywhere">
          <strong>{one.name}</strong>
          <p class="soft" role="status">
            {one.refused ?? (busy?.id === one.id ? t.attachments.part(Math.round(busy.part * 100)) : t.form.fileWaits)}
          </p>
          {busy?.id !== one.id && (
            <Button
              look="plain"
              size="small"
              label={t.attachments.removeOf(one.name)}
              onPress={() => void takeOut(one.id)}
            >
              {t.attachments.remove}
            </Button>
          )}
        </li>
      ))}
    </ul>
  );
}
