// Times on the wall as somebody types them. Pure.

const WALL = /^([01]?\d|2[0-3])[:.]([0-5]\d)$/;
const minutes = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));
const two = (n: number): string => String(n).padStart(2, "0");

/** "8:30, 13.00" -> ["08:30", "13:00"], in order and each once; what is no time stays as it was typed. */
export function timesOf(typed: string): string[] {
  const parts = typed.split(/[\s,;]+/).filter(Boolean);
  const times = parts.map((part) => {
    const found = WALL.exec(part);
    return found ? `${two(Number(found[1]))}:${found[2]}` : part;
  });
  return [...new Set(times)].sort();
}

/** Every so many minutes, both ends included. */
export function timesEach(every: number, from: string, until: string): string[] {
  if (!(every >= 5) || !WALL.test(from) || !WALL.test(until)) return [];
  const times: string[] = [];
  for (let at = minutes(from); at <= minutes(until); at += every) {
    times.push(`${two(Math.floor(at / 60))}:${two(at % 60)}`);
  }
  return times;
}
