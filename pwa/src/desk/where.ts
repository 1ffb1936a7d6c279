// Where an alarm is, as far as anybody knows. Pure.
import { t } from "../texts/later";

/** After a visit that was over the address is where they were last, and is never shown as where they are. */
export const whereOf = (line: string, left: boolean): string => (left ? t.alarm.lastAddress(line) : line);
