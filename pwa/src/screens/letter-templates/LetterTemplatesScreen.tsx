import "./templates.css";
import { useEffect, useState } from "preact/hooks";
import { api } from "../../api/later";
import { Problem } from "../../api/problem";
import type { LetterTemplate, Letterhead } from "../../api/types";
import { sayProblem, useAction } from "../../app/useAction";
import { useFetch } from "../../app/useFetch";
import { Button, ButtonLink } from "../../parts/Button";
import { CheckField, FileField, TextArea } from "../../parts/Field";
import { Form } from "../../parts/Form";
import { Badge, Notice } from "../../parts/Notice";
import { Screen } from "../../parts/Screen";
import { t } from "../../texts/later";
import { longDay } from "../../time/format";

const WORD = ".docx";
const PICTURES = "image/png,image/jpeg";

/** The paper of the organisation: its letterhead, and a Word template for each letter of its protocol. */
export function LetterTemplatesScreen() {
  const { value, problem, again } = useFetch(api.letterTemplates);
  return (
    <Screen title={t.letterTemplates.title}>
      {problem && <Notice tone="soon" title={problem} announce="now" />}
      {value && <HeadForm head={value.letterhead} again={again} />}
      {value && (
        <section class="card stack" aria-labelledby="templates">
          <h2 id="templates" class="nl-heading nl-heading--level-2">
            {t.letterTemplates.each}
          </h2>
          <p class="soft">{t.letterTemplates.how}</p>
          {value.templates.map((one) => (
            <TemplateCard key={`${one.letterId} ${one.setAt}`} template={one} again={again} />
          ))}
        </section>
      )}
    </Screen>
  );
}

function TemplateCard({ template, again }: { template: LetterTemplate; again: () => void }) {
  const [file, setFile] = useState<File | null>(null);
  const [stumbles, setStumbles] = useState(0);
  const { busy, problem, act } = useAction(again, inLines);
  const send = () => {
    if (file) void act("set", () => api.setLetterTemplate(template.letterId, file));
    else setStumbles((n) => n + 1);
  };
  return (
    <article class="template stack stack-tight" aria-label={template.name}>
      <div class="row">
        <h3 class="nl-heading nl-heading--level-3 grow anywhere">{template.name}</h3>
        <Badge tone={template.own ? "watched" : "plain"}>
          {template.own ? t.letterTemplates.own : t.letterTemplates.ours}
        </Badge>
      </div>
      {template.setBy && template.setAt && (
        <p class="soft">{t.letterTemplates.setBy(template.setBy.name, longDay(template.setAt))}</p>
      )}
      {problem && <WhatIsWrong problem={problem} />}
      <div class="row">
        <ButtonLink file look="quiet" href={`/v1/letter-templates/${template.letterId}/template.docx`}>
          {t.letterTemplates.open}
        </ButtonLink>
        <ButtonLink file look="quiet" href={`/v1/letter-templates/${template.letterId}/example.pdf`}>
          {t.letterTemplates.example}
        </ButtonLink>
      </div>
      <Form class="stack stack-tight" stumbles={stumbles} onSend={send}>
        <FileField
          label={t.letterTemplates.file}
          accept={WORD}
          error={stumbles > 0 && !file ? t.wrong.file : undefined}
          onFile={setFile}
        />
        <div class="row">
          <Button submit busy={busy !== null}>
            {t.letterTemplates.use}
          </Button>
          {template.own && (
            <Button
              look="plain"
              busy={busy !== null}
              onPress={() => void act("remove", () => api.removeLetterTemplate(template.letterId))}
            >
              {t.letterTemplates.remove}
            </Button>
          )}
        </div>
      </Form>
    </article>
  );
}

/** A file of one's own can be wrong in many places: each on a line. */
const inLines = (error: unknown): string =>
  error instanceof Problem && error.errors.length > 1
    ? error.errors.map((one) => one.detail).join("\n")
    : sayProblem(error);

function WhatIsWrong({ problem }: { problem: string }) {
  const lines = problem.split("\n");
  if (lines.length === 1) return <Notice tone="soon" title={problem} announce="now" />;
  return (
    <Notice tone="soon" announce="now">
      <ul class="template__wrong">
        {lines.map((line) => (
          <li key={line} class="anywhere">
            {line}
          </li>
        ))}
      </ul>
    </Notice>
  );
}

function HeadForm({ head, again }: { head: Letterhead; again: () => void }) {
  const [lines, setLines] = useState(head.lines.join("\n"));
  const [mark, setMark] = useState<File | null>(null);
  const [without, setWithout] = useState(false);
  const { busy, problem, act } = useAction(again);
  useEffect(() => {
    setLines(head.lines.join("\n"));
    setWithout(false);
  }, [head.setAt]);
  return (
    <section class="card stack stack-tight" aria-labelledby="letterhead">
      <h2 id="letterhead" class="nl-heading nl-heading--level-2">
        {t.letterTemplates.head}
      </h2>
      <p class="anywhere">{head.name}</p>
      <TextArea label={t.letterTemplates.lines} value={lines} onValue={setLines} />
      <FileField
        label={t.letterTemplates.mark}
        hint={head.mark ? t.letterTemplates.hasMark : t.letterTemplates.noMark}
        accept={PICTURES}
        onFile={setMark}
      />
      {head.mark && <CheckField label={t.letterTemplates.without} checked={without} onChecked={setWithout} />}
      {problem && <Notice tone="soon" title={problem} announce="now" />}
      <Button busy={busy !== null} onPress={() => void act("head", () => api.setLetterhead(lines, mark, without))}>
        {t.letters.save}
      </Button>
    </section>
  );
}
