/** A word as a message quotes it. */
export const shortenWord = (word: string): string => (word.length > 40 ? `${word.slice(0, 40)}…` : word);
