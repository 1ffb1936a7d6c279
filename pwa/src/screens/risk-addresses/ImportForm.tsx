import { useId, useState } from "preact/hooks";
import { api } from "../../api/calls";
import type { Imported } from "../../api/types";
import { useAction } from "../../app/useAction";
import { Button } from "../../parts/Button";
import { Notice } from "../../parts/Notice";
import { t } from "../../texts";

/** A file is looked through first; then somebody chooses: all, the good rows, or nothing. */
export function ImportForm({ onKept, onClose }: { onKept: () => void; onClose: () => void }) {
  const id = useId();
  const [file, setFile] = useState<File | null>(null);
  const [report, setReport] = useState<Imported | null>(null);
  const { busy, problem, act } = useAction();
  const words = t.marks.file;
  const send = (dryRun: boolean) =>
    act(dryRun ? "check" : "keep", async () => {
      if (!file) return;
      setReport(await api.importMarks(file, { dryRun, keepGood: !dryRun }));
      if (!dryRun) onKept();
    });
  const good = report ? report.rows - report.known - report.refusedCount : 0;

  return (
    <section class="card stack desk-form" aria-labelledby={`${id}-title`}>
      <h2 id={`${id}-title`} class="nl-heading nl-heading--level-2">
        {words.title}
      </h2>
      <p class="soft">{words.hint}</p>
      <p class="soft anywhere">{words.columns}</p>
      <div class="field">
        <label class="utrecht-form-label" for={id}>
          {words.choose}
        </label>
        <input
          id={id}
          type="file"
          class="utrecht-textbox utrecht-textbox--html-input"
          accept=".csv,.xlsx,text/csv"
          onChange={(event) => {
            setFile(event.currentTarget.files?.[0] ?? null);
            setReport(null);
          }}
        />
      </div>
      {problem && <Notice tone="soon" title={problem} announce="now" />}
      {report && <Report report={report} good={good} />}
      <div class="row">
        {!report?.dryRun && (
          <Button disabled={!file || report !== null} busy={busy === "check"} onPress={() => void send(true)}>
            {words.check}
          </Button>
        )}
        {report?.dryRun && good > 0 && (
          <Button busy={busy === "keep"} onPress={() => void send(false)}>
            {report.refusedCount > 0 ? words.keepGood(good) : words.keepAll(good)}
          </Button>
        )}
        <Button look="quiet" onPress={onClose}>
          {report?.dryRun ? words.keepNone : t.app.close}
        </Button>
      </div>
    </section>
  );
}

function Report({ report, good }: { report: Imported; good: number }) {
  const words = t.marks.file;
  if (!report.dryRun) {
    return (
      <Notice tone="watched" title={words.done(report.kept)} announce="politely">
        <p>{words.report(report.rows, report.kept, report.known, report.refusedCount)}</p>
        <Notes of={report.notes} />
      </Notice>
    );
  }
  const more = report.refusedCount - report.refused.length;
  return (
    <Notice
      tone={report.refusedCount > 0 ? "soon" : "plain"}
      title={words.report(report.rows, good, report.known, report.refusedCount)}
      announce="politely"
    >
      {good === 0 && report.refusedCount === 0 && <p>{words.nothing}</p>}
      <ul class="import-refused">
        {report.refused.map((row) => (
          <li key={row.line} class="anywhere">
            <span class="strong">{words.row(row.line)}</span>{" "}
            {row.wrong.map((one) => (one.column ? `${one.column}: ${one.detail}` : one.detail)).join(" ")}
          </li>
        ))}
      </ul>
      <Notes of={report.notes} />
      {more > 0 && <p>{words.moreRefused(more)}</p>}
    </Notice>
  );
}

function Notes({ of }: { of: string[] }) {
  return (
    <>
      {of.map((note) => (
        <p key={note} class="anywhere">
          {note}
        </p>
      ))}
    </>
  );
}
