import { describeWorse } from '../../../lib/registry/describe-worse.ts';
import { findDoubts, stopsPromotion } from '../../../lib/registry/find-doubts.ts';
import { areSameLeads } from '../../../lib/registry/same-leads.ts';
import { parseTrainingNotes } from '../../../lib/registry/training-notes.ts';

const GOOD = { roc_auc: 0.78, log_loss: 0.42, constant_log_loss: 0.51 };
const kinds = (...args: Parameters<typeof findDoubts>) => findDoubts(...args).map(({ kind }) => kind);
const verdict = { better: false, roc_auc: 0.52, roc_auc_error: 0.03, text: 'useless' };

test.each([
  ['a good model', GOOD, {}, []],
  ['a ROC-AUC of 0.999', { ...GOOD, roc_auc: 0.999 }, {}, ['too_good']],
  ['a ROC-AUC just below', { ...GOOD, roc_auc: 0.9989 }, {}, []],
  ['a log-loss of the base rate', { ...GOOD, log_loss: 0.51 }, {}, ['no_better']],
  ['neither probabilities nor order beyond chance', GOOD, { verdict }, ['no_better']],
  ['an order beyond chance', GOOD, { verdict: { ...verdict, roc_auc: 0.7 } }, []],
  ['figures of folds', { ...GOOD, folds: 5 }, {}, ['not_held_out']],
  ['no figures', {}, {}, ['not_measured']],
] as const)('%s', (_, metrics, notes, expected) => {
  expect(kinds(metrics, notes)).toEqual(expected);
});

test('a missing hold-out alone stops no promotion', () => {
  const stopping = (metrics: Record<string, number>) => findDoubts(metrics).filter(stopsPromotion).length;
  expect([stopping({ ...GOOD, folds: 5 }), stopping({}), stopping({ ...GOOD, roc_auc: 1 })]).toEqual([
    0, 1, 1,
  ]);
});

test('what training noted is read, also of records of before, and nothing else is guessed', () => {
  const read = (value: unknown) => parseTrainingNotes(new TextEncoder().encode(JSON.stringify(value)));
  expect(
    read({ leak_suspects: [{ column: 'stage', text: 'knows' }, 3], split: { measured_sha256: 'ab' } }),
  ).toEqual({
    suspects: [{ column: 'stage', text: 'knows' }],
    measuredSha256: 'ab',
  });
  expect(read({ warnings: ['stage may give the outcome away: it does', 'other'] }).suspects).toEqual([
    { column: 'stage', text: 'it does' },
  ]);
  for (const odd of [null, 7, [], { split: 3, verdict: {}, leak_suspects: 'x' }])
    expect(read(odd)).toEqual({ suspects: [] });
  expect(parseTrainingNotes(new TextEncoder().encode('{'))).toEqual({ suspects: [] });
});

test('figures are of the same leads when both trainings say so', () => {
  const of = (measuredSha256: string) => ({ artifact: undefined, notes: { measuredSha256 } });
  expect([areSameLeads(of('a'), of('a')), areSameLeads(of('a'), of('b'))]).toEqual([true, false]);
  expect(areSameLeads({ artifact: undefined, notes: {} }, of('a'))).toBe(false);
});

test('a worse log-loss is said with what it was measured on', () => {
  const present = { version: 'v1', metrics: GOOD };
  const next = { name: 'leads@v2', metrics: { ...GOOD, log_loss: 0.43 } };
  expect(describeWorse(present, next, true)).toBe(
    'leads@v2 has a worse log-loss (0.4300, hold-out) than v1 (0.4200, hold-out), measured on the same leads',
  );
  expect(describeWorse(present, next, false)).toContain(
    'measured on different leads, so this alone says little',
  );
  expect(describeWorse(present, { name: 'leads@v2', metrics: GOOD }, true)).toBeUndefined();
});
