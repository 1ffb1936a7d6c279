import "./door.css";
import { useLocation } from "preact-iso";
import { Forgotten } from "./Forgotten";
import { Welcome } from "./Welcome";

/** Where somebody comes in otherwise than by their password: by a link, or because they forgot it. */
export function DoorScreen() {
  const { path } = useLocation();
  return <main class="door stack">{path === "/welcome" ? <Welcome /> : <Forgotten />}</main>;
}
