import { Component, type ComponentChild, type FunctionComponent, h } from "preact";

/** Draws again only when one of its properties is another than before. Of preact/compat it would be all that we use. */
export function memo<P extends object>(Inner: FunctionComponent<P>) {
  return class Memo extends Component<P> {
    override shouldComponentUpdate(next: Readonly<P>): boolean {
      const keys = Object.keys(next) as (keyof P)[];
      return (
        keys.length !== Object.keys(this.props).length || keys.some((key) => !Object.is(next[key], this.props[key]))
      );
    }
    override render(): ComponentChild {
      return h(Inner, this.props as P);
    }
  };
}
