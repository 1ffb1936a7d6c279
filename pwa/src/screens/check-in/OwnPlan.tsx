import { useState } from "preact/hooks";
import { api } from "../../api/later";
import type { Visit } from "../../api/types";
import { useAction } from "../../app/useAction";
import { Button } from "../../parts/Button";
import { Notice } from "../../parts/Notice";
import { Sheet } from "../../parts/Sheet";
import { t } from "../../texts/later";
import { Move } from "../../visits/Move";
import { OtherAddress } from "../../visits/OtherAddress";
import { WhoComes } from "../../visits/WhoComes";
import { accept } from "../../visits/visits";

/** Another time, another address, other people or none at all: a planned visit of one's own. */
export function OwnPlan({ visit }: { visit: Visit }) {
  const [open, setOpen] = useState<"move" | "address" | "along" | "cancel" | null>(null);
  const { busy, problem, act } = useAction(() => setOpen(null));
  return (
    <>
      <div class="row">
        <Button look="quiet" onPress={() => setOpen("move")}>
          {t.planning.move}
        </Button>
        <Button look="quiet" onPress={() => setOpen("address")}>
          {t.planner.address}
        </Button>
        <Button look="quiet" onPress={() => setOpen("along")}>
          {t.companions.legend}
        </Button>
        <Button look="quiet" onPress={() => setOpen("cancel")}>
          {t.planner.cancelOwn}
        </Button>
      </div>
      {open === "move" && <Move visit={visit} onClose={() => setOpen(null)} />}
      {open === "address" && <OtherAddress visit={visit} onClose={() => setOpen(null)} />}
      {open === "along" && <WhoComes visit={visit} onClose={() => setOpen(null)} />}
      {open === "cancel" && (
        <Sheet title={t.planner.cancelTitle} onClose={() => setOpen(null)}>
          <p>{t.planner.cancelText}</p>
          {problem && <Notice tone="soon" title={problem} announce="now" />}
          <Button
            wide
            busy={busy !== null}
            onPress={() => void act("cancel", () => api.cancelFor(visit.id, "").then(accept))}
          >
            {t.planner.cancelDone}
          </Button>
        </Sheet>
      )}
    </>
  );
}
