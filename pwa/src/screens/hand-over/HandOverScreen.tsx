import "./hand-over.css";
import { Fragment } from "preact";
import { useRoute } from "preact-iso";
import { useState } from "preact/hooks";
import { api } from "../../api/later";
import { passes, Problem } from "../../api/problem";
import type { HandOver } from "../../api/types";
import { secondsSince, usePoll, useSeconds } from "../../app/poll";
import { freshness } from "../../desk/freshness";
import { exactOnDay } from "../../desk/on-day";
import { PaperHead } from "../../desk/PaperHead";
import { whereOf } from "../../desk/where";
import { Button, ButtonLink } from "../../parts/Button";
import { NearestAddress } from "../../alarms/NearestAddress";
import { NotThere, type Why } from "../../alarms/NotThere";
import { Notice } from "../../parts/Notice";
import { Screen } from "../../parts/Screen";
import { t } from "../../texts/later";
import { deviceClock, serverClock, type Tick } from "../../time/clock";
import { phoneNumber, telLink, timeOrDay } from "../../time/format";
import { PoliceCallForm } from "../../alarms/PoliceCallForm";

type Place = HandOver["addresses"][number];

/** What was on another day says so: a time alone is read as one of today. */
const onDay = (at: string): string => timeOrDay(at, serverClock.now());

/** What to read to the police, in the order in which they ask. Large enough to read while holding a phone. */
export function HandOverScreen() {
  const id = useRoute().params["id"] ?? "";
  return <OneSheet key={id} id={id} />;
}

function OneSheet({ id }: { id: string }) {
  const [heard, setHeard] = useState<{ sheet: HandOver; at: Tick } | null>(null);
  const [why, setWhy] = useState<Why>("asking");
  const { now } = usePoll(() => {
    const at = deviceClock.read();
    return api.handOver(id).then(
      (sheet) => setHeard({ sheet, at }),
      (error: unknown) => setWhy(error instanceof Problem && !passes(error.status) ? "gone" : "silent"),
    );
  }, 5_000);
  useSeconds();
  const sheet = heard?.sheet;
  if (!heard || !sheet) {
    return (
      <Screen wide title={t.handOver.title} back={why === "gone" ? "/" : `/alarms/${id}`}>
        <NotThere why={why} />
      </Screen>
    );
  }
  return (
    <Screen
      wide
      title={t.handOver.title}
      back={`/alarms/${id}`}
      aside={
        <span class="row hand-over__buttons">
          <Button look="quiet" onPress={() => window.print()}>
            {t.handOver.print}
          </Button>
          {!sheet.drill && !sheet.resolvedAt && (
            <ButtonLink href={telLink(sheet.emergencyNumber)} look="alarm" size="large" icon="phone">
              {t.contact.callEmergency(sheet.emergencyNumber)}
            </ButtonLink>
          )}
        </span>
      }
    >
      <PaperHead />
      {freshness(secondsSince(heard.at)) === "stale" && <Notice tone="soon" title={t.alarm.stale} announce="now" />}
      {sheet.drill && <Notice tone="soon" title={t.alarm.drillTitle} />}
      {sheet.resolvedAt && <Notice tone="plain" title={t.handOver.over(onDay(sheet.resolvedAt))} />}
      {!sheet.resolvedAt && (sheet.silent || sheet.quiet) && (
        <Notice tone="soon" title={sheet.silent ? t.alarm.silent : t.alarm.quiet} />
      )}
      <p class="soft">{t.handOver.asOf(exactOnDay(sheet.asOf, serverClock.now()))}</p>
      <Sheet sheet={sheet} />
      {!sheet.drill && <PoliceCallForm alarmId={id} emergency={sheet.emergencyNumber} onDone={now} />}
    </Screen>
  );
}

function Sheet({ sheet }: { sheet: HandOver }) {
  const also = sheet.companions.map((one) =>
    [one.name, one.phone && phoneNumber(one.phone)].filter(Boolean).join(", "),
  );
  return (
    <article class="hand-over">
      {sheet.addresses.map((address) => (
        <p key={address.line} class="hand-over__address anywhere">
          {whereOf(address.noNumber ? `${address.line}. ${t.address.noNumber}.` : address.line, address.left)}
        </p>
      ))}
      {sheet.addresses.length === 0 && <p class="hand-over__address">{t.alarm.noAddress}</p>}
      {sheet.say.length > 0 && (
        <section>
          <h2 class="hand-over__heading">{t.handOver.say}</h2>
          {sheet.say.map((line) => (
            <p key={line} class="hand-over__say">
              {line}
            </p>
          ))}
        </section>
      )}
      <dl class="hand-over__facts">
        <dt>{t.handOver.who}</dt>
        <dd>
          {[sheet.worker.name, sheet.worker.phone && phoneNumber(sheet.worker.phone)].filter(Boolean).join(", ")}
          {/* The police may want the number; nobody phones it. */}
          {sheet.worker.phone && (sheet.silent || sheet.quiet) && ` (${t.handOver.doNotCall})`}
        </dd>
        <dt>{t.handOver.howMany}</dt>
        <dd>
          {sheet.peopleInside}
          {also.length > 0 && `, ${t.handOver.also(also)}`}
        </dd>
        <dt>{t.handOver.what}</dt>
        <dd>{sheet.causeText}</dd>
        <Known label={t.handOver.client} sheet={sheet} of={(address) => address.clientName} />
        <dt>{t.handOver.since}</dt>
        <dd>{sheet.since ? onDay(sheet.since) : t.alarm.unknown}</dd>
        {sheet.expectedEnd && (
          <>
            <dt>{t.handOver.until}</dt>
            <dd>{onDay(sheet.expectedEnd)}</dd>
          </>
        )}
        {sheet.onward && (
          <>
            <dt>{t.handOver.onward}</dt>
            <dd>
              {[
                sheet.onward.to ?? (sheet.onward.home ? t.handOver.home : t.handOver.office),
                sheet.onward.by && t.handOver.expectedBy(onDay(sheet.onward.by)),
              ]
                .filter(Boolean)
                .join(", ")}
            </dd>
          </>
        )}
        <dt>{t.handOver.lastContact}</dt>
        <dd>
          {sheet.lastContactAt
            ? [onDay(sheet.lastContactAt), sheet.lastContactText].filter(Boolean).join(", ")
            : t.handOver.noContact}
        </dd>
        {sheet.location && (
          <>
            <dt>{t.handOver.location}</dt>
            <dd>
              {sheet.locationText}
              <NearestAddress alarmId={sheet.alarmId} location={sheet.location} />.{" "}
              {sheet.mapLink && (
                <a class="nl-link" href={sheet.mapLink} target="_blank" rel="noreferrer">
                  {t.handOver.map}
                </a>
              )}
            </dd>
          </>
        )}
        {sheet.battery && (
          <>
            <dt>{t.handOver.battery}</dt>
            <dd>{t.handOver.batteryAt(sheet.battery.percent, onDay(sheet.battery.at))}</dd>
          </>
        )}
        <Known label={t.handOver.background} sheet={sheet} of={(address) => address.background} />
        <Known label={t.handOver.instruction} sheet={sheet} of={(address) => address.instructions.join(" ")} />
      </dl>
      <section>
        <h2 class="hand-over__heading">{t.handOver.tried}</h2>
        {sheet.tried.length === 0 && <p>{t.handOver.nothingTried}</p>}
        <ol>
          {sheet.tried.map((one) => (
            <li key={`${one.at}${one.text}`} class="hand-over__tried">
              <span class="digits">{exactOnDay(one.at, serverClock.now())}</span>
              <span>{one.text}</span>
            </li>
          ))}
        </ol>
      </section>
      <dl class="hand-over__facts">
        <dt>{t.handOver.callBack}</dt>
        <dd class="strong">
          {sheet.callBack
            ? [sheet.callBack.name, sheet.callBack.phone && phoneNumber(sheet.callBack.phone)]
                .filter(Boolean)
                .join(", ")
            : t.alarm.unknown}
        </dd>
      </dl>
      <section>
        <h2 class="hand-over__heading">{t.handOver.called}</h2>
        {sheet.policeCalls.length === 0 && <p>{t.handOver.notCalled}</p>}
        <ul>
          {sheet.policeCalls.map((call) => (
            <li key={call.at} class="hand-over__tried">
              <span class="digits">{exactOnDay(call.at, serverClock.now())}</span>
              <span>{[call.by?.name, call.number, call.reference, call.note].filter(Boolean).join(", ")}</span>
            </li>
          ))}
        </ul>
      </section>
    </article>
  );
}

/** What was handed over beforehand about each address; which one it is, only where there are more. */
function Known({ label, sheet, of }: { label: string; sheet: HandOver; of: (address: Place) => string }) {
  const many = sheet.addresses.length > 1;
  return (
    <>
      {sheet.addresses.filter(of).map((address) => (
        <Fragment key={address.line}>
          <dt>{label}</dt>
          <dd>{many ? `${of(address)} (${address.line})` : of(address)}</dd>
        </Fragment>
      ))}
    </>
  );
}
