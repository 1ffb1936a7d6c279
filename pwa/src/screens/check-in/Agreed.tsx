import type { Profile } from "../../api/types";
import { ChooseOne } from "../../parts/Chips";
import { t } from "../../texts";
import { NONE, OCCASIONS, type VisitForm } from "./form";
import type { Change } from "./useCheckIn";

/** P4: a colleague calls after a set time, where that is agreed: the one proposed, and twice that. */
const agreeable = (proposed: number): number[] => [proposed, 2 * proposed];

interface Props {
  form: VisitForm;
  profile: Profile | null;
  change: Change;
}

/** What a protocol may ask of a new visit: what it is about, and after how long a colleague calls. */
export function Agreed({ form, profile, change }: Props) {
  return (
    <>
      {profile?.asksOccasion && (
        <ChooseOne
          legend={t.beforehand.occasion}
          chips={OCCASIONS.map((value) => ({ value, text: t.beforehand.occasions[value] }))}
          value={form.occasion}
          onValue={(occasion) => change({ occasion })}
        />
      )}
      {profile?.agreedCallMinutes && (
        <ChooseOne
          legend={t.beforehand.agreedCall}
          chips={[
            { value: NONE, text: t.beforehand.noCall },
            ...agreeable(profile.agreedCallMinutes).map((minutes) => ({
              value: String(minutes),
              text: t.checkIn.minutes(minutes),
            })),
          ]}
          value={form.callAfter}
          onValue={(callAfter) => change({ callAfter })}
        />
      )}
    </>
  );
}
