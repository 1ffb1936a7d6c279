import type { ComponentChildren } from "preact";
import { useSession } from "../../session/context";
import { t } from "../../texts/later";
import { clockTime, day, isoDay } from "../../time/format";
import { lasting } from "../../desk/lasting";
import type { Found, PastAlarm, PastMessage, PastVisit, TakenIn, Unseen, What } from "./search";

/** What was found, a line each: when, who, where, and how it ended. */
export function Rows({ what, pages, today }: { what: What; pages: Found[]; today: string }) {
  const visits = pages.flatMap((page) => page.visits ?? []);
  const alarms = pages.flatMap((page) => page.alarms ?? []);
  const messages = pages.flatMap((page) => page.messages ?? []);
  const people = pages.flatMap((page) => page.people ?? []);
  const takenIn = pages[0]?.takenIn;
  const number = visits.length + alarms.length + messages.length + people.length;
  return (
    <>
      {takenIn && takenIn.alarms > 0 && <Speed takenIn={takenIn} />}
      <p class="only-read-aloud" role="status">
        {number === 0 ? t.past.none : t.past.found(number)}
      </p>
      {number === 0 && <p class="soft">{what === "never-checked-in" ? t.past.everybodyDid : t.past.none}</p>}
      <ul class="past">
        {visits.map((one) => (
          <VisitRow key={one.id} one={one} today={today} />
        ))}
        {alarms.map((one) => (
          <AlarmRow key={one.id} one={one} today={today} drill={what === "drills"} />
        ))}
        {messages.map((one) => (
          <MessageRow key={one.id} one={one} today={today} />
        ))}
        {people.map((one) => (
          <PersonRow key={one.person.id} one={one} today={today} />
        ))}
      </ul>
      {pages.some((page) => page.more) && <p class="soft">{t.past.notAll(people.length)}</p>}
    </>
  );
}

function Speed({ takenIn }: { takenIn: TakenIn }) {
  const { alarms, taken, median, worst, worstId } = takenIn;
  return (
    <p class="card past__speed">
      <span>{t.past.taken(taken, alarms)}</span>
      {median !== null && <span>{t.past.median(lasting(median))}</span>}
      {worst !== null && worstId && <a href={`/alarms/${worstId}`}>{t.past.worst(lasting(worst))}</a>}
    </p>
  );
}

interface Cells {
  at: string;
  today: string;
  who: string;
  team: string;
  where: string | null;
  children: ComponentChildren;
}

function Row({ at, today, who, team, where, children }: Cells) {
  return (
    <li class="past__row">
      <span class="past__when">
        {isoDay(at) === today ? t.past.today : day(at)} {clockTime(at)}
      </span>
      <span class="past__who anywhere">
        <span class="strong">{who}</span> <span class="soft">{team}</span>
      </span>
      <span class="past__where anywhere">{where ?? t.past.nowhere}</span>
      <span class="past__how anywhere">{children}</span>
    </li>
  );
}

function VisitRow({ one, today }: { one: PastVisit; today: string }) {
  const { me } = useSession();
  const hours = one.startedAt && one.endedAt ? `${clockTime(one.startedAt)}–${clockTime(one.endedAt)}` : null;
  return (
    <Row at={one.plannedStart} today={today} who={one.worker.name} team={one.team.name} where={one.address}>
      {/* One's own stands on one's own screens. */}
      {one.worker.id === me.id ? t.past.ended[one.ended] : <a href={`/visits/${one.id}`}>{t.past.ended[one.ended]}</a>}
      {["", hours, one.companions.length > 0 && t.past.along(t.list(one.companions))]
        .filter((part) => part !== null && part !== false)
        .join(" · ")}{" "}
      {one.alarmIds.map((id, place) => (
        <a key={id} href={`/alarms/${id}`}>
          {one.alarmIds.length > 1 ? t.past.alarmOf(place + 1) : t.past.alarm}
        </a>
      ))}
    </Row>
  );
}

function AlarmRow({ one, today, drill }: { one: PastAlarm; today: string; drill: boolean }) {
  const after = one.seconds === null ? null : lasting(one.seconds);
  const taken = after === null ? t.past.nobodyTook : t.past.takenBy(one.takenBy?.name ?? "", after);
  const outcome = one.outcome && !drill ? t.past.outcomes[one.outcome] : null;
  return (
    <Row at={one.openedAt} today={today} who={one.worker.name} team={one.team.name} where={drill ? "" : one.address}>
      <a href={drill ? `/drills/${one.id}` : `/alarms/${one.id}`}>{t.past.causes[one.cause]}</a>{" "}
      {[taken, outcome ?? (one.resolvedAt ? null : t.past.open)].filter(Boolean).join(" · ")}
    </Row>
  );
}

function MessageRow({ one, today }: { one: PastMessage; today: string }) {
  const said = [t.past.channels[one.channel], t.past.states[one.state], one.errorCode].filter(Boolean).join(" · ");
  return (
    <Row at={one.at} today={today} who={t.past.to(one.to.name)} team={one.team.name} where={one.address}>
      {one.alarmId && !one.drill ? <a href={`/alarms/${one.alarmId}`}>{said}</a> : said}{" "}
      <span class="soft">{t.past.about(one.worker.name)}</span>
    </Row>
  );
}

function PersonRow({ one, today }: { one: Unseen; today: string }) {
  return (
    <li class="past__row past__row--person">
      <span class="strong anywhere">{one.person.name}</span>
      <span class="soft">
        {one.lastAt
          ? t.past.lastAt(
              isoDay(one.lastAt) === today ? t.past.today : `${day(one.lastAt)} ${isoDay(one.lastAt).slice(0, 4)}`,
            )
          : t.past.never}
      </span>
    </li>
  );
}
