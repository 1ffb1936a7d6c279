import { api } from "../api/later";
import type { BreakGlass } from "../api/types";
import { useAction } from "../app/useAction";
import { useFetch } from "../app/useFetch";
import { Button } from "../parts/Button";
import { Notice } from "../parts/Notice";
import { t } from "../texts/later";
import { serverClock } from "../time/clock";
import { longDay, timeOrDay } from "../time/format";

/** Each use of a break-glass account, until another administrator says that they know of it. */
export function BreakGlassUsed() {
  const { value, again } = useFetch(api.breakGlass);
  return value && <BreakGlassNotices of={value} onDone={again} />;
}

/** What must be known of the break-glass accounts: that one was used, or that nobody looked at it for a year. */
export function BreakGlassNotices({ of, onDone }: { of: BreakGlass; onDone: () => void }) {
  const { busy, problem, act } = useAction(onDone);
  return (
    <>
      {problem && <Notice tone="soon" title={problem} announce="now" />}
      {of.accounts
        .filter((one) => one.open || one.reviewDue)
        .map((one) => (
          <Notice
            key={one.person.id}
            tone={one.open ? "alarm" : "soon"}
            title={one.open ? t.breakGlass.used(one.person.name) : t.breakGlass.reviewDue(one.person.name)}
            announce="politely"
          >
            {one.open && one.usedAt && (
              <p class="anywhere">{t.breakGlass.usedAt(timeOrDay(one.usedAt, serverClock.now()), one.usedFrom)}</p>
            )}
            {one.open ? (
              <p>{one.mine ? t.breakGlass.mine : t.breakGlass.usedText}</p>
            ) : (
              <p>{t.breakGlass.reviewText(longDay(one.reviewedAt))}</p>
            )}
            {!one.mine && (
              <div class="row">
                <Button
                  size="small"
                  look="quiet"
                  busy={busy === one.person.id}
                  onPress={() =>
                    void act(one.person.id, () =>
                      one.open ? api.acknowledgeBreakGlass(one.person.id) : api.reviewBreakGlass(one.person.id),
                    )
                  }
                >
                  {one.open ? t.breakGlass.acknowledge : t.breakGlass.review}
                </Button>
              </div>
            )}
          </Notice>
        ))}
    </>
  );
}
