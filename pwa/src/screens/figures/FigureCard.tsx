import type { FigureTable } from "../../api/types";
import { t } from "../../texts/later";
import { bars, LENGTH, NOTHING, type Lengths } from "./chart";

/** The bar of this year, and below it, thinner, that of the year before. */
function Bar({ now, before }: Lengths) {
  return (
    <svg viewBox={`0 0 ${LENGTH} 12`} preserveAspectRatio="none" aria-hidden="true">
      <rect class="figure-card__now" x="0" y="0" width={now} height="7" />
      <rect class="figure-card__before" x="0" y="8" width={before} height="4" />
    </svg>
  );
}

/** A table with a bar beside each of its numbers. */
export function FigureCard({ table, year }: { table: FigureTable; year: number }) {
  const long = bars(table);
  return (
    <section class="card stack figure-card" aria-labelledby={`figures-${table.id}`}>
      <h2 id={`figures-${table.id}`} class="nl-heading nl-heading--level-2">
        {table.title}
      </h2>
      <table class="figure-card__table">
        <thead>
          <tr>
            <th scope="col">{t.figures.what}</th>
            <th scope="col">
              <span class="only-read-aloud">{t.figures.chart}</span>
            </th>
            <th scope="col" class="digits">
              {year}
            </th>
            <th scope="col" class="digits soft">
              {year - 1}
            </th>
          </tr>
        </thead>
        <tbody>
          {table.rows.map((row, place) => (
            <tr key={row.id}>
              <th scope="row" class="anywhere">
                {row.name}
              </th>
              <td class="figure-card__chart">
                <Bar {...(long[place] ?? NOTHING)} />
              </td>
              <td class="digits">{row.number.shown}</td>
              <td class="digits soft">{row.before.shown}</td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row" class="anywhere">
              {table.total.name}
            </th>
            <td />
            <td class="digits strong">{table.total.number.shown}</td>
            <td class="digits soft">{table.total.before.shown}</td>
          </tr>
        </tfoot>
      </table>
    </section>
  );
}
