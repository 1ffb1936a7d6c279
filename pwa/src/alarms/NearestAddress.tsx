import { useEffect, useState } from "preact/hooks";
import { api } from "../api/later";
import type { Alarm } from "../api/types";

/** The address next to where the phone was. It comes after the page, which never waits for a register. */
export function NearestAddress({ alarmId, location }: { alarmId: string; location: Alarm["location"] }) {
  const [text, setText] = useState("");
  const place = location && `${location.latitude} ${location.longitude}`;
  useEffect(() => {
    let here = true;
    setText("");
    api.nearestAddress(alarmId).then(
      (found) => here && setText(found.text ?? ""),
      () => undefined, // the place itself stands there already
    );
    return () => {
      here = false;
    };
  }, [alarmId, place]);
  return text ? <>, {text}</> : null;
}
