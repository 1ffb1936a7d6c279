import { useStore } from "../app/store";
import { Button } from "../parts/Button";
import { Notice } from "../parts/Notice";
import { shortLine } from "../texts/address";
import { t } from "../texts";
import { clockTime } from "../time/format";
import { closedByOthers, readClosed } from "./closed";

/** What somebody else ended: who, when and why, until it was read. */
export function ClosedByOthers() {
  return (
    <>
      {useStore(closedByOthers).map((one) => (
        <Notice
          key={one.visitId}
          tone="soon"
          title={t.state.closedAt(shortLine(one.where), clockTime(one.at))}
          announce="now"
        >
          <p class="anywhere">{one.text}</p>
          <Button look="plain" onPress={() => readClosed(one.visitId)}>
            {t.app.understood}
          </Button>
        </Notice>
      ))}
    </>
  );
}
