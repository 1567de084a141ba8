import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openBatchNotes } from '../../../cli/predictions/batch-notes.ts';

const folder = mkdtempSync(join(tmpdir(), 'scorelane-notes-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const path = join(folder, 'scored.csv.ids');
const KEY = { file_sha256: 'abc', model: 'leads@v2' };
let told: string[];
const open = (key = KEY) => openBatchNotes(path, key, (sentence) => told.push(sentence));
beforeEach(() => {
  told = [];
  rmSync(path, { force: true });
});

test('the notes of the same leads and version are resumed, without the line that was being written', () => {
  const first = open();
  first.add(2, 'p1');
  first.add(3, 'p2');
  writeFileSync(path, `${readFileSync(path, 'utf8')}4 half`);
  const second = open();
  expect([second.run, [...second.ids], [...second.resumed]]).toEqual([
    first.run,
    [
      [2, 'p1'],
      [3, 'p2'],
    ],
    [2, 3],
  ]);
  // What is added to them stands on a line of its own, and a later id of a line counts.
  second.add(2, 'p9');
  expect([...open().ids]).toEqual([
    [2, 'p9'],
    [3, 'p2'],
  ]);
  expect(told).toEqual([]);
});

test.each([
  ['other leads', { ...KEY, file_sha256: 'def' }, 'it is of another file of leads'],
  ['another version', { ...KEY, model: 'leads@v3' }, 'it is of leads@v2, and leads@v3 answers now'],
])('%s begin anew, under a run of their own, and say so', (_, key, reason) => {
  const first = open();
  first.add(2, 'p1');
  const second = open(key);
  expect([second.ids.size, second.run === first.run]).toEqual([0, false]);
  expect(told).toEqual([`starting again, not resuming ${path}: ${reason}.`]);
  // The next of the same has nothing in its way.
  told = [];
  expect([open(key).run, told]).toEqual([second.run, []]);
});

test.each(['scorelane-batch/1 abc\n2 p1\n', 'scorelane-batch/2 {"run":', 'scorelane-batch/2 {"run":1}\n'])(
  'what another release wrote, or half of it, makes way: %j',
  (text) => {
    writeFileSync(path, text);
    expect(open().ids.size).toBe(0);
    expect(told).toEqual([`starting again, not resuming ${path}: another release of this command wrote it.`]);
  },
);

test('a file of something else is not touched', () => {
  writeFileSync(path, '17\n18\n');
  expect(() => open()).toThrow('expected the notes of a batch or nothing, found a file of something else');
  expect(readFileSync(path, 'utf8')).toBe('17\n18\n');
});

test('a second command that ends first leaves nothing that is no notes', () => {
  const [first, second] = [open(), open()];
  second.remove();
  first.add(2, 'p1');
  expect(existsSync(path)).toBe(false);
  first.remove();
});

test('beside a pipe nothing is kept', () => {
  const notes = openBatchNotes(undefined, KEY, (sentence) => told.push(sentence));
  notes.add(2, 'p1');
  expect([[...notes.ids], existsSync(path)]).toEqual([[[2, 'p1']], false]);
});
