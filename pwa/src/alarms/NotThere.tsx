import { ButtonLink } from "../parts/Button";
import { Notice } from "../parts/Notice";
import { useSession } from "../session/context";
import { watchedTeams } from "../session/session";
import { t } from "../texts/later";

export type Why = "asking" | "gone" | "silent";

/** Instead of an alarm or its sheet: it is asked for, it is not theirs, or nobody answers and there is a list on this device. */
export function NotThere({ why }: { why: Why }) {
  const { me } = useSession();
  if (why !== "silent") return <p role="status">{why === "gone" ? t.alarm.gone : t.app.moment}</p>;
  const watches = watchedTeams(me).length > 0;
  return (
    <Notice tone="soon" title={t.alarm.unheard} announce="now">
      <p>{watches ? t.alarm.unheardText : t.alarm.unheardTrying}</p>
      {watches && <ButtonLink href="/whereabouts">{t.whereabouts.title}</ButtonLink>}
    </Notice>
  );
}
