import { api } from "../../api/later";
import { useFetch } from "../../app/useFetch";
import { Notice } from "../../parts/Notice";
import { t } from "../../texts/later";

/** How long what is kept stays. Whoever runs the server changes it, and that stands in the lines below. */
export function RetentionTerms() {
  const { value, problem } = useFetch(api.retentionTerms);
  return (
    <details>
      <summary>{t.terms.title}</summary>
      <div class="stack stack-tight">
        <p class="soft">{t.terms.text}</p>
        {problem && <Notice tone="soon" title={problem} announce="now" />}
        <dl class="facts">
          {(value?.terms ?? []).map(({ keeping, days, usual, least, most }) => [
            <dt key={keeping}>{t.terms.of[keeping]}</dt>,
            <dd key={`${keeping} days`}>
              {[t.terms.days(days), days !== usual && t.terms.usual(usual), t.terms.between(least, most)]
                .filter(Boolean)
                .join(" · ")}
            </dd>,
          ])}
        </dl>
      </div>
    </details>
  );
}
