import type { Task } from "../api/types";

const A_DAY = 86_400_000;

/** Whether a task can be done already, or within a day. Pure. */
export const isItsTime = ({ notBefore }: Pick<Task, "notBefore">, now: number): boolean =>
  notBefore === null || Date.parse(notBefore) - now < A_DAY;
