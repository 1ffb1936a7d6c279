import { Button } from "../../parts/Button";
import { Notice } from "../../parts/Notice";
import { t } from "../../texts/later";
import { timeOrDay } from "../../time/format";
import type { Kept } from "../../whereabouts/kept";
import { ListSheet } from "../../whereabouts/ListSheet";

/** The server is silent: what to do now, and the list that this device kept. */
export function Gone({ kept }: { kept: Kept | null }) {
  return (
    <>
      <div class="board__loud not-on-paper">
        <Notice tone="alarm" title={t.board.gone} announce="now">
          <p>{kept ? t.board.goneText : t.board.nothingKept}</p>
          {kept && (
            <Button look="on-alarm" onPress={() => window.print()}>
              {t.whereabouts.printLast(timeOrDay(kept.asOf, Date.now()))}
            </Button>
          )}
        </Notice>
      </div>
      {kept && <ListSheet {...kept} />}
    </>
  );
}
