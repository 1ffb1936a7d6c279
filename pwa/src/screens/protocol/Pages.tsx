import type { ReadPage, ReadRow } from "../../api/types";
import { t } from "../../texts/later";
import type { Apart } from "./reading";

/** A part of a protocol: a rule a row, with where it comes from. */
export function PageOf({ page, open }: { page: ReadPage; open: boolean }) {
  const sourced = page.rows.some((row) => row.source !== "");
  return (
    <details class="card protocol-page" open={open}>
      <summary class="strong anywhere">{page.title}</summary>
      <div class="protocol-page__scroll">
        <table class="protocol-table">
          <caption class="only-read-aloud">{page.title}</caption>
          <thead class={page.columns.length === 0 ? "only-read-aloud" : undefined}>
            <tr>
              {(page.columns.length > 0 ? page.columns : [t.reading.rule, t.reading.says]).map((name) => (
                <th key={name} scope="col">
                  {name}
                </th>
              ))}
              {sourced && <th scope="col">{t.reading.source}</th>}
            </tr>
          </thead>
          <tbody>
            {page.rows.map((row, place) => (
              <tr key={place}>
                {row.cells.map((cell, column) => (
                  <Cell key={column} head={column === 0 && page.columns.length === 0} text={cell} />
                ))}
                {sourced && <td class="soft protocol-table__source">{row.source}</td>}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}

function Cell({ head, text }: { head: boolean; text: string }) {
  return head && text ? (
    <th scope="row" class="anywhere">
      {text}
    </th>
  ) : (
    <td class="anywhere protocol-table__text">{text}</td>
  );
}

/** A part of two protocols, side by side: only what differs. */
export function PagesApart({ of, names }: { of: Apart; names: [string, string] }) {
  return (
    <section class="card protocol-page" aria-label={of.title}>
      <h2 class="nl-heading nl-heading--level-3 anywhere">{of.title}</h2>
      <div class="protocol-page__scroll">
        <table class="protocol-table protocol-table--apart">
          <caption class="only-read-aloud">{of.title}</caption>
          <thead>
            <tr>
              <th scope="col">{t.reading.rule}</th>
              {names.map((name) => (
                <th key={name} scope="col" class="anywhere">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {of.rows.map((row) => (
              <tr key={row.label}>
                <th scope="row" class="anywhere">
                  {row.label}
                </th>
                <Side row={row.mine} />
                <Side row={row.theirs} />
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function Side({ row }: { row: ReadRow | null }) {
  return (
    <td class="anywhere protocol-table__text">
      {row ? row.cells.slice(1).join(" · ") || t.reading.yes : <span class="soft">{t.reading.not}</span>}
      {row?.source && <span class="soft protocol-table__source">{row.source}</span>}
    </td>
  );
}
