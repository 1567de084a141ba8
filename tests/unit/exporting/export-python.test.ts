import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { exportPython } from '../../../lib/exporting/python/export-python.ts';
import { pythonLiteral } from '../../../lib/exporting/python/literal.ts';
import type { Lead, LeadValue } from '../../../lib/lead/schema.ts';
import type { ModelArtifact } from '../../../lib/model/artifact.ts';
import { compileModel } from '../../../lib/model/compile-model.ts';
import { createRandom } from '../../../lib/statistics/random.ts';
import type { GoldenModel } from '../../clients/python/golden-cases.ts';
import { GOLDEN_MODELS, goldenFile } from '../../clients/python/golden-files.ts';
import { exampleArtifact } from '../../support/example-model.ts';
import { hasPython, runPython } from '../../support/python.ts';
import { randomLeads, treesModels } from '../../support/trees-models.ts';

const folder = mkdtempSync(join(tmpdir(), 'scorelane-export-python-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const withPython = hasPython() ? test : test.skip;
if (!hasPython()) console.warn('SKIPPED: exported Python: this machine lacks Python ≥ 3.9');

const SOURCE = { sha256: 'a'.repeat(64), version: '1.2.3' };
const RUN = `import importlib.util, json, sys
cases = json.load(sys.stdin if len(sys.argv) < 2 else open(sys.argv[1], encoding="utf-8"))
for path, leads in cases:
    spec = importlib.util.spec_from_file_location("exported", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    print(json.dumps([module.score(lead) for lead in leads]))
`;

type Scored = { probability: number; score: number; grade: string; log_odds?: number };

/** What the exported files make of leads. */
async function scoreInPython(
  models: readonly { readonly artifact: ModelArtifact; readonly leads: readonly unknown[] }[],
): Promise<Scored[][]> {
  const cases = models.map(({ artifact, leads }, i) => {
    const path = join(folder, `scorer${i}.py`);
    writeFileSync(path, exportPython({ artifact, ...SOURCE }).text);
    return [path, leads];
  });
  writeFileSync(join(folder, 'cases.json'), JSON.stringify(cases));
  const { status, stdout, stderr } = await runPython(['-S', '-c', RUN, join(folder, 'cases.json')]);
  if (status !== 0) throw new Error(stderr);
  return stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
}

function expectSame(artifact: ModelArtifact, leads: readonly Lead[], scored: readonly Scored[]): void {
  const model = compileModel(artifact);
  expect(scored).toHaveLength(leads.length);
  leads.forEach((lead, i) => {
    const { probability, score, grade } = model.explain(lead);
    const { logOdds } = model.score(lead);
    expect({ ...scored[i], probability: 0, log_odds: 0 }).toEqual({
      probability: 0,
      score,
      grade,
      log_odds: 0,
    });
    expect(Math.abs(scored[i]!.probability - probability)).toBeLessThanOrEqual(1e-12);
    if (artifact.calibration.method === 'identity') expect(scored[i]).not.toHaveProperty('log_odds');
    else
      expect(Math.abs(scored[i]!.log_odds! - logOdds)).toBeLessThanOrEqual(
        1e-12 * Math.max(1, Math.abs(logOdds)),
      );
  });
}

withPython('models of every trainer score as they do here', async () => {
  const models = GOLDEN_MODELS.map((name) => {
    const golden: GoldenModel = JSON.parse(readFileSync(goldenFile(name), 'utf8'));
    const fitting = golden.leads.filter(({ outcome }) => !('errors' in outcome));
    return {
      artifact: golden.model,
      leads: fitting.map(({ lead }) => lead),
      expected: fitting.map(({ outcome }) => outcome),
    };
  });
  const scored = await scoreInPython(models);
  models.forEach(({ artifact, expected }, m) => {
    expect(expected.length).toBeGreaterThan(12);
    expected.forEach((outcome, i) => {
      const { probability, score, grade, log_odds } = outcome as Scored;
      expect(scored[m]![i]).toMatchObject({ score, grade });
      expect(Math.abs(scored[m]![i]!.probability - probability)).toBeLessThanOrEqual(1e-12);
      if (artifact.calibration.method !== 'identity')
        expect(Math.abs(scored[m]![i]!.log_odds! - log_odds!)).toBeLessThanOrEqual(1e-12);
    });
  });
});

withPython('trees of every kind score as they do here', async () => {
  const random = createRandom(7);
  const models = Array.from({ length: 4 }, () => treesModels(random)).flat();
  const all = models.map(([, artifact]) => ({ artifact, leads: randomLeads(artifact.schema, random, 60) }));
  const scored = await scoreInPython(all);
  all.forEach(({ artifact, leads }, m) => {
    expectSame(artifact, leads, scored[m]!);
  });
});

withPython('values that are not told as the API wants them', async () => {
  const artifact = exampleArtifact();
  const lead = { source: 'referral', visits: 15, opened: true, first_contact: '2026-01-05' };
  const same: Record<string, LeadValue>[] = [
    { ...lead, source: '\u00a0referral \n' },
    { ...lead, opened: ' Yes' as LeadValue },
    { ...lead, other: 1 },
  ];
  const none = { source: null, visits: null, opened: null, first_contact: null };
  const [scored] = await scoreInPython([
    { artifact, leads: [lead, ...same, {}, { ...none, source: ' NULL ' }, none] },
  ]);
  expectSame(artifact, [lead, lead, lead, lead, none, none, none], scored!);
});

withPython('what does not fit is refused by name', async () => {
  const path = join(folder, 'refusing.py');
  writeFileSync(path, exportPython({ artifact: exampleArtifact(), ...SOURCE }).text);
  const bad = [
    '{"visits": "12"}',
    '{"visits": True}',
    '{"source": 5}',
    '{"opened": "perhaps"}',
    '{"opened": 2}',
    '{"first_contact": "31/01/2026"}',
    '{"first_contact": "2026-02-30"}',
  ];
  const code = `exec(open(${JSON.stringify(path)}).read())
for lead in [${bad.join(', ')}]:
    try:
        print(score(lead))
    except ValueError as error:
        print(error)
import datetime
print(score({"first_contact": datetime.datetime(2026, 1, 5, 9, 30)}) == score({"first_contact": "2026-01-05"}))
print(score({"visits": float("nan")}) == score({"visits": None}) == score({}))`;
  const { stdout, stderr } = await runPython(['-S', '-c', code]);
  expect({ lines: stdout.trim().split('\n'), stderr }).toEqual({
    lines: [
      "visits: expected a number, got '12'",
      'visits: expected a number, got True',
      'source: expected a text, got 5',
      "opened: expected True or False, got 'perhaps'",
      'opened: expected True or False, got 2',
      "first_contact: expected a date in ISO 8601, got '31/01/2026'",
      "first_contact: expected a date in ISO 8601, got '2026-02-30'",
      'True',
      'True',
    ],
    stderr: '',
  });
});

test('a literal of Python is ASCII and ends where it should, whatever a text says', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const literal = pythonLiteral(text);
      expect(literal).toMatch(/^"(?:[ !#-[\]-~]|\\["\\]|\\u[0-9a-f]{4}|\\U[0-9a-f]{8})*"$/);
      // Python's escapes of four digits are JSON's.
      const json = literal.replace(/\\U([0-9a-f]{8})/g, (_, code: string) =>
        String.fromCodePoint(Number.parseInt(code, 16)),
      );
      expect(JSON.parse(json)).toBe(text);
    }),
  );
  expect(pythonLiteral([1, -0.5, 1e21, null, true, Number.POSITIVE_INFINITY])).toBe(
    '[1, -0.5, 1e+21, None, True, float("inf")]',
  );
});

withPython('names and levels that look like code stay text', async () => {
  const texts = [
    '"""',
    "'); import os; (",
    '\\',
    '\n',
    '# x',
    '{__import__("os")}',
    '推薦😀',
    '\ud800',
    '__proto__',
    '%s',
  ];
  const hostile = exampleArtifact({
    name: '\n"""\nraise SystemExit(3)\n',
    trainer: '\r\nraise SystemExit(4)',
  });
  const models = texts.map((text) => {
    const values = Object.fromEntries([[text, 2.5]]);
    const field = { name: text, type: 'category' as const, required: false, levels: [text] };
    return {
      artifact: {
        ...hostile,
        schema: { fields: [field], missing_words: [text] },
        terms: [{ kind: 'category' as const, feature: text, values, other: 0.25, missing: 1, mean: 0 }],
      },
      leads: [Object.fromEntries([[text, 'other']]), {}],
    };
  });
  const scored = await scoreInPython(models);
  for (const [other, missing] of scored) {
    expect(other!.log_odds).toBe(-0.75);
    expect(missing!.log_odds).toBe(0);
  }
});
