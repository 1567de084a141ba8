import fc from 'fast-check';
import { fitsShortId, isShortId, resolveId, shortId } from '../../../cli/short-id.ts';
import { ApiError } from '../../../lib/client/index.ts';
import { timeOrderedId } from '../../../lib/trainings/training-id.ts';

const RANDOM = 'c89582a7-597e-4bb9-bdf7-f79857554eb2';
const TRAINING = timeOrderedId(new Date('2026-11-30T12:00:00Z'), RANDOM);
const LEAD = `${RANDOM}-12`;

const listing = (...pages: readonly (readonly string[])[]) =>
  async function* () {
    for (const page of pages) yield page.map((id) => ({ id }));
  };

test.each([
  [RANDOM, 'c89582a7'],
  [TRAINING, TRAINING.slice(-8)],
  [LEAD, 'c89582a7:12'],
  ['anything else', 'anything else'],
])('%s is shown as %s', (id, short) => {
  expect(shortId(id)).toBe(short);
});

test('a short id stands for its own id, and for one that differs where it looks it does not', () => {
  const hex = fc.uuid({ version: [4, 7, 8] });
  fc.assert(
    fc.property(hex, hex, (one, other) => {
      expect(fitsShortId(shortId(one), one)).toBe(true);
      expect(isShortId(shortId(one))).toBe(true);
      expect(isShortId(one)).toBe(false);
      if (shortId(one) !== shortId(other) && !other.endsWith(shortId(one)) && !other.startsWith(shortId(one)))
        expect(fitsShortId(shortId(one), other)).toBe(false);
    }),
  );
});

test('trainings of one second are told apart', () => {
  const at = new Date('2026-11-30T12:00:00Z');
  const ids = [timeOrderedId(at, RANDOM), timeOrderedId(at, '3f0c0b6e-4a53-4c7e-9a1c-2b7d7b9c6a10')];
  expect(new Set(ids.map(shortId)).size).toBe(2);
});

test.each([
  ['c895', RANDOM],
  ['C89582A7', RANDOM],
  ['c89582a7-597e', RANDOM],
  [TRAINING.slice(-4), TRAINING],
  ['c89582a7:12', LEAD],
  ['c89582a7:13', `${RANDOM}-13`],
])('%s finds %s', async (text, id) => {
  const list = listing([RANDOM, TRAINING], [LEAD, `${RANDOM}-13`]);
  await expect(resolveId(text, 'prediction', list)).resolves.toBe(id);
});

test.each([RANDOM, LEAD, 'c89', 'no-such-thing'])(
  '%s is left to the stack, which is not asked for a list',
  async (text) => {
    const list = () => {
      throw new Error('asked');
    };
    await expect(resolveId(text, 'prediction', list)).resolves.toBe(text);
  },
);

test('one that fits several ids lists them', async () => {
  const other = 'c8950000-597e-4bb9-bdf7-f79857554eb2';
  await expect(resolveId('c895', 'job', listing([RANDOM], [other]))).rejects.toThrow(
    `c895 may be any of 2 ids of a job. Give more of its digits:\n  ${RANDOM}\n  ${other}`,
  );
});

test('one that fits none, one that the key may not look up, and one that older ids may fit', async () => {
  await expect(resolveId('abcd', 'job', listing([RANDOM]))).rejects.toThrow(
    'expected the id of a job, got “abcd”: no id begins or ends with it.',
  );
  const problem = { type: '/problems/forbidden', title: 'no', status: 403, detail: 'no' };
  const forbidden = async function* () {
    yield [];
    throw new ApiError(problem, undefined);
  };
  await expect(resolveId('abcd', 'job', forbidden)).rejects.toThrow(
    'abcd: a short id is looked up in a list, for which the key needs the scope operate. Give the whole id of the job.',
  );
  const many = Array.from({ length: 1000 }, (_, i) => `${String(i).padStart(8, '0')}${RANDOM.slice(8)}`);
  await expect(resolveId('0000', 'job', listing(many, [RANDOM]))).rejects.toThrow(/Give 8 digits or more\.$/);
  await expect(resolveId('00000007', 'job', listing(many, [RANDOM]))).resolves.toBe(many[7]);
});
