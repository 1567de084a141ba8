import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { decodeChecksFile, runChecks } from '../../../lib/importing/checks-file.ts';
import { importModel } from '../../../lib/importing/import-model.ts';
import { decodeLeadsFile } from '../../../lib/learning/leads-file.ts';
import { compileModel } from '../../../lib/model/compile-model.ts';
import { decodeArtifact } from '../../../lib/model/decode-artifact.ts';
import { sha256Of } from '../../../lib/sha256.ts';
import { exampleArtifact } from '../../support/example-model.ts';
import { csvOf, type Golden, importGolden } from './import-golden.ts';

const FOLDER = join(__dirname, '../../golden/lightgbm');
const bytes = readFileSync(join(FOLDER, 'pandas.txt'));
const text = readFileSync(join(FOLDER, 'pandas.json'), 'utf8');
const golden = JSON.parse(text) as Golden;
const encode = (csv: string) => new TextEncoder().encode(csv);
const bare = { bytes, fileName: 'model.txt', name: 'leads', createdAt: new Date(0) };
/** The golden leads many times, so that most levels are frequent. */
const many: Golden = {
  ...golden,
  leads: Array.from({ length: 10 }, () => golden.leads).flat(),
  target: Array.from({ length: 10 }, () => golden.target).flat(),
  probability: Array.from({ length: 10 }, () => golden.probability).flat(),
};

describe('the fields', () => {
  it('are those of the model, typed as the leads have them', async () => {
    const { files } = await importGolden(bytes, text);
    const types = files.artifact.schema.fields.map(({ name, type, unused }) => [name, type, unused ?? false]);
    expect(types).toEqual([
      ['days since visit', 'number', false],
      ['city', 'category', false],
      ['plan', 'category', false],
      ['employees', 'number', false],
      ['opened', 'boolean', true],
      ['region', 'number', false],
      ['visits', 'number', false],
    ]);
    expect(files.facts.leftOut).toEqual({ constant: expect.stringMatching(/^constant: /) });
  });

  it('have the model’s levels; a word that is one of them does not mean “missing”', async () => {
    const { files } = await importGolden(bytes, JSON.stringify(many));
    const city = files.artifact.schema.fields.find(({ name }) => name === 'city')!;
    if (city.type !== 'category') throw new Error();
    expect(city.levels[0]).toBe('Berlin');
    expect(city.levels).not.toContain('Ulm');
    expect(city.missing_words).not.toContain('none');
    expect(files.facts.notes).toContain('city: 1 value of the leads is unknown to the model: “Ulm”');
    // The record is shown to others.
    expect(files.artifact.lineage.preparation).toContain(
      'city: 1 value of the leads is unknown to the model: …',
    );
  });

  it('name no level of fewer than 20 leads', async () => {
    const { files } = await importGolden(bytes, text);
    const city = files.artifact.schema.fields.find(({ name }) => name === 'city')!;
    if (city.type !== 'category') throw new Error();
    expect(city.levels).toEqual([]);
    expect(city.rare_levels?.hashes).toHaveLength(6);
    expect(files.model).not.toContain('Halle');
  });

  it('without leads are told by the checks, with the words of the training', async () => {
    const files = await importModel({ ...bare, checks: { data: csvOf(golden, 'probability') } });
    const city = files.artifact.schema.fields.find(({ name }) => name === 'city')!;
    expect(city.type === 'category' && [...city.levels].sort()).toEqual(
      ['007', 'Berlin', 'Frankfurt, Main', 'Halle "Saale"', 'Köln', 'none'].sort(),
    );
    expect(files.facts).toMatchObject({ rows: 40, leadsFrom: 'checks', checked: { leads: 40 } });
    expect(files.beside.map(({ name }) => name)).toEqual(['checks.json']);
  });

  it('cannot be told without either', async () => {
    const codes = readFileSync(join(FOLDER, 'codes.txt'));
    await expect(importModel({ ...bare, bytes: codes })).rejects.toThrow(
      /expected leads beside the model, found none: .* --leads/,
    );
  });
});

describe('two words for true and false', () => {
  const FILES = join(__dirname, '../../golden/imports');
  const model = readFileSync(join(FILES, 'lightgbm.txt'));
  const checks = readFileSync(join(FILES, 'checks.csv'), 'utf8');
  const take = (csv: string) =>
    importModel({ ...bare, bytes: model, checks: { data: encode(csv), fileName: 'checks.csv' } });
  const typeOf = async (csv: string) => {
    const { artifact, facts } = await take(csv);
    expect(facts.checked).toMatchObject({ leads: 30 });
    return artifact.schema.fields.find(({ name }) => name === 'demo_requested')!.type;
  };

  it('are a boolean field, as training makes of them', async () => {
    expect(await typeOf(checks)).toBe('boolean');
  });

  it('are a category where leads have other words, too, which are missing to the model', async () => {
    const rows = checks.trimEnd().split('\n');
    const extra = [...rows, rows[1]!.replace(/,(?:yes|no),(?=[^,]*$)/, ',maybe,')].join('\n');
    const { artifact } = await importModel({
      ...bare,
      bytes: model,
      leads: { data: encode(`${extra}\n`), fileName: 'leads.csv' },
    });
    expect(artifact.schema.fields.find(({ name }) => name === 'demo_requested')!.type).toBe('category');
  });
});

describe('leads that the model cannot read', () => {
  const leads = (csv: string) => importModel({ ...bare, leads: { data: encode(csv), fileName: 'raw.csv' } });

  it('lack columns: each is named', async () => {
    await expect(leads('city,plan\nBerlin,pro\nKöln,basic\n')).rejects.toThrow(
      /the leads lack “days_since_visit”, “employees”, “opened”, “region”, “visits”/,
    );
    const codes = readFileSync(join(FOLDER, 'codes.txt'));
    const csv = { data: encode('employees,visits\n1,2\n2,3\n'), fileName: 'raw.csv' };
    await expect(importModel({ ...bare, bytes: codes, leads: csv })).rejects.toThrow(
      /raw.csv: expected the columns that the model looks at, found no “days_since_visit”, “region”. Its columns are “employees”, “visits”/,
    );
  });

  it('have words where the model reads numbers', async () => {
    const codes = readFileSync(join(FOLDER, 'codes.txt'));
    const of = JSON.parse(readFileSync(join(FOLDER, 'codes.json'), 'utf8')) as Golden;
    const odd = { ...of, leads: of.leads.map((lead, i) => ({ ...lead, visits: i % 2 ? 'many' : 'few' })) };
    const csv = { data: csvOf(odd), fileName: 'raw.csv' };
    await expect(importModel({ ...bare, bytes: codes, leads: csv })).rejects.toThrow(
      /raw.csv: visits: expected numbers, as the model reads there, found words such as “few”, “many”.*--categories/,
    );
  });
});

describe('checks', () => {
  const off = (by: number): Golden => ({
    ...golden,
    probability: golden.probability.map((p, i) => (i === 6 ? p + by : p)),
  });

  it('that do not agree refuse the import, with the first lead and both numbers', async () => {
    const theirs = off(2e-12).probability[6]!;
    const refused = importModel({ ...bare, checks: { data: csvOf(off(2e-12), 'probability') } });
    await expect(refused).rejects.toThrow(
      `check 7 of 40: expected the probability that LightGBM gave this lead, ${theirs}, got ${golden.probability[6]}: they differ by 2.0e-12, more than 1e-12.`,
    );
  });

  it('that agree are kept beside the model, which names their SHA-256', async () => {
    const { files } = await importGolden(bytes, text);
    const kept = encode(files.beside.find(({ name }) => name === 'checks.json')!.text);
    const artifact = decodeArtifact(encode(files.model));
    expect(artifact.checks_sha256).toBe(sha256Of(kept));
    const passed = runChecks(compileModel(artifact), decodeChecksFile(kept, artifact));
    expect(passed.leads).toBe(40);
    expect(passed.largest).toBeLessThan(1e-15);
    const other = encode(new TextDecoder().decode(kept).replace('40', '41'));
    expect(() => decodeChecksFile(other, artifact)).toThrow(
      /checks.json: expected the file of the model, SHA-256/,
    );
    const without = exampleArtifact();
    expect(() => decodeChecksFile(kept, without)).toThrow(/imported with checks/);
  });

  it('are read with the row of what cannot be', async () => {
    const csv = new TextDecoder().decode(csvOf(golden, 'probability'));
    const wrong = csv.replace(/,[^,\n]*\n$/, ',1.5\n');
    await expect(importModel({ ...bare, checks: { data: encode(wrong) } })).rejects.toThrow(
      /row 40: probability: expected a number from 0 to 1, got “1.5”/,
    );
    await expect(
      importModel({
        ...bare,
        leads: { data: csvOf(golden) },
        checks: { data: csvOf(golden), fileName: 'checks.csv' },
      }),
    ).rejects.toThrow(/checks.csv: expected a column “probability”/);
  });

  it('of a file that says otherwise are refused', () => {
    const decode = (json: unknown) => {
      const file = encode(JSON.stringify(json));
      return decodeChecksFile(file, { checks_sha256: sha256Of(file) });
    };
    const file = {
      format: 'scorelane-checks/1',
      library: 'X',
      tolerance: 1e-6,
      checks: [{ lead: {}, probability: 0.5 }],
    };
    expect(decode(file)).toMatchObject({ library: 'X' });
    expect(() => decode({ ...file, tolerance: 1e-3 })).toThrow(
      /tolerance: expected a number from 0 to 0.000001/,
    );
    expect(() => decode({ ...file, checks: [] })).toThrow(/checks: expected a list of 1 to 200/);
    expect(() => decode({ ...file, checks: [{ lead: [], probability: 0.5 }] })).toThrow(/checks\[0\].lead/);
    expect(() => decode({ ...file, checks: [{ lead: {}, probability: 'x' }] })).toThrow(
      /checks\[0\].probability/,
    );
    expect(() => decode({ ...file, format: 'other' })).toThrow(/format: expected/);
  });
});

describe('what is measured on the leads', () => {
  it('is no hold-out unless that is said', async () => {
    const { files } = await importGolden(bytes, text);
    expect(files.artifact.metrics).toEqual({});
    expect(files.facts.measured?.evaluation.rows).toBe(40);
    const leads = files.beside.find(({ name }) => name === 'leads.json')!;
    expect(decodeLeadsFile(encode(leads.text), files.artifact).keys).toHaveLength(40);
  });

  it('is the hold-out’s with heldOut, and then nothing was learned from them', async () => {
    const { files } = await importGolden(bytes, text, { heldOut: true });
    expect(files.artifact.metrics.holdout).toEqual(files.facts.measured?.evaluation);
    expect(files.beside.map(({ name }) => name)).toEqual(['checks.json']);
  });

  it('groups leads by their probability', async () => {
    const { files } = await importGolden(bytes, text);
    const groups = files.facts.measured!.groups;
    expect(groups.reduce((sum, { rows }) => sum + rows, 0)).toBe(40);
    const predicted = groups.map((group) => group.predicted);
    expect(predicted).toEqual([...predicted].sort((a, b) => a - b));
    const converted = groups.reduce((sum, { rows, observed }) => sum + rows * observed, 0);
    expect(converted).toBeCloseTo(
      golden.target.reduce((sum, y) => sum + y, 0),
      10,
    );
  });
});

it('makes the same bytes of the same files, whatever the order of the leads', async () => {
  const { files } = await importGolden(bytes, text);
  const turned: Golden = { ...golden, leads: golden.leads.toReversed(), target: golden.target.toReversed() };
  const again = await importModel({
    ...bare,
    leads: { data: csvOf(golden, 'target') },
    target: 'target',
    checks: { data: csvOf(golden, 'probability') },
  });
  expect(again.model).toBe(files.model);
  const other = await importModel({
    ...bare,
    leads: { data: csvOf(turned, 'target') },
    target: 'target',
    checks: { data: csvOf(golden, 'probability') },
  });
  const { data_sha256: _a, ...a } = files.artifact.lineage;
  const { data_sha256: _b, ...b } = other.artifact.lineage;
  expect({ ...other.artifact, lineage: b }).toEqual({ ...files.artifact, lineage: a });
});
