import "./door.css";
import { useLocation } from "preact-iso";
import { ByPasskey } from "./ByPasskey";
import { CameBack } from "./CameBack";
import { Forgotten } from "./Forgotten";
import { SecondStep } from "./SecondStep";
import { Welcome } from "./Welcome";

const DOORS: Record<string, () => preact.JSX.Element> = {
  "/welcome": Welcome,
  "/step": SecondStep,
  "/sign-on": CameBack,
  "/passkey": ByPasskey,
};

/** Where somebody comes in otherwise than by their password: by a link, a passkey, a second step, their organisation, or as who forgot it. */
export function DoorScreen() {
  const { path } = useLocation();
  const Door = DOORS[path] ?? Forgotten;
  return (
    <main class="door stack">
      <Door />
    </main>
  );
}
