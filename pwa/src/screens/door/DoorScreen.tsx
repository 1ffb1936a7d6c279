import "./door.css";
import { useLocation } from "preact-iso";
import { CameBack } from "./CameBack";
import { Forgotten } from "./Forgotten";
import { SecondStep } from "./SecondStep";
import { Welcome } from "./Welcome";

const DOORS: Record<string, () => preact.JSX.Element> = {
  "/welcome": Welcome,
  "/step": SecondStep,
  "/sign-on": CameBack,
};

/** Where somebody comes in otherwise than by their password: by a link, by a second step, by their organisation, or because they forgot it. */
export function DoorScreen() {
  const { path } = useLocation();
  const Door = DOORS[path] ?? Forgotten;
  return (
    <main class="door stack">
      <Door />
    </main>
  );
}
