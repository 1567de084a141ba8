import stringWidth from 'string-width';
import { PAINT, PLAIN_AGAIN } from './screen.ts';

const PLAIN = /^[\x20-\x7e]*$/;

/** Columns of a terminal that a text takes: wide characters and emoji take two, combining marks and colours none. */
export const displayWidth = (text: string): number => (PLAIN.test(text) ? text.length : stringWidth(text));

/** Control characters, and marks that turn the direction of what follows. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what it is about
const UNSAFE = /[\u0000-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]/g;

/**
 * A text of one line that does nothing to a terminal: control characters are shown as pictures of themselves (`␛`), the
 * colours of `paint` stay.
 *
 * @example safeText('a\u001b[2Jb') // 'a␛[2Jb'
 */
export function safeText(text: string): string {
  if (PLAIN.test(text)) return text;
  const painted = text.match(PAINT) ?? [];
  return text
    .split(PAINT)
    .map((part, i) => part.replace(UNSAFE, pictureOf) + (painted[i] ?? ''))
    .join('');
}

function pictureOf(character: string): string {
  const code = character.charCodeAt(0);
  if (character === '\t') return ' ';
  if (code < 0x20) return String.fromCharCode(0x24_00 + code);
  return code === 0x7f ? '␡' : '�';
}

/** A text of any lines as one. */
export const oneLine = (text: string): string => safeText(text.replace(/\s*[\r\n\u2028\u2029]+\s*/g, ' '));

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** The first `width` columns of a text, and what is behind them; a colour that is open at the end is ended. */
function split(text: string, width: number): readonly [string, string] {
  if (PLAIN.test(text)) return [text.slice(0, width), text.slice(width)];
  let room = width;
  let at = 0;
  for (const piece of text.split(new RegExp(`(${PAINT.source})`))) {
    const units = piece.startsWith('\u001b')
      ? [piece]
      : Array.from(graphemes.segment(piece), (s) => s.segment);
    for (const unit of units) {
      const size = displayWidth(unit);
      // A colour that begins there belongs to what is behind it.
      const begins = room === 0 && unit.startsWith('\u001b') && endOf(text.slice(0, at)) === '';
      if (size > room || begins) return [text.slice(0, at) + endOf(text.slice(0, at)), text.slice(at)];
      room -= size;
      at += unit.length;
    }
  }
  return [text, ''];
}

/** What ends the colours of a text that is cut. */
const endOf = (text: string): string => ((text.match(PAINT)?.length ?? 0) % 2 === 1 ? PLAIN_AGAIN : '');

/** `a long na…`: a text of at most `width` columns. */
export const shortenText = (text: string, width: number): string =>
  displayWidth(text) > width ? `${split(text, Math.max(0, width - 1))[0]}…` : text;

/** @param side where the spaces go */
export function padText(text: string, width: number, side: 'left' | 'right' = 'right'): string {
  const space = ' '.repeat(Math.max(0, width - displayWidth(text)));
  return side === 'left' ? space + text : text + space;
}

/**
 * Words as lines of at most `width` columns; a longer word has a line of its own, so that ids, paths and addresses can be
 * copied.
 *
 * @param later columns of the second line and those behind it
 */
export function wrapText(text: string, width: number, later = width): string[] {
  if (displayWidth(text) <= width) return [text];
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    const room = lines.length === 0 ? width : later;
    if (line !== '' && displayWidth(line) + 1 + displayWidth(word) > room) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line];
}

/** The same, and words that are longer are broken: for what must not be wider. */
export const foldText = (text: string, width: number): string[] =>
  wrapText(text, width).flatMap((line) => {
    const parts: string[] = [];
    let rest = line;
    while (displayWidth(rest) > width) {
      const [part, behind] = split(rest, width);
      // A character that is wider than all the room stands there all the same.
      if (behind === rest) break;
      parts.push(part);
      rest = behind;
    }
    return [...parts, rest];
  });

/** What a reader copies, a command or options: it stays one line, and the terminal folds it. */
export const isCommand = (line: string): boolean => COMMAND.test(line.replace(PAINT, '').trim());
/** As `hint` writes them: with what names the local stack, by npx, npm or Node, by name or by path. */
const START =
  /(?:[A-Z_]+=\S+ )?(?:(?:npx (?:--package \S+ )?|npm run )?(?:\S*[/\\])?scorelane|node \S+scorelane\.[cm]js) /
    .source;
const COMMAND = new RegExp(`^(?:Next: +|\\$ )?${START}|^--[a-z]`);

/**
 * A line as lines of at most `width` columns: those behind the first stand below the text of the first, behind its title or its
 * indent. A command stays one line.
 *
 * @example fitLine('Read       leads.csv: 3,000 rows, 11 columns', 30) // ['Read       leads.csv: 3,000', '           rows, 11 columns']
 */
export function fitLine(line: string, width: number): string[] {
  if (displayWidth(line) <= width) return [line];
  if (isCommand(line)) return [line];
  const [, before, command] = HINT.exec(line) ?? [];
  if (before !== undefined) return [...fitLine(before, width), `  ${command}`];
  const { head, hang } = hangOf(line, width);
  const [lead, text] = split(line, head);
  return wrapText(text, width - head, width - hang).map(
    (part, i) => (i === 0 ? lead : ' '.repeat(hang)) + part,
  );
}

/** A command at the end of a sentence, such as `To follow it: scorelane runs watch …`. */
const HINT = new RegExp(`^(.*(?::| with)) (?!.*\\.(?: |$))(${START}.+)$`);

/** The columns of what begins a line, which is not folded, and those before the lines behind it. */
function hangOf(line: string, width: number): { readonly head: number; readonly hang: number } {
  const plain = line.replace(PAINT, '');
  // An indent; a mark or a title of up to four words with two spaces or more behind it.
  const [lead = ''] = /^ *(?:[!?+−] |\S+(?: \S+){0,3} {2,})?/.exec(plain) ?? [];
  const head = displayWidth(lead);
  const [indent = ''] = /^ */.exec(lead) ?? [];
  if (head > Math.min(28, width / 2)) return { head: indent.length, hang: indent.length };
  // `Note: …`, one below the other.
  return { head, hang: head === 0 && /^\w+: /.test(plain) ? 2 : head };
}
