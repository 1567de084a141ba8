import type { Command } from 'commander';
import { hasColor, paint, type Screen, widthOf } from './screen.ts';
import { displayWidth, fitLine, safeText } from './text.ts';

/** Lines that are longer are hard to read, however wide the terminal is. */
const MOST = 100;
/** Where there is no terminal, as in a page of a manual. */
const USUAL = 80;

const helpWidth = (stream: Screen): number => {
  const width = widthOf(stream);
  return Number.isFinite(width) ? Math.min(width, MOST) : USUAL;
};

/** Makes help and usage errors of a command fit the terminal, and colours them. */
export function fitToTerminal(command: Command): void {
  const { stdout, stderr } = process;
  command
    .configureHelp({ ...command.configureHelp(), styleTitle: (title) => paint('heading', title) })
    .configureOutput({
      getOutHelpWidth: () => helpWidth(stdout),
      getErrHelpWidth: () => helpWidth(stderr),
      getOutHasColors: () => hasColor(stdout),
      getErrHasColors: () => hasColor(stderr),
      writeOut: (text) => stdout.write(layOutHelp(text, helpWidth(stdout))),
      // A sentence in a log or a pipe stays on its line.
      writeErr: (text) =>
        stderr.write(layOutHelp(text, text.includes('error:') ? widthOf(stderr) : helpWidth(stderr))),
      outputError: (text, write) => write(text.replace(/^error:/, paint('error', 'error:', stderr))),
    });
}

/**
 * Paragraphs are laid out anew, whatever the width that their source is written in; what is indented keeps its lines. Examples that
 * are too long are continued as a shell reads them.
 *
 * @param width columns
 */
export function layOutHelp(text: string, width: number): string {
  const lines: string[] = [];
  let paragraph: string[] = [];
  const end = () => {
    if (paragraph.length > 0) lines.push(...fitLine(paragraph.join(' '), width));
    paragraph = [];
  };
  for (const line of text.split('\n').map(safeText)) {
    // Indented, or a hint such as “(Did you mean …?)”.
    const isProse = /^[^\s(]/.test(line);
    if (!isProse) end();
    if (isProse) paragraph.push(line);
    else lines.push(...foldExample(line, width));
    if (line.endsWith(':')) end();
  }
  end();
  return lines.join('\n');
}

/** A command, and what is said of it behind a `#`. */
const EXAMPLE = /^( *)(\$ .*?)(?: +# (.*))?$/;
/** Words, one in quotation marks and an option with its value as one. */
const WORD = /(?:--[\w-]+ (?![-|>&<]))?(?:"[^"]*"|'[^']*'|[^\s"'])+/g;

/** An example as lines that can be copied together: what is said of it goes above it, its words go on behind `\\`. */
function foldExample(line: string, width: number): string[] {
  const [, indent = '', command, remark] = EXAMPLE.exec(line) ?? [];
  if (displayWidth(line) <= width || command === undefined) return fitLine(line, width);
  const above = remark === undefined ? [] : fitLine(`${indent}# ${remark}`, width);
  const lines: string[] = [];
  let last = indent.slice(1);
  const isContinued = command.endsWith(' \\');
  for (const word of command.replace(/ \\$/, '').match(WORD)!) {
    if (displayWidth(`${last} ${word} \\`) > width && last.trim() !== '') {
      lines.push(`${last} \\`);
      last = `${indent}   `;
    }
    last += ` ${word}`;
  }
  return [...above, ...lines, isContinued ? `${last} \\` : last];
}
