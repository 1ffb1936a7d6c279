import type { BoardAlarm, BoardVisit, Tiles } from "../../api/types";
import { whatHappened, whoHasIt } from "../../desk/state";
import { whereOf } from "../../desk/where";
import { MapView, type Pin } from "../../maps/MapView";
import { Button, ButtonLink } from "../../parts/Button";
import { t } from "../../texts/later";
import { clockTime } from "../../time/format";
import { nextOf } from "./next";
import { usePlaces } from "./usePlaces";

interface Props {
  tiles: Tiles;
  visits: BoardVisit[];
  alarms: BoardAlarm[];
}

/** What the list says of a visit, in a few words. */
function stateOf(visit: BoardVisit): string {
  const until = t.maps.until(clockTime(visit.expectedEnd));
  return [nextOf(visit).text, until, visit.address].filter(Boolean).join(" · ");
}

/** To the row of a visit, where all that can be done about it stands. */
function toRow(id: string): void {
  const row = document.querySelector<HTMLElement>(`[data-row="${id}"]`);
  row?.scrollIntoView({ block: "center" });
  row?.querySelector<HTMLElement>("a[href], button")?.focus();
}

/** Where everybody is: alarms first, then visits, as in the list below it. */
export function BoardMap({ tiles, visits, alarms }: Props) {
  const told = usePlaces(visits, alarms);
  const open = new Set(alarms.map(({ id }) => id));
  const all: Omit<Pin, "latitude" | "longitude">[] = [
    ...alarms.map((alarm) => ({
      id: alarm.id,
      name: whatHappened(alarm),
      short: alarm.worker.name,
      state: [whoHasIt(alarm), alarm.address && whereOf(alarm.address, alarm.addressLeft)].filter(Boolean).join(" · "),
      tone: "alarm" as const,
      children: (
        <ButtonLink href={`/alarms/${alarm.id}`} size="small">
          {t.board.toAlarm}
        </ButtonLink>
      ),
    })),
    ...visits
      .filter((visit) => !visit.alarm || !open.has(visit.alarm.id))
      .map((visit) => ({
        id: visit.id,
        name: visit.worker.name,
        short: visit.worker.name,
        state: stateOf(visit),
        tone: nextOf(visit).now ? ("soon" as const) : ("watched" as const),
        children: (
          <Button size="small" look="quiet" onPress={() => toRow(visit.id)}>
            {t.maps.toRow}
          </Button>
        ),
      })),
  ];
  const pins = all.flatMap((one): Pin[] => {
    const place = told.get(one.id);
    if (!place || place === "away") return [];
    const { latitude, longitude, accuracyMetres: metres } = place;
    return [{ ...one, latitude, longitude, metres }];
  });
  const placed = new Set(pins.map(({ id }) => id));
  const without = all.filter(({ id }) => told.has(id) && !placed.has(id));
  return (
    <>
      <MapView tiles={tiles} pins={pins} label={t.maps.ofTheBoard} />
      {without.length > 0 && (
        <p class="soft anywhere">
          {t.app.colon(t.maps.without(without.length))} {t.list(without.map(({ short }) => short))}
        </p>
      )}
    </>
  );
}
