// What somebody types to find a row. Pure.

/** "Öztürk" is found by "ozturk". */
const plain = (text: string): string => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

/** Whether every word that is sought stands somewhere in these texts. */
export function holds(texts: readonly string[], sought: string): boolean {
  const words = plain(sought).split(/\s+/).filter(Boolean);
  const text = plain(texts.join(" "));
  return words.every((word) => text.includes(word));
}
