import { useId, useState } from "preact/hooks";
import { api } from "../../api/later";
import type { Imported } from "../../api/types";
import { asNamed } from "../../app/filling";
import { useForm } from "../../app/useForm";
import { Button } from "../../parts/Button";
import { FileField } from "../../parts/Field";
import { Form } from "../../parts/Form";
import { Notice } from "../../parts/Notice";
import { t } from "../../texts/later";
import { checkImport, goodRows, noFile, reportOf, type Report as Heard } from "./import-file";

/** A file is looked through first; then somebody chooses: all, the good rows, or nothing. */
export function ImportForm({ onKept, onClose }: { onKept: () => void; onClose: () => void }) {
  const id = useId();
  const [heard, setHeard] = useState<Heard | null>(null);
  const { form, change, said, stumbles, busy, problem, send } = useForm({
    begin: noFile,
    check: (filled) => checkImport(filled, true),
    at: asNamed("file"),
    send: async ({ file, dryRun }) => {
      setHeard({ file, found: await api.importMarks(file, { dryRun, keepGood: !dryRun }) });
      return dryRun;
    },
    onDone: (dryRun) => {
      if (!dryRun) onKept();
    },
  });
  const words = t.marks.file;
  const report = reportOf(heard, form);
  const good = report ? goodRows(report) : 0;

  return (
    <section class="card stack desk-form" aria-labelledby={`${id}-title`}>
      <h2 id={`${id}-title`} class="nl-heading nl-heading--level-2">
        {words.title}
      </h2>
      <p class="soft">{words.hint}</p>
      <p class="soft anywhere">{words.columns}</p>
      <Form class="stack" stumbles={stumbles} onSend={() => report === null && send()}>
        <FileField
          label={words.choose}
          accept=".csv,.xlsx,text/csv"
          error={said("file")}
          onFile={(file) => change({ file })}
        />
        {problem && <Notice tone="soon" title={problem} announce="now" />}
        {report && <Report report={report} good={good} />}
        <div class="row">
          {!report?.dryRun && (
            <Button submit disabled={report !== null} busy={busy !== null}>
              {words.check}
            </Button>
          )}
          {report?.dryRun && good > 0 && (
            <Button busy={busy !== null} onPress={() => send((filled) => checkImport(filled, false))}>
              {report.refusedCount > 0 ? words.keepGood(good) : words.keepAll(good)}
            </Button>
          )}
          <Button look="quiet" onPress={onClose}>
            {report?.dryRun ? words.keepNone : t.app.close}
          </Button>
        </div>
      </Form>
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
