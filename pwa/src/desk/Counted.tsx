import type { Ref } from "preact";
import "./counted.css";
import type { Coming } from "./next-step";

const HERE = "\n";

/** A sentence with a time in it. On a narrow line its words may be cut off; the time stays whole. */
export function Counted({ coming: { say, when }, here }: { coming: Coming; here?: Ref<HTMLSpanElement> }) {
  const [before, after] = say(HERE).split(HERE);
  return (
    <span class="counted" ref={here} title={say(when)}>
      <span>{before}</span>
      <span class="counted__when">{when}</span>
      <span>{after}</span>
    </span>
  );
}
