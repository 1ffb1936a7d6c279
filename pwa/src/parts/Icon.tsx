// A few line drawings. They stand beside a word, never alone, so they are hidden from who listens.
const drawings = {
  today: "M5 6.5h14v13H5zM5 10.5h14M9 4v4M15 4v4",
  cards: "M8 4.5h11v11M5 8.5h11v11H5zM8.5 12.5h4M8.5 15.5h4",
  report: "M5 19.5l1-4L16 5.5l3 3L9 18.5zM13.5 8l3 3",
  me: "M12 11.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM5 19.5c.6-3.6 3.3-5.5 7-5.5s6.400 1.900 7 5.500",
  phone:
    "M7 4.500h3l1.500 4-2 1.500c.8 2 2.500 3.700 4.500 4.500l1.500-2 4 1.500v3c0 .8-.7 1.500-1.500 1.500C10.500 18.500 5.500 13.500 5.500 6c0-.8.7-1.500 1.500-1.500z",
  board: "M4.500 5.500h15v13h-15zM4.500 10h15M4.500 14.500h15M9.500 10v8.500",
  people:
    "M9 11a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM3.500 19c.4-3.200 2.500-5 5.500-5s5.100 1.800 5.500 5M16 11.500a2.500 2.500 0 1 0-1-4.800M17 14c2.200.3 3.300 1.900 3.600 4.500",
  roster: "M12 20a8 8 0 1 0 0-16 8 8 0 0 0 0 16zM12 7.500V12l3 2",
  mark: "M12 20.500c4-4.500 6-7.700 6-10.500a6 6 0 1 0-12 0c0 2.800 2 6 6 10.500zM12 12.300a2.300 2.300 0 1 0 0-4.600 2.300 2.300 0 0 0 0 4.600z",
  check: "M5 12.500l4.500 4.500L19 7.500",
  tasks:
    "M4 6.500l1.500 1.500L8 5.500M4 12.500l1.500 1.500L8 11.500M4 18.500l1.500 1.500L8 17.500M11 7h9M11 13h9M11 19h9",
  more: "M7 10l5 5 5-5",
  back: "M14.500 5.500L8 12l6.500 6.500",
  sms: "M5 5.500h14v10h-8l-4 3.500v-3.500H5z",
} as const;

export type IconName = keyof typeof drawings;

export function Icon({ name }: { name: IconName }) {
  return (
    <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={drawings[name]} />
    </svg>
  );
}
