import "./trouble.css";
import type { Profile } from "../api/types";
import { useProfile } from "../session/context";
import { t } from "../texts";

/** What to think of, whom to tell where one goes, and who can be reached. */
export const remindersOf = (profile: Profile | null): string[] => [
  ...(profile?.told?.length ? [t.preparation.told(profile.told)] : []),
  ...(profile?.reminders ?? []),
  ...(profile?.reachable ? [t.preparation.reachable(profile.reachable)] : []),
];

/** What the protocol says to think of at the door and inside: the phone, the car, the way out. Folded. */
export function Reminders({ teamId }: { teamId: string }) {
  const reminders = remindersOf(useProfile(teamId));
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
