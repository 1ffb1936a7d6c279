import "../../desk/desk.css";
import { useEffect, useState } from "preact/hooks";
import { api } from "../../api/later";
import type { ThirdPartyAct } from "../../api/types";
import { useAction } from "../../app/useAction";
import { useFetch } from "../../app/useFetch";
import { Button, ButtonLink } from "../../parts/Button";
import { Notice } from "../../parts/Notice";
import { Screen } from "../../parts/Screen";
import { t } from "../../texts/later";
import { clockTime, longDay } from "../../time/format";

type Page = Awaited<ReturnType<typeof api.thirdPartyActs>>;

/** The Belgian register of acts by third parties, for the prevention adviser: facts and dates, a page at a time. */
export function ThirdPartyActsScreen() {
  const first = useFetch(() => api.thirdPartyActs());
  const [pages, setPages] = useState<Page[]>([]);
  const { busy, problem, act } = useAction();
  useEffect(() => {
    setPages(first.value ? [first.value] : []);
  }, [first.value]);
  const acts = pages.flatMap((page) => page.acts);
  const next = pages[pages.length - 1]?.next ?? null;
  const more = (after: string) =>
    act("more", async () => {
      const page = await api.thirdPartyActs(after);
      setPages((old) => [...old, page]);
    });
  return (
    <Screen wide title={t.register.title}>
      <p class="soft">{t.register.text}</p>
      {(first.problem ?? problem) && <Notice tone="soon" title={first.problem ?? problem} announce="now" />}
      {first.value && acts.length === 0 && <p class="soft">{t.register.none}</p>}
      {acts.length > 0 && (
        <div class="row not-on-paper">
          <ButtonLink file look="quiet" href="/v1/third-party-acts/acts.csv">
            {t.figures.csv}
          </ButtonLink>
          <Button look="quiet" onPress={() => window.print()}>
            {t.figures.print}
          </Button>
        </div>
      )}
      <ul class="desk-list">
        {acts.map((one) => (
          <Act key={one.id} act={one} />
        ))}
      </ul>
      {next && (
        <Button look="quiet" wide busy={busy !== null} onPress={() => void more(next)}>
          {t.register.more}
        </Button>
      )}
    </Screen>
  );
}

function Act({ act }: { act: ThirdPartyAct }) {
  const when = `${longDay(act.happenedAt)}, ${clockTime(act.happenedAt)}`;
  return (
    <li class="card desk-item">
      <div class="stack stack-tight">
        <p class="desk-item__title anywhere">{[when, act.place].filter(Boolean).join(" · ")}</p>
        {act.kinds.length > 0 && <p class="strong anywhere">{t.list(act.kinds)}</p>}
        <p class="anywhere">{act.facts}</p>
        <p class="soft anywhere">
          {act.employee ? t.register.employee(act.employee) : t.register.without}
          {act.employee ? " · " : " "}
          {t.register.kept(longDay(act.enteredOn), longDay(act.keptUntil))}
        </p>
      </div>
    </li>
  );
}
