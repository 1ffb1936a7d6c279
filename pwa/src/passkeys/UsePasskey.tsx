import { sayProblem, useAction } from "../app/useAction";
import { Button } from "../parts/Button";
import { Notice } from "../parts/Notice";
import { t } from "../texts/later";
import { type Answered, askPasskey, type Using } from "./ceremony";

/** No passkey was used. */
class Stopped extends Error {}

interface Props {
  alone?: boolean;
  prepare: () => Promise<Using>;
  send: (answer: Answered) => Promise<unknown>;
  onDone: () => void;
}

/** Asks the device for a passkey, and lets its owner in. */
export function UsePasskey({ alone = false, prepare, send, onDone }: Props) {
  const { busy, problem, act } = useAction(undefined, (error) =>
    error instanceof Stopped ? t.passkeys.stopped : sayProblem(error),
  );
  const use = () =>
    act("use", async () => {
      const answer = await askPasskey(await prepare(), alone);
      if (answer === null) throw new Stopped();
      await send(answer);
      onDone();
    });
  return (
    <>
      {problem && <Notice tone="soon" title={problem} announce="now" />}
      <Button wide size="large" busy={busy !== null} onPress={() => void use()}>
        {t.passkeys.use}
      </Button>
    </>
  );
}
