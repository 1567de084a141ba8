import { displayWidth } from '../../cli/terminal/text.ts';

/** What `paint` writes: where a colour begins, and for what. */
const ROLES: Readonly<Record<string, string>> = {
  1: 'heading',
  2: 'muted',
  31: 'error',
  32: 'good',
  33: 'warning',
};
const ESCAPE = '\u001b';
/** `\r` goes to the beginning of the line, `CSI K` clears the rest, `CSI … m` colours; questions are asked with `CSI n G` and `CSI J`. */
const PIECE = new RegExp(`${ESCAPE}\\[\\d*[KmGJ]|\\r|[^\\r${ESCAPE}]+`, 'g');
const BACK = new RegExp(`\\r|${ESCAPE}\\[1?G`);
const CLEARED = new RegExp(`${ESCAPE}\\[\\d*[KJG]`, 'g');
const COLOUR = new RegExp(`${ESCAPE}\\[(\\d+)m`, 'g');

/**
 * What a terminal shows of what was written to it.
 *
 * @throws for what no command of ours may write: a sequence that moves elsewhere, sets a title, or came from data
 */
export function readScreen(output: string): string[] {
  const lines = output.split(/\r?\r\n/).map(readLine);
  while (lines.at(-1) === '') lines.pop();
  return lines;
}

/** Only the last of what is written over one another in a line is seen. */
function readLine(raw: string): string {
  const read = raw.match(PIECE)?.join('') ?? '';
  if (read !== raw) throw new Error(`expected colours and \\r only, found ${JSON.stringify(raw)}`);
  const last = raw.split(BACK).at(-1)!;
  return last
    .replace(CLEARED, '')
    .replace(COLOUR, (_, code: string) => (ROLES[code] === undefined ? '›' : `‹${ROLES[code]}: `))
    .trimEnd();
}

/** Without the marks of colours. */
export const withoutMarks = (line: string): string => line.replace(/‹\w+: |›/g, '');

/** A command, or a word such as an address, stays whole, so that it can be copied; nothing else is wider than the terminal. */
const COPIED = /^\S+$|^(?:Next: +|\$ )?scorelane |^--[a-z]/;

/** Lines that are wider than the terminal. */
export const widerThan = (lines: readonly string[], columns: number): string[] =>
  lines.map(withoutMarks).filter((line) => displayWidth(line) > columns && !COPIED.test(line.trim()));

/** What differs from run to run, by something of the same width where that is possible. */
export const maskVolatile = (line: string): string =>
  line
    .replace(
      /\b[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}\b/g,
      '00000000-0000-0000-0000-000000000000',
    )
    .replace(/\b20\d\d-\d\d-\d\d \d\d:\d\d\b/g, '2026-01-01 00:00')
    .replace(/\b\d+ minutes? old\b/g, 'less than a minute old')
    .replace(/[\w-]{6,}\.[\w-]{40,}/g, 'the-cursor')
    .replace(/\b[\da-f]{8}\b/g, '00000000')
    .replace(/\b[\da-f]{64}\b/g, (hash) => '0'.repeat(hash.length))
    .replace(/\b[\da-f]{12}(?=…|\/)/g, '000000000000')
    .replace(/(?<=SHA-256 +)[\da-f]+|(?<=^ +)[\da-f]{5,6}$/g, (hash) => '0'.repeat(hash.length))
    .replace(/(?<=runs (?:show|compare) |^)[\da-f]{10}\b/g, '0000000000')
    .replace(/sl_[\w-]+/g, (key) => 'x'.repeat(key.length))
    .replace(/whsec_[\w+/=]+/g, 'whsec_…')
    .replace(/(?<=\b(?:pending|delivered|stopped|gave_up) +)\d+\b/g, '0')
    .replace(/127\.0\.0\.1:\d+/g, '127.0.0.1:00000')
    .replace(/ +\d[\d.]* (?:ms|s|min)\b/g, ' 0 s');
