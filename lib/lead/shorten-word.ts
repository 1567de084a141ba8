import { firstCharacters } from '../contract/characters.ts';

/** A word as a message quotes it: so many characters at most, and never half of one. */
export const shortenWord = (word: string, most = 40): string => {
  const begin = firstCharacters(word, most);
  return begin.length < word.length ? `${begin}…` : word;
};
