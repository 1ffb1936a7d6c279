import { useEffect, useState } from "preact/hooks";
import { api } from "../../api/later";
import { NotHeard } from "../../api/problem";
import { sayProblem } from "../../app/useAction";
import { Button } from "../../parts/Button";
import { Notice } from "../../parts/Notice";
import { Screen } from "../../parts/Screen";
import { useSession } from "../../session/context";
import { t } from "../../texts/later";
import { timeOrDay } from "../../time/format";
import { watchedTeams } from "../../session/session";
import { useKept, type Kept } from "../../whereabouts/kept";
import { ListSheet } from "../../whereabouts/ListSheet";

/** The list to print, from the server; and when that is silent, the last one this device kept. */
export function WhereaboutsScreen() {
  const { me } = useSession();
  const [fresh, setFresh] = useState<Kept | null>(null);
  const [problem, setProblem] = useState<unknown>(null);
  const [round, setRound] = useState(0);
  const silent = problem instanceof NotHeard;
  const kept = useKept(silent);
  useEffect(() => {
    let gone = false;
    Promise.all(watchedTeams(me).map(({ id }) => api.whereabouts(id))).then(
      (lists) => {
        if (gone) return;
        const asOf = lists.map((list) => list.asOf).sort()[0] ?? new Date().toISOString();
        setFresh({ asOf, lists, quiet: [] });
        setProblem(null);
      },
      (error: unknown) => !gone && setProblem(error),
    );
    return () => {
      gone = true;
    };
  }, [round]);
  const shown = silent ? (kept ?? fresh) : fresh;
  return (
    <Screen
      wide
      title={t.whereabouts.title}
      back="/board"
      aside={
        <span class="row not-on-paper">
          <Button look="quiet" onPress={() => setRound(round + 1)}>
            {t.whereabouts.again}
          </Button>
          <Button disabled={!shown} onPress={() => window.print()}>
            {t.whereabouts.print}
          </Button>
        </span>
      }
    >
      {silent && (
        <Notice tone="alarm" announce="now" title={shown ? t.board.gone : t.app.noAnswer}>
          {shown && <p>{t.whereabouts.last(timeOrDay(shown.asOf, Date.now()))}</p>}
        </Notice>
      )}
      {problem !== null && !silent && <Notice tone="soon" title={sayProblem(problem)} announce="now" />}
      {shown ? <ListSheet {...shown} /> : problem === null && <p role="status">{t.app.moment}</p>}
    </Screen>
  );
}
