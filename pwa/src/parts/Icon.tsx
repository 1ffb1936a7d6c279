// A few line drawings. They stand beside a word, never alone, so they are hidden from who listens.
import { createStore, useStore } from "../app/store";
import type { moreDrawings } from "./more-drawings";

const drawings = {
  today: "M5 6.5h14v13H5zM5 10.5h14M9 4v4M15 4v4",
  cards: "M8 4.5h11v11M5 8.5h11v11H5zM8.5 12.5h4M8.5 15.5h4",
  report: "M5 19.5l1-4L16 5.5l3 3L9 18.5zM13.5 8l3 3",
  me: "M12 11.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM5 19.5c.6-3.6 3.3-5.5 7-5.5s6.4 1.9 7 5.5",
  phone:
    "M7 4.5h3l1.5 4-2 1.5c.8 2 2.5 3.7 4.5 4.5l1.5-2 4 1.5v3c0 .8-.7 1.5-1.5 1.5C10.5 18.5 5.5 13.5 5.5 6c0-.8.7-1.5 1.5-1.5z",
  back: "M14.5 5.5L8 12l6.5 6.5",
  sms: "M5 5.5h14v10h-8l-4 3.5v-3.5H5z",
} as const;

export type IconName = keyof typeof drawings | keyof typeof moreDrawings;

/** By name; with those that come after the start once they are there. */
export const drawn = createStore<Partial<Record<IconName, string>>>(drawings);

export function Icon({ name }: { name: IconName }) {
  return (
    <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={useStore(drawn)[name]} />
    </svg>
  );
}
