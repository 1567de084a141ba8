import type { Step } from './story.ts';

/**
 * The `console` blocks of a Markdown page as the steps of a story. They are written as a reader sees them:
 *
 *     $ scorelane submit lead.json      a command; it goes on until its single quotes are closed
 *     a line of its output              … stands for anything within a line,
 *     …                                 a line of its own for any lines,
 *                                       an id (UUID) for whatever id comes, from then on for that one
 *
 * @param addresses an address of the page → the one that it stands for
 */
export function readTranscript(markdown: string, addresses: Readonly<Record<string, string>> = {}): Step[] {
  const ids = new Map<string, string>();
  const translate = (line: string): string => {
    const named = line.replace(UUID, (id) => {
      const name = ids.get(id) ?? `[ID_${String.fromCharCode(65 + ids.size)}]`;
      ids.set(id, name);
      return name;
    });
    return Object.entries(addresses).reduce((text, [from, to]) => text.replaceAll(from, to), named);
  };
  const steps: (Step & { command: string; output: string[] })[] = [];
  let isBlock = false;
  markdown.split('\n').forEach((line, i) => {
    if (line.startsWith('```')) {
      isBlock = line === '```console';
      return;
    }
    if (!isBlock) return;
    const step = steps.at(-1);
    if (line.startsWith('$ ')) {
      steps.push({ command: translate(line.slice(2)), line: i + 1, output: [], errors: [], exitCode: 0 });
    } else if (step === undefined) throw new Error(`line ${i + 1}: expected a command first, found output`);
    else if (isOpen(step.command)) step.command += `\n${translate(line)}`;
    else if (line.trim() === '…') step.output.push('...');
    else if (line !== '') step.output.push(translate(line).replaceAll('…', '[..]'));
  });
  return steps;
}

const UUID = /[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}/g;

const isOpen = (command: string): boolean => (command.split("'").length - 1) % 2 === 1;
