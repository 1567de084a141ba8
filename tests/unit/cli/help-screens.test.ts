import { createProgram, listCommands } from '../../../cli/program.ts';
import { displayWidth } from '../../../cli/terminal/text.ts';
import { readScreen } from '../../support/terminal-screen.ts';
import { expectGolden } from '../../transcripts/golden.ts';

const manifest = { version: '1.2.3', description: 'Turns a table of past leads into a deployed API' };
const before = { ...process.env };

afterEach(() => {
  process.env = { ...before };
  jest.restoreAllMocks();
});

/** What `--help` of every command prints on a terminal of so many columns. */
function helpOf(columns: number): [string, string[]][] {
  process.env.COLUMNS = String(columns);
  process.env.NO_COLOR = '1';
  const program = createProgram(manifest);
  return listCommands(program).flatMap((command): [string, string[]][] => {
    if (command.name() === 'complete') return [];
    const written: string[] = [];
    jest.spyOn(process.stdout, 'write').mockImplementation((text) => written.push(String(text)) > 0);
    command.outputHelp();
    jest.restoreAllMocks();
    const parents = command.parent === null ? [] : [command.parent.name(), command.name()];
    const name = parents.filter((word) => word !== program.name()).join('-') || program.name();
    return [[name, readScreen(written.join('').replaceAll('\n', '\r\n'))]];
  });
}

test.each([80, 120])('every --help fits a terminal of %d columns', (columns) => {
  const wide = helpOf(columns).flatMap(([name, lines]) =>
    lines.flatMap((line) => (displayWidth(line) > columns ? [`${name}: ${line}`] : [])),
  );
  expect(wide).toEqual([]);
});

test.each(helpOf(80))('scorelane %s --help', (name, lines) => {
  expectGolden(`help/${name}`, lines);
});
