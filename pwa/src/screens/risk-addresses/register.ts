// In which order those who keep the register see it. Pure.
import type { Mark } from "../../api/types";

const ORDER: Record<Mark["state"], number> = { proposed: 1, approved: 2, expired: 3, ended: 4 };

/** From its review date on somebody should look; the server says "overdue" only the day after. */
export const isDue = (mark: Mark, today: string): boolean => mark.state === "approved" && mark.reviewDate <= today;

/** What is due first, then what waits for approval; each by the day it must be looked at. */
export function inOrder(marks: readonly Mark[], today: string): Mark[] {
  const place = (mark: Mark) => (isDue(mark, today) ? 0 : ORDER[mark.state]);
  return [...marks].sort((a, b) => place(a) - place(b) || a.reviewDate.localeCompare(b.reviewDate));
}

/** By address, person or reason, whatever the letters' size. */
export function sought(marks: readonly Mark[], text: string): Mark[] {
  const wanted = text.trim().toLocaleLowerCase();
  return marks.filter((mark) =>
    `${mark.address.line} ${mark.personName ?? ""} ${mark.reason}`.toLocaleLowerCase().includes(wanted),
  );
}
