// The drawings that no screen of the start needs: of the places of a desk, and of what one opens later.
import { drawn } from "./Icon";

export const moreDrawings = {
  board: "M4.5 5.5h15v13h-15zM4.5 10h15M4.5 14.5h15M9.5 10v8.5",
  people:
    "M9 11a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM3.5 19c.4-3.2 2.5-5 5.5-5s5.1 1.8 5.5 5M16 11.5a2.5 2.5 0 1 0-1-4.8M17 14c2.2.3 3.3 1.9 3.6 4.5",
  roster: "M12 20a8 8 0 1 0 0-16 8 8 0 0 0 0 16zM12 7.5V12l3 2",
  tasks: "M4 6.5l1.5 1.5L8 5.5M4 12.5l1.5 1.5L8 11.5M4 18.5l1.5 1.5L8 17.5M11 7h9M11 13h9M11 19h9",
  more: "M7 10l5 5 5-5",
  shield: "M12 4l7 3v4c0 5-3 8-7 9-4-1-7-4-7-9V7z",
  letter: "M4.5 6.5h15v12h-15zM4.5 7l7.5 6 7.5-6",
  figures: "M5 19.5V12M12 19.5V5M19 19.5V9",
  past: "M5 4v5h5M5 9a8 8 0 1 1-1 4M12 8v4h3",
  eye: "M3 12c4-8 14-8 18 0-4 8-14 8-18 0zM12 10v4",
  check: "M5 12.5l4.5 4.5L19 7.5",
  mark: "M12 20.5c4-4.5 6-7.7 6-10.5a6 6 0 1 0-12 0c0 2.8 2 6 6 10.5zM12 12.3a2.3 2.3 0 1 0 0-4.6 2.3 2.3 0 0 0 0 4.6z",
} as const;

drawn.update((now) => ({ ...now, ...moreDrawings }));
