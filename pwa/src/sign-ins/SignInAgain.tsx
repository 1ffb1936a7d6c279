import type { ComponentChildren } from "preact";
import { useForm } from "../app/useForm";
import { Button } from "../parts/Button";
import { Form } from "../parts/Form";
import { Notice } from "../parts/Notice";
import { OwnPassword } from "../parts/OwnPassword";
import { Sheet } from "../parts/Sheet";
import { useSession } from "../session/context";
import { checkCredentials, noCredentials } from "../session/credentials";
import { signIn } from "../session/session";
import { t } from "../texts/later";

interface Props {
  title: string;
  onDone: () => void;
  onClose: () => void;
  children: ComponentChildren;
  /** Instead of the button to close. */
  otherwise?: ComponentChildren;
  /** Where a second step is asked; without, the page itself goes there. */
  go?: (address: string) => void;
}

/** The same person signs in anew, without leaving the page. */
export function SignInAgain({ title, onDone, onClose, children, otherwise, go }: Props) {
  const { me } = useSession();
  const { form, change, said, stumbles, busy, problem, send } = useForm({
    begin: { ...noCredentials, email: me.email },
    check: checkCredentials,
    send: ({ email, password }) => signIn(email, password, null, go),
    onDone: (inside) => inside && onDone(),
  });
  return (
    <Sheet title={title} onClose={onClose} bare={otherwise !== undefined}>
      <Form class="stack" stumbles={stumbles} onSend={send}>
        {children}
        {problem && <Notice tone="soon" title={problem} announce="now" />}
        <OwnPassword
          label={t.signIn.password}
          value={form.password}
          error={said("password")}
          onValue={(password) => change({ password })}
        />
        <Button submit wide busy={busy !== null}>
          {t.signIn.enter}
        </Button>
      </Form>
      {otherwise}
    </Sheet>
  );
}
