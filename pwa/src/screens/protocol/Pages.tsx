import type { ComponentChildren } from "preact";
import type { ReadPage, ReadRow } from "../../api/types";
import { t } from "../../texts/later";
import type { Apart } from "./reading";

/** A part of a protocol: a rule a row, with where it comes from. */
export function PageOf({ page, open }: { page: ReadPage; open: boolean }) {
  return (
    <details class="card protocol-page" open={open}>
      <summary class="strong anywhere">{page.title}</summary>
      <Scrolls label={page.title}>
        <table class="protocol-table">
          <caption class="only-read-aloud">{page.title}</caption>
          <thead class={page.columns.length === 0 ? "only-read-aloud" : undefined}>
            <tr>
              {(page.columns.length > 0 ? page.columns : [t.reading.rule, t.reading.says]).map((name) => (
                <th key={name} scope="col">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {page.rows.map((row, place) => (
              <Rule key={place} row={row} labelled={page.columns.length === 0} />
            ))}
          </tbody>
        </table>
      </Scrolls>
    </details>
  );
}

function Rule({ row: { cells, source }, labelled }: { row: ReadRow; labelled: boolean }) {
  return (
    <tr>
      {cells.map((cell, column) =>
        labelled && column === 0 && cell ? (
          <th key={column} scope="row" class="anywhere protocol-table__rule">
            {cell}
          </th>
        ) : (
          <td key={column} class="anywhere protocol-table__text">
            {cell}
            {column === cells.length - 1 && source && <span class="soft protocol-table__source">{source}</span>}
          </td>
        ),
      )}
    </tr>
  );
}

/** A table that is wider than a phone is scrolled with the keyboard too. */
function Scrolls({ label, children }: { label: string; children: ComponentChildren }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard
    <section class="protocol-page__scroll" aria-label={label} tabIndex={0}>
      {children}
    </section>
  );
}

/** A part of two protocols, side by side: only what differs. */
export function PagesApart({ of, names }: { of: Apart; names: [string, string] }) {
  return (
    <div class="card protocol-page">
      <h2 class="nl-heading nl-heading--level-3 anywhere">{of.title}</h2>
      <Scrolls label={of.title}>
        <table class="protocol-table">
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
                  {row.label || t.reading.says}
                </th>
                <Side row={row.mine} />
                <Side row={row.theirs} />
              </tr>
            ))}
          </tbody>
        </table>
      </Scrolls>
    </div>
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
