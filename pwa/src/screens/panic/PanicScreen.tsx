import "./panic.css";
import { useStore } from "../../app/store";
import { panic } from "../../panic/panic";
import { BeforePanic } from "./BeforePanic";
import { AfterPanic } from "./AfterPanic";

/** The panic button's own screen: before it is pressed, and full red after. */
export function PanicScreen() {
  const raised = useStore(panic);
  return raised ? <AfterPanic panic={raised} /> : <BeforePanic />;
}
