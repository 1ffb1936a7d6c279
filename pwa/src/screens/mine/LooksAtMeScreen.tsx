import { useEffect, useState } from "preact/hooks";
import { api } from "../../api/later";
import { useAction } from "../../app/useAction";
import { useFetch } from "../../app/useFetch";
import { Button } from "../../parts/Button";
import { Notice } from "../../parts/Notice";
import { Screen } from "../../parts/Screen";
import { t } from "../../texts/later";
import { clockTime, longDay } from "../../time/format";

type Page = Awaited<ReturnType<typeof api.looksAtMe>>;

/** Who else looked at what is kept of me: who, when and at what kind of thing. */
export function LooksAtMeScreen() {
  const first = useFetch(() => api.looksAtMe());
  const [pages, setPages] = useState<Page[]>([]);
  const { busy, problem, act } = useAction();
  useEffect(() => setPages(first.value ? [first.value] : []), [first.value]);
  const next = pages[pages.length - 1]?.next ?? null;
  const lines = pages.flatMap((page) => page.looks);
  return (
    <Screen title={t.looksAtMe.title} back="/me">
      <p class="soft">{t.looksAtMe.text}</p>
      {(first.problem ?? problem) && <Notice tone="soon" title={first.problem ?? problem} announce="now" />}
      {first.value && lines.length === 0 && <p>{t.looksAtMe.none}</p>}
      <ul class="stack stack-tight">
        {lines.map((line) => (
          <li key={line.id} class="card stack stack-tight">
            <p class="strong anywhere">{line.by.name}</p>
            <p class="anywhere">{t.looksAtMe.kinds[line.kind] ?? line.kind}</p>
            <p class="soft">
              {[
                `${longDay(line.at)}, ${clockTime(line.at)}`,
                ...(line.wide ? [t.looksAtMe.wide] : []),
                ...(line.taken ? [t.looks.taken] : []),
              ].join(" · ")}
            </p>
          </li>
        ))}
      </ul>
      {next && (
        <Button
          look="quiet"
          wide
          busy={busy !== null}
          onPress={() =>
            void act("more", async () => {
              const page = await api.looksAtMe(next);
              setPages((old) => [...old, page]);
            })
          }
        >
          {t.audit.more}
        </Button>
      )}
    </Screen>
  );
}
