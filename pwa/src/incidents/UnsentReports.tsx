import { useStore } from "../app/store";
import { files } from "../attachments/outbox";
import { reportAbout } from "./draft";
import { Notice } from "../parts/Notice";
import { waiting } from "../queue/queue";
import { useSession } from "../session/context";
import { t } from "../texts/later";

const OF_A_REPORT = ["incident", "incident-form", "incident-complete"];

/** Reports, their forms and what was added to them, that are on this phone and not at the server. */
export function UnsentReports() {
  const { me } = useSession();
  const actions = useStore(waiting).filter((one) => one.personId === me.id && OF_A_REPORT.includes(one.kind));
  const added = useStore(files).filter((one) => one.personId === me.id);
  const reports = [...new Set([...actions.map((one) => one.subject), ...added.map((one) => one.incident)])];
  return (
    <>
      {reports.map((id) => {
        const isRefused =
          actions.some((one) => one.subject === id && one.refused) ||
          added.some((one) => one.incident === id && one.refused !== null);
        // What was refused is put right where it was written.
        const report = actions.find((one) => one.subject === id && one.kind === "incident" && one.refused);
        const about = (name: string) => (report?.body[name] as string | undefined) ?? null;
        const there = report
          ? reportAbout({ visitId: about("visitId"), alarmId: about("alarmId") })
          : `/incidents/${id}/form`;
        return (
          <Notice key={id} tone="soon" title={isRefused ? t.form.unsentRefused : t.form.unsent} announce="politely">
            <a class="nl-link" href={there}>
              {t.form.open}
            </a>
          </Notice>
        );
      })}
    </>
  );
}
