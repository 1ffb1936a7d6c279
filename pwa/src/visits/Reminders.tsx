import "./trouble.css";
import { useProfile } from "../session/context";
import { t } from "../texts";

/** What the protocol says to think of at the door and inside: the phone, the car, the way out. Folded. */
export function Reminders({ teamId }: { teamId: string }) {
  const reminders = useProfile(teamId)?.reminders ?? [];
  if (reminders.length === 0) return null;
  return (
    <details class="card trouble__folded">
      <summary>{t.preparation.reminders}</summary>
      <ul class="stack stack-tight">
        {reminders.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </details>
  );
}
