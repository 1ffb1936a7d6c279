import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { useKeepPlace } from "../app/keepPlace";
import { useRoom } from "../app/room";
import { setTitle } from "../app/title";
import { t } from "../texts";
import { Icon } from "./Icon";

interface Props {
  title: string;
  /** Where "back" goes; none on the screens of the bottom bar. */
  back?: string | undefined;
  /** What stands at the thumb: the main button. */
  foot?: ComponentChildren;
  /** Above it. With large letters it stands at the end of what the screen says, and the main button at the thumb still. */
  aboveFoot?: ComponentChildren;
  /** Beside the title. */
  aside?: ComponentChildren;
  /** The title is there for who listens; the screen says it in another way. */
  quietTitle?: boolean;
  wide?: boolean;
  children: ComponentChildren;
}

/** One screen: its title, what it says, and one main button at the thumb. */
export function Screen({ title, back, foot, aboveFoot, aside, quietTitle, wide, children }: Props) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    setTitle(`${title} · ${t.app.name}`);
  }, [title]);
  useEffect(() => {
    // Another screen: who listens hears its title, and the keyboard goes on from there.
    heading.current?.focus({ preventScroll: true });
  }, []);
  const screen = useRef<HTMLDivElement>(null);
  useKeepPlace(screen);
  const below = useRef<HTMLDivElement>(null);
  const large = useRoom(below, "--below", Boolean(foot));
  return (
    <div ref={screen} class={`screen${wide ? " screen--wide" : ""}`}>
      <header class={quietTitle ? "only-read-aloud" : "screen__head"}>
        {back && (
          <a class="screen__back" href={back}>
            <Icon name="back" />
            {t.app.back}
          </a>
        )}
        <div class="row">
          <h1 ref={heading} tabIndex={-1} class="nl-heading nl-heading--level-1 grow anywhere">
            {title}
          </h1>
          {aside}
        </div>
      </header>
      <div class="screen__body stack">
        {children}
        {large && aboveFoot}
      </div>
      {foot && (
        <div ref={below} class="screen__foot stack stack-tight">
          {!large && aboveFoot}
          {foot}
        </div>
      )}
    </div>
  );
}
