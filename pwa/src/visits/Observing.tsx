import { t } from "../texts";

/** How one observes or follows, in the words of the protocol. */
export function Observing({ lines }: { lines: string[] }) {
  return (
    <section class="card stack stack-tight">
      <h2 class="nl-heading nl-heading--level-3">{t.kinds.how}</h2>
      <ul>
        {lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </section>
  );
}
