import type { PeopleImported } from "../../api/types";
import { t } from "../../texts/later";

/** Whom a file adds, and what changes for whoever works here already. */
export function Changes({ of: { changes, added, kept, invited, dryRun } }: { of: PeopleImported }) {
  const words = t.people.file;
  const changed = changes.filter((one) => !one.added);
  const unseen = kept - changes.length;
  return (
    <>
      {kept > 0 && <p>{words.newAndChanged(added, kept - added)}</p>}
      {invited > 0 && <p>{words.invited(invited)}</p>}
      {dryRun && changes.length > 0 && (
        <details>
          <summary>{words.who}</summary>
          <ul class="import-rows">
            {changed.map((one) => (
              <li key={one.line} class="anywhere">
                {t.rowFiles.row(one.line)} <span class="strong">{one.name}</span>:{" "}
                {t.list(one.what.map((what) => words.what[what] ?? what))}
              </li>
            ))}
            {changes
              .filter((one) => one.added)
              .map((one) => (
                <li key={one.line} class="anywhere">
                  {t.rowFiles.row(one.line)} <span class="strong">{t.app.colon(one.name)}</span> {words.isNew}
                </li>
              ))}
          </ul>
          {unseen > 0 && <p>{words.unseen(unseen)}</p>}
        </details>
      )}
    </>
  );
}
