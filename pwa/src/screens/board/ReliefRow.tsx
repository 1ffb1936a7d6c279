import { api } from "../../api/later";
import type { Relief } from "../../api/types";
import { useAction } from "../../app/useAction";
import { Button } from "../../parts/Button";
import { Notice } from "../../parts/Notice";
import { useSession } from "../../session/context";
import { t } from "../../texts/later";

const names = (people: Relief["staying"]): string[] => people.map((one) => one.name);

/** The watch is handed over at the end of a shift: who stays until who takes it. */
export function ReliefRow({ relief, onDone }: { relief: Relief; onDone: () => void }) {
  const { me } = useSession();
  const { busy, problem, act } = useAction(onDone);
  const mayTake = !relief.staying.some((one) => one.id === me.id);
  const answer = (how: "accept" | "decline") => void act(how, () => api.answerRelief(relief.team.id, how));
  return (
    <Notice tone="soon" title={t.relief.title(names(relief.staying), names(relief.asked))} announce="politely">
      <p>
        {t.relief.stays(names(relief.staying))} {relief.managersTold && t.relief.managers}
      </p>
      {mayTake && (
        <div class="row">
          <Button size="small" busy={busy === "accept"} onPress={() => answer("accept")}>
            {t.relief.take}
          </Button>
          {relief.asksMe && (
            <Button look="quiet" size="small" busy={busy === "decline"} onPress={() => answer("decline")}>
              {t.relief.cant}
            </Button>
          )}
        </div>
      )}
      {problem && <p role="alert">{problem}</p>}
    </Notice>
  );
}
