import type { Figures } from "../../api/types";
import { t } from "../../texts/later";
import { lasting } from "../../desk/lasting";

/** Shares and times: each a number with that of the year before. */
export function Speed({ figures }: { figures: Figures }) {
  const rows = [
    ...figures.shares.map((one) => ({
      id: one.id,
      name: one.name,
      now: share(one.percent),
      before: share(one.before),
    })),
    ...figures.times.map((one) => ({
      id: `${one.id} ${one.percent}`,
      name: t.figures.times[one.id](one.percent),
      now: lasting(one.seconds),
      before: lasting(one.before),
    })),
  ];
  return (
    <section class="card stack figure-card" aria-labelledby="figures-speed">
      <h2 id="figures-speed" class="nl-heading nl-heading--level-2">
        {t.figures.speed}
      </h2>
      <table class="figure-card__table">
        <thead>
          <tr>
            <th scope="col">{t.figures.what}</th>
            <th scope="col" class="digits">
              {figures.year}
            </th>
            <th scope="col" class="digits soft">
              {figures.year - 1}
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.id}>
              <th scope="row" class="anywhere">
                {row.name}
              </th>
              <td class="digits">{row.now}</td>
              <td class="digits soft">{row.before}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

const share = (percent: number | null): string => (percent === null ? t.figures.tooFew : t.figures.share(percent));
