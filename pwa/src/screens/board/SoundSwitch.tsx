import { useEffect, useRef, useState } from "preact/hooks";
import type { BoardAlarm } from "../../api/types";
import { Button } from "../../parts/Button";
import { t } from "../../texts";

/** Sounds for a new alarm while nobody looks at the screen. A browser plays nothing before a press, so it is a switch. */
export function SoundSwitch({ alarms }: { alarms: BoardAlarm[] }) {
  const audio = useRef<AudioContext | null>(null);
  const known = useRef(new Set<string>());
  const [on, setOn] = useState(false);

  useEffect(() => {
    const fresh = alarms.some((alarm) => !known.current.has(alarm.id) && alarm.acknowledgedBy === null);
    known.current = new Set(alarms.map((alarm) => alarm.id));
    if (fresh && on && audio.current) ring(audio.current);
  }, [alarms, on]);

  const turn = () => {
    if (on) {
      void audio.current?.close();
      audio.current = null;
    } else {
      audio.current = new AudioContext();
      ring(audio.current);
    }
    setOn(!on);
  };
  return (
    <Button look="quiet" size="small" pressed={on} onPress={turn}>
      {on ? t.board.soundOn : t.board.soundOff}
    </Button>
  );
}

/** Three short tones. */
function ring(audio: AudioContext): void {
  for (const [place, pitch] of [660, 880, 660].entries()) {
    const start = audio.currentTime + place * 0.22;
    const tone = audio.createOscillator();
    const volume = audio.createGain();
    tone.frequency.value = pitch;
    volume.gain.setValueAtTime(0.0001, start);
    volume.gain.exponentialRampToValueAtTime(0.25, start + 0.02);
    volume.gain.exponentialRampToValueAtTime(0.0001, start + 0.2);
    tone.connect(volume).connect(audio.destination);
    tone.start(start);
    tone.stop(start + 0.21);
  }
}
