import "./row-files.css";
import type { ComponentChildren } from "preact";
import { useId, useState } from "preact/hooks";
import { asNamed } from "../app/filling";
import { useForm } from "../app/useForm";
import { Button } from "../parts/Button";
import { CheckField, FileField } from "../parts/Field";
import { Form } from "../parts/Form";
import { Notice } from "../parts/Notice";
import { t } from "../texts/later";
import { checkImport, goodRows, noFile, reportOf, type How, type Read, type Report as Heard } from "./import-file";
import { save } from "./save";

export interface Words {
  title: string;
  hint: string;
  /** What an empty file is called among the downloads. */
  template: string;
  keepAll: (count: number) => string;
  done: (count: number) => string;
  /** What may be chosen besides: that whoever is new is invited, say. */
  option?: string;
}

interface Props<R extends Read> {
  words: Words;
  send: (file: File, how: How) => Promise<R>;
  template: () => Promise<Blob>;
  onKept: () => void;
  onClose: () => void;
  /** What else there is to say of what was read. */
  more?: (read: R) => ComponentChildren;
}

/** A file is looked through first; then somebody chooses: all, the good rows, or nothing. */
export function ImportForm<R extends Read>({ words, send: read, template, onKept, onClose, more }: Props<R>) {
  const id = useId();
  const [heard, setHeard] = useState<Heard<R> | null>(null);
  const { form, change, said, stumbles, busy, problem, send, act } = useForm({
    begin: noFile,
    check: (filled) => checkImport(filled, true),
    at: asNamed("file"),
    send: async ({ file, dryRun, option }) => {
      setHeard({ file, found: await read(file, { dryRun, keepGood: !dryRun, option }) });
      return dryRun;
    },
    onDone: (dryRun) => {
      if (!dryRun) onKept();
    },
  });
  const report = reportOf(heard, form);
  const good = report ? goodRows(report) : 0;
  const file = t.rowFiles;

  return (
    <section class="card stack desk-form" aria-labelledby={`${id}-title`}>
      <h2 id={`${id}-title`} class="nl-heading nl-heading--level-2">
        {words.title}
      </h2>
      <p class="soft">{words.hint}</p>
      <div class="row">
        <Button
          size="small"
          look="quiet"
          busy={busy === "template"}
          onPress={() => void act("template", () => template().then((empty) => save(empty, words.template)))}
        >
          {file.template}
        </Button>
      </div>
      <Form class="stack" stumbles={stumbles} onSend={() => report === null && send()}>
        <FileField
          label={file.choose}
          accept=".csv,.xlsx,text/csv"
          error={said("file")}
          onFile={(chosen) => change({ file: chosen })}
        />
        {words.option && (
          <CheckField label={words.option} checked={form.option} onChecked={(option) => change({ option })} />
        )}
        {problem && <Notice tone="soon" title={problem} announce="now" />}
        {report && (
          <Report words={words} report={report} good={good}>
            {more?.(report)}
          </Report>
        )}
        <div class="row">
          {!report?.dryRun && (
            <Button submit disabled={report !== null} busy={busy !== null}>
              {file.check}
            </Button>
          )}
          {report?.dryRun && good > 0 && (
            <Button busy={busy !== null} onPress={() => send((filled) => checkImport(filled, false))}>
              {report.refusedCount > 0 ? file.keepGood(good) : words.keepAll(good)}
            </Button>
          )}
          <Button look="quiet" onPress={onClose}>
            {report?.dryRun ? file.keepNone : t.app.close}
          </Button>
        </div>
      </Form>
    </section>
  );
}

interface ReportProps {
  words: Words;
  report: Read;
  good: number;
  children: ComponentChildren;
}

function Report({ words, report, good, children }: ReportProps) {
  const file = t.rowFiles;
  if (!report.dryRun) {
    return (
      <Notice tone="watched" title={words.done(report.kept)} announce="politely">
        <p>{file.report(report.rows, report.kept, report.known, report.refusedCount)}</p>
        {children}
        <Notes of={report.notes} />
      </Notice>
    );
  }
  const more = report.refusedCount - report.refused.length;
  return (
    <Notice
      tone={report.refusedCount > 0 ? "soon" : "plain"}
      title={file.report(report.rows, good, report.known, report.refusedCount)}
      announce="politely"
    >
      {good === 0 && report.refusedCount === 0 && <p>{file.nothing}</p>}
      <ul class="import-rows">
        {report.refused.map((row) => (
          <li key={row.line} class="anywhere">
            <span class="strong">{file.row(row.line)}</span>{" "}
            {row.wrong.map((one) => (one.column ? `${t.app.colon(one.column)} ${one.detail}` : one.detail)).join(" ")}
          </li>
        ))}
      </ul>
      {more > 0 && <p>{file.moreRefused(more)}</p>}
      {children}
      <Notes of={report.notes} />
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
