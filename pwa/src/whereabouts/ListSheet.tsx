import "./list-sheet.css";
import type { Whereabouts } from "../api/types";
import { Badge } from "../parts/Notice";
import { t } from "../texts/later";
import { phoneNumber, telLink, timeOrDay } from "../time/format";
import type { Kept } from "./kept";

type Stay = Whereabouts["underWay"][number];
type Contact = Stay["worker"];

/** Who is where until when, with numbers: to read, to ring from, and to print. */
export function ListSheet({ asOf, lists, quiet }: Kept) {
  return (
    <article class="list-sheet stack">
      <header>
        <h2 class="nl-heading nl-heading--level-2">{t.whereabouts.asOf(timeOrDay(asOf, Date.now()))}</h2>
        <p>{t.whereabouts.what}</p>
      </header>
      {lists.map((list) => (
        <TeamList key={list.teamId} list={list} />
      ))}
      {quiet.length > 0 && <p class="strong anywhere">{t.whereabouts.quiet(quiet)}</p>}
      <p class="soft">{t.whereabouts.secret}</p>
    </article>
  );
}

function TeamList({ list }: { list: Whereabouts }) {
  return (
    <section class="list-sheet__team stack stack-tight">
      <h3 class="nl-heading nl-heading--level-3 anywhere">{list.team}</h3>
      {list.underWay.length > 0 ? (
        <Stays asOf={list.asOf} caption={t.whereabouts.underWay} stays={list.underWay} began={t.whereabouts.since} />
      ) : (
        <p class="strong">{t.whereabouts.nobody}</p>
      )}
      {list.planned.length > 0 && (
        <Stays asOf={list.asOf} caption={t.whereabouts.planned} stays={list.planned} began={t.whereabouts.start} />
      )}
      <p class="anywhere">
        {t.app.colon(t.whereabouts.onDuty)} <People people={list.onDuty} />
        <br />
        {t.app.colon(t.whereabouts.managers)} <People people={list.managers} />
        {list.emergencyNumber && (
          <>
            <br />
            {t.app.colon(t.whereabouts.emergency)} <span class="strong">{list.emergencyNumber}</span>
          </>
        )}
      </p>
    </section>
  );
}

function Stays({ asOf, caption, stays, began }: { asOf: string; caption: string; stays: Stay[]; began: string }) {
  const w = t.whereabouts;
  const asks = stays.some((stay) => stay.next !== null);
  return (
    <table class="list-sheet__table">
      <caption>{caption}</caption>
      <thead>
        <tr>
          {[w.who, w.where, began, w.until, ...(asks ? [w.task] : [])].map((column) => (
            <th key={column} scope="col">
              {column}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {stays.map((stay) => (
          <tr key={`${stay.worker.name}${stay.since}${stay.address ?? ""}`}>
            <th scope="row" class="anywhere">
              {stay.drill && <Badge>{t.alarm.drill}</Badge>} {stay.worker.name}
              <br />
              <Phone phone={stay.worker.phone} ring={mayRing(stay)} />
              {stay.companions.length > 0 && (
                <span class="list-sheet__inside">
                  {w.inside} <People people={stay.companions} ring={mayRing(stay)} />
                </span>
              )}
            </th>
            <td data-label={w.where} class="anywhere">
              {stay.address ?? w.noAddress}
            </td>
            <td data-label={began} class="digits">
              {timeOrDay(stay.since, asOf)}
            </td>
            <td data-label={w.until} class="digits">
              {stay.until && timeOrDay(stay.until, asOf)}
            </td>
            {stay.next && (
              <td data-label={w.task} class="strong">
                {stay.alarmSince && `${w.alarm(timeOrDay(stay.alarmSince, asOf))} `}
                {w.tasks[stay.next.task](stay.next.at ? timeOrDay(stay.next.at, asOf) : "")}
              </td>
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Who may not be rung before the manager has said so. */
const mayRing = (stay: Stay): boolean => stay.next?.task !== "manager_first";

function People({ people, ring = true }: { people: Contact[]; ring?: boolean }) {
  if (people.length === 0) return <>{t.whereabouts.none}</>;
  return (
    <>
      {people.map((person, place) => (
        <span key={person.name}>
          {place > 0 && "; "}
          {person.name} <Phone phone={person.phone} ring={ring} />
        </span>
      ))}
    </>
  );
}

/** A number to touch; of who may not be rung none. */
function Phone({ phone, ring = true }: { phone: string | null; ring?: boolean }) {
  if (!ring) return <>{t.whereabouts.doNotRing}</>;
  if (!phone) return <>{t.whereabouts.noPhone}</>;
  return (
    <a class="nl-link list-sheet__phone" href={telLink(phone)}>
      {phoneNumber(phone)}
    </a>
  );
}
