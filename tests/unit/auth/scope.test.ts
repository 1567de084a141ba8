import { mayDo, type Scope } from '../../../lib/auth/scope.ts';
import { SCOPES } from '../../../lib/contract/words.ts';

test('each scope may do what those before it may, and nothing more', () => {
  const table = SCOPES.map((scope) => SCOPES.map((needed) => mayDo(scope, needed)));
  expect(SCOPES).toEqual(['form', 'predict', 'operate', 'admin']);
  expect(table).toEqual([
    [true, false, false, false],
    [true, true, false, false],
    [true, true, true, false],
    [true, true, true, true],
  ]);
});

test('a scope of a later release may do nothing', () => {
  for (const needed of SCOPES) expect(mayDo('auditor' as Scope, needed)).toBe(false);
});
