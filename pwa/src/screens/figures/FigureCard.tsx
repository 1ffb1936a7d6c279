import type { FigureTable } from "../../api/types";
import { t } from "../../texts";
import { bars, BEFORE, LENGTH, NOW, STEP } from "./chart";

/** A small chart, and the table that says the same. */
export function FigureCard({ table, year }: { table: FigureTable; year: number }) {
  return (
    <section class="card stack figure-card" aria-labelledby={`figures-${table.id}`}>
      <h2 id={`figures-${table.id}`} class="nl-heading nl-heading--level-2">
        {table.title}
      </h2>
      <div class="figure-card__both">
        <svg
          class="figure-card__chart"
          viewBox={`0 0 ${LENGTH} ${Math.max(1, table.rows.length) * STEP}`}
          role="img"
          aria-label={t.figures.chart(table.title)}
        >
          {bars(table).map((bar) => (
            <g key={bar.id}>
              <rect class="figure-card__now" x="0" y={bar.now.at} width={bar.now.length} height={NOW} />
              <rect class="figure-card__before" x="0" y={bar.before.at} width={bar.before.length} height={BEFORE} />
              {bar.said && (
                <text class="figure-card__said" x="0" y={bar.now.at + NOW}>
                  {bar.said}
                </text>
              )}
            </g>
          ))}
        </svg>
        <table class="figure-card__table">
          <thead>
            <tr>
              <th scope="col">{t.figures.what}</th>
              <th scope="col" class="digits">
                {year}
              </th>
              <th scope="col" class="digits soft">
                {year - 1}
              </th>
            </tr>
          </thead>
          <tbody>
            {table.rows.map((row) => (
              <tr key={row.id}>
                <th scope="row" class="anywhere">
                  {row.name}
                </th>
                <td class="digits">{row.number.shown}</td>
                <td class="digits soft">{row.before.shown}</td>
              </tr>
            ))}
          </tbody>
          <tfoot>
            <tr>
              <th scope="row">{table.total.name}</th>
              <td class="digits strong">{table.total.number.shown}</td>
              <td class="digits soft">{table.total.before.shown}</td>
            </tr>
          </tfoot>
        </table>
      </div>
    </section>
  );
}
