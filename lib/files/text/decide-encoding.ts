import { InputError } from '../../errors.ts';
import { cells, quoting } from '../../quoting.ts';
import { recogniseFormat } from './decode-text.ts';
import { type Encoding, nameOfEncoding } from './encoding.ts';
import { CANDIDATES, type CandidateEncoding } from './letter-statistics.ts';

/** What a file is read as, when nobody has told it. */
export interface DecidedEncoding {
  readonly encoding: Encoding;
  /** What is to be known of it; none for UTF-8. */
  readonly notes: readonly string[];
}

const UTF_8: DecidedEncoding = { encoding: 'utf-8', notes: [] };

/**
 * Decides how a text is encoded: by its mark, by where it has NUL bytes (UTF-16), by being valid UTF-8, or else by which encoding makes
 * its letters beyond ASCII most likely in words. Bytes that are of another format, or binary, are taken for UTF-8, which the reader then refuses.
 *
 * @param sample of the file, from the beginning of a line
 * @param canTell whether the user can tell the encoding with --encoding, as the messages then advise
 * @throws {InputError} two encodings are about as likely and read different text
 */
export function decideEncoding(sample: Uint8Array, fileName: string, canTell = true): DecidedEncoding {
  const utf16 = findUtf16(sample);
  if (utf16 !== undefined)
    return { encoding: utf16, notes: [`${fileName}: read as ${nameOfEncoding(utf16)}`] };
  if (recogniseFormat(sample) !== undefined) return UTF_8;
  if (sample.includes(0) || isUtf8(withoutCutCharacter(sample))) return UTF_8;
  const words = wordsBeyondAscii(sample);
  const judged = CANDIDATES.flatMap((candidate) => {
    const score = likelihood(candidate, words);
    return score === undefined ? [] : [{ ...score, encoding: candidate.encoding }];
  }).sort((a, b) => b.log - a.log);
  const [best, ...others] = judged;
  if (best === undefined) return UTF_8;
  const rival = others.find(({ text, log }) => text !== best.text && best.log - log < LEAST_MARGIN);
  if (rival !== undefined) throw unclear(fileName, best, rival, canTell);
  const { encoding } = best;
  return {
    encoding,
    notes: [
      `${fileName}: it is not UTF-8 and is read as ${nameOfEncoding(encoding)}; ${canTell ? '--encoding tells it' : 'save it as UTF-8'}, if that is wrong`,
    ],
  };
}

/** So much likelier, as a logarithm, is clear enough. */
const LEAST_MARGIN = 2;
/** More words tell no more. */
const MOST_WORDS = 2000;
const MOST_WORD_BYTES = 400;

interface Judged {
  readonly encoding: Encoding;
  readonly log: number;
  readonly text: string;
}

function unclear(fileName: string, best: Judged, rival: Judged, canTell: boolean): InputError {
  const [a, b] = [best.text.split('\n'), rival.text.split('\n')];
  const i = a.findIndex((word, at) => word !== b[at]);
  const name = ({ encoding }: Judged) => (canTell ? `--encoding ${encoding}` : nameOfEncoding(encoding));
  const show = (judged: Judged, word: string | undefined) =>
    quoting`${name(judged)} reads ${cells(`“${word ?? ''}”`)}`;
  return new InputError(
    quoting`${fileName}: expected UTF-8, or text whose encoding is clear, found a text that may be ${nameOfEncoding(best.encoding)} or ${nameOfEncoding(rival.encoding)}. ${canTell ? 'Choose' : 'Save it as UTF-8'}: ${show(best, a[i])}, ${show(rival, b[i])}.`,
  );
}

/** By its mark, or by NUL bytes that stand at even, or at odd, places only. */
export function findUtf16(sample: Uint8Array): Encoding | undefined {
  if (sample[0] === 0xff && sample[1] === 0xfe) return 'utf-16le';
  if (sample[0] === 0xfe && sample[1] === 0xff) return 'utf-16be';
  if (!sample.includes(0)) return undefined;
  const nuls = [0, 0];
  const looked = Math.min(sample.length, 1 << 14) & ~1;
  for (let i = 0; i < looked; i++) if (sample[i] === 0) nuls[i & 1]! += 1;
  const [even, odd] = nuls as [number, number];
  // The line feed and the separators of every line have one, whatever the letters.
  const encoding = odd > 20 * even ? 'utf-16le' : even > 20 * odd ? 'utf-16be' : undefined;
  if (encoding === undefined || Math.max(even, odd) < 0.02 * looked) return undefined;
  try {
    const text = new TextDecoder(encoding, { fatal: true }).decode(sample.subarray(0, looked));
    return /[\n\r]/.test(text) && !/\p{Cc}/u.test(text.replace(/[\t\n\r]/g, '')) ? encoding : undefined;
  } catch {
    return undefined;
  }
}

/** As that of Node, which no browser has. */
function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}

/** A sample may end within a character. */
function withoutCutCharacter(bytes: Uint8Array): Uint8Array {
  for (let back = 1; back <= Math.min(4, bytes.length); back++) {
    const byte = bytes[bytes.length - back]!;
    if (byte < 0x80) return bytes;
    if (byte >= 0xc0) return bytes.subarray(0, bytes.length - back);
  }
  return bytes;
}

/** The different words that hold a byte beyond ASCII: letters of ASCII and such bytes, one after the other. */
function wordsBeyondAscii(sample: Uint8Array): Uint8Array {
  const seen = new Set<string>();
  const isWord = (byte: number) =>
    byte >= 0x80 || (byte >= 0x41 && byte <= 0x5a) || (byte >= 0x61 && byte <= 0x7a);
  for (let i = 0; i < sample.length && seen.size < MOST_WORDS; ) {
    if (!isWord(sample[i]!)) {
      i += 1;
      continue;
    }
    const from = i;
    let high = false;
    // The second byte of a character may be any sign from 0x40 on.
    while (i < sample.length && (isWord(sample[i]!) || (sample[i]! >= 0x40 && sample[i - 1]! >= 0x81))) {
      if (sample[i]! >= 0x80) high = true;
      i += 1;
    }
    if (high) seen.add(String.fromCharCode(...sample.subarray(from, Math.min(i, from + MOST_WORD_BYTES))));
  }
  return Uint8Array.from([...seen].join('\n'), (sign) => sign.charCodeAt(0));
}

const VOWELS = /^[aeiouyæøœı]$/;
/** What nearly always follows a letter that two encodings read differently: Señor, Gdańsk; João, Iaşi; Camões, Győr. */
const FOLLOWERS: Readonly<Record<string, RegExp>> = {
  ñ: /^[aeiouáéíóú]$/i,
  ń: /^[^aeiouáéíóú]?$/i,
  ã: /^[oe]$|^$/i,
  ă: /^[^oe]?$/i,
  õ: /^e$/i,
};
const UNLIKELY = -7;
/** Signs that stand in texts, beside words rather than in them. */
const SIGNS = '€£§°©®™–—‘’‚“”„…•«»¿¡ºª²³½¼´·×±№、。「」・（）';

/** @returns undefined: the bytes are no text of the encoding */
function likelihood({ encoding, prior, letter }: CandidateEncoding, words: Uint8Array) {
  let text: string;
  try {
    text = new TextDecoder(encoding, { fatal: true }).decode(words);
  } catch {
    return undefined;
  }
  let log = prior;
  for (const word of text.split('\n')) log += judgeWord([...word], letter);
  return { log, text };
}

function judgeWord(signs: readonly string[], letter: CandidateEncoding['letter']): number {
  let log = 0;
  signs.forEach((sign, i) => {
    if (sign.codePointAt(0)! < 0x80) return;
    const [before, after] = [signs[i - 1], signs[i + 1]];
    const lower = sign.toLowerCase();
    const likely = letter(sign) ?? letter(lower);
    if (likely === undefined) {
      const beside = SIGNS.includes(sign) && !(isLetter(before) && isLetter(after) && sign !== '’');
      log += beside ? -4 : /\p{L}/u.test(sign) ? UNLIKELY : 1.5 * UNLIKELY;
      return;
    }
    log += likely;
    // A capital within a word of small letters.
    if (sign !== lower && before !== undefined && isLower(before)) log -= 4;
    if (FOLLOWERS[lower]?.test(after ?? '') === false) log -= 3;
    if (before === undefined && after === undefined) log -= 2;
    if (isLetter(before) && VOWELS.test(base(before!)) === VOWELS.test(base(sign))) log -= 0.4;
    if (isLetter(after) && VOWELS.test(base(after!)) === VOWELS.test(base(sign))) log -= 0.4;
    // A script of its own does not stand within a word of Latin letters.
    if (!/\p{Script=Latin}/u.test(sign) && (isAsciiLetter(before) || isAsciiLetter(after))) log -= 5;
  });
  return log;
}

const isLetter = (sign: string | undefined): boolean => sign !== undefined && /\p{L}/u.test(sign);
const isAsciiLetter = (sign: string | undefined): boolean => sign !== undefined && /[a-z]/i.test(sign);
const isLower = (sign: string): boolean => sign !== sign.toUpperCase();
const base = (sign: string): string => sign.normalize('NFD')[0]!.toLowerCase();
