import { useEffect, useState } from "preact/hooks";
import { api } from "../../api/later";
import type { Alarm, Tiles } from "../../api/types";
import { MapView, type Pin } from "../../maps/MapView";
import type { Place } from "../../maps/places";
import { useTiles } from "../../maps/useTiles";
import { whereOf } from "../../desk/where";
import { Button } from "../../parts/Button";
import { t } from "../../texts/later";

/** Milliseconds after which is asked again where the address is, as long as nobody said. */
const AGAIN = 15_000;

/** Where it is, on a map, for who asks for it: over one bar of signal the words go first. */
export function AlarmMap({ alarm }: { alarm: Alarm }) {
  const tiles = useTiles();
  const [open, setOpen] = useState(false);
  if (!tiles || (!alarm.location && !alarm.address)) return null;
  return (
    <div class="stack stack-tight not-on-paper">
      <div>
        <Button look="quiet" size="small" expanded={open} onPress={() => setOpen(!open)}>
          {open ? t.maps.hide : t.maps.show}
        </Button>
      </div>
      {open && <Shown alarm={alarm} tiles={tiles} />}
    </div>
  );
}

function Shown({ alarm, tiles }: { alarm: Alarm; tiles: Tiles }) {
  const [address, setAddress] = useState<Place | null | undefined>(undefined);
  const line = alarm.address?.line;
  useEffect(() => {
    let [here, asking, found] = [true, false, false];
    setAddress(undefined);
    const ask = async () => {
      if (asking || found || document.hidden) return;
      asking = true;
      const place = await api.placeOfAddress(alarm.id).then(
        (it) => it.place,
        () => null,
      );
      asking = false;
      found = place !== null;
      if (here) setAddress(place);
    };
    void ask();
    // The register may only have been away for a moment.
    const timer = setInterval(() => void ask(), AGAIN);
    return () => {
      here = false;
      clearInterval(timer);
    };
  }, [alarm.id, line]);
  const pins: Pin[] = [];
  if (alarm.location) {
    const { latitude, longitude, accuracyMetres } = alarm.location;
    pins.push({
      id: "phone",
      name: t.maps.phone,
      short: alarm.worker.name,
      state: alarm.locationText,
      tone: "alarm",
      latitude,
      longitude,
      metres: accuracyMetres ?? null,
    });
  }
  if (address && line)
    pins.push({
      id: "address",
      name: t.maps.address,
      short: "",
      state: whereOf(line, alarm.addressLeft),
      tone: "place",
      ...address,
    });
  return (
    <>
      <MapView tiles={tiles} pins={pins} label={t.maps.ofTheAlarm} />
      {address === null && line && <p class="soft">{t.maps.addressUnknown}</p>}
    </>
  );
}
