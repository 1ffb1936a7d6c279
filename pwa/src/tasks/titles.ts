/** A title before a colon: many are sentences of the protocol, with a full stop. */
export const named = (title: string): string => title.replace(/\.$/, "");
