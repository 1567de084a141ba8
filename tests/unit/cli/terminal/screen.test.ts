import { chooseColor, hasColor, paint, type Screen, widthOf } from '../../../../cli/terminal/screen.ts';

const terminal: Screen = { isTTY: true, columns: 100 };
// Node leaves isTTY away where there is no terminal.
const pipe = { columns: undefined } as unknown as Screen;

afterEach(() => chooseColor('auto'));

test.each([
  ['a terminal', terminal, {}, true],
  ['a pipe', pipe, {}, false],
  ['a dumb terminal', terminal, { TERM: 'dumb' }, false],
  ['NO_COLOR', terminal, { NO_COLOR: '1' }, false],
  ['an empty NO_COLOR', terminal, { NO_COLOR: '' }, true],
  ['FORCE_COLOR in a pipe', pipe, { FORCE_COLOR: '1' }, true],
  ['FORCE_COLOR=0', terminal, { FORCE_COLOR: '0' }, false],
  ['NO_COLOR before FORCE_COLOR', terminal, { NO_COLOR: '1', FORCE_COLOR: '1' }, false],
] as const)('%s', (_, stream, env, colored) => {
  expect(hasColor(stream, env)).toBe(colored);
});

test('--color decides over all of them', () => {
  chooseColor('never');
  expect(hasColor(terminal, { FORCE_COLOR: '1' })).toBe(false);
  chooseColor('always');
  expect(hasColor(pipe, { NO_COLOR: '1' })).toBe(true);
  expect(paint('error', 'failed', pipe)).toBe('\u001b[31mfailed\u001b[39m');
  expect(paint('error', '', pipe)).toBe('');
});

test.each([
  ['a terminal', terminal, {}, 100],
  ['a pipe', pipe, {}, Number.POSITIVE_INFINITY],
  ['COLUMNS on a terminal', terminal, { COLUMNS: '72' }, 72],
  ['COLUMNS in a pipe', pipe, { COLUMNS: '72' }, 72],
  ['COLUMNS that is none', terminal, { COLUMNS: 'wide' }, 100],
  ['a terminal without a size', { isTTY: true, columns: 0 }, {}, 80],
] as const)('the width of %s', (_, stream, env, width) => {
  expect(widthOf(stream, env)).toBe(width);
});
