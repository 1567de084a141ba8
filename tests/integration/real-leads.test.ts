import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { parseWords } from '../../lib/lead/parse-words.ts';
import type { LeadValue } from '../../lib/lead/schema.ts';
import { makeWordRules } from '../../lib/lead/value-words.ts';
import { readTable } from '../../lib/learning/table/read-table.ts';
import type { ModelArtifact } from '../../lib/model/artifact.ts';
import { compileModel } from '../../lib/model/compile-model.ts';
import { parseArtifact } from '../../lib/model/parse-artifact.ts';
import { type LocalStack, startLocalStack } from '../support/local-stack.ts';
import { ROOT } from '../support/node24.ts';
import { runCli } from '../support/run-cli.ts';
import { until } from '../support/until.ts';

/** From a CSV of real leads to scored predictions, by the commands of the README. */
const DATA = join(ROOT, '../shared/data');
const present = existsSync(DATA);
if (!present) console.warn(`SKIPPED: real-leads: there is no ${DATA}`);

const SETS = [
  {
    name: 'Olist',
    file: 'olist/olist_marketing_qualified_leads_dataset.csv',
    options: [
      '--join',
      'olist/olist_closed_deals_dataset.csv',
      '--on',
      'mql_id',
      '--target',
      'converted',
      '--drop',
      'first_contact_date',
    ],
  },
  {
    name: 'bank',
    file: 'bank/bank-full.csv',
    options: ['--target', 'y', '--positive', 'yes', '--drop', 'duration'],
  },
];
const POSTED = 100;

(present ? describe : describe.skip).each(SETS)('$name', ({ file, options }) => {
  const folder = mkdtempSync(join(tmpdir(), 'scorelane-real-leads-'));
  let stack: LocalStack;
  let artifact: ModelArtifact;
  let leads: Record<string, LeadValue>[];

  beforeAll(async () => {
    stack = await startLocalStack({ dataDir: join(folder, 'data') });
    await run(
      'train',
      join(DATA, file),
      ...options.map((word) => (word.endsWith('.csv') ? join(DATA, word) : word)),
      // What the candidates are worth on these leads is real-data-training.test.ts's question.
      '--trainer',
      'logistic',
      '--out',
      folder,
    );
    artifact = parseArtifact(JSON.parse(readFileSync(join(folder, 'model.json'), 'utf8')));
    // Before the first request, so that no champion is cached yet.
    expect(await run('publish', join(folder, 'model.json'), '--promote')).toContain('leads@v2');
    leads = readLeads(join(DATA, file), artifact).slice(0, POSTED);
  });

  afterAll(async () => {
    await stack?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  async function run(...args: string[]): Promise<string> {
    const { status, stdout, stderr } = await runCli(args, { env: { SCORELANE_DATA_DIR: stack.dataDir } });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    return stdout;
  }

  test(`the first ${POSTED} leads are accepted and scored as the trained model scores them`, async () => {
    const model = compileModel(artifact);
    const ids = await Promise.all(
      leads.map(async (lead) => {
        const response = await fetch(`${stack.apiUrl}/predict`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(lead),
        });
        const body = (await response.json()) as { prediction_id: string; errors?: unknown };
        expect({ status: response.status, errors: body.errors }).toEqual({ status: 202, errors: undefined });
        return body.prediction_id;
      }),
    );
    for (const [i, id] of ids.entries()) {
      const done = await until(`prediction ${id}`, async () => {
        const body = (await (await fetch(`${stack.apiUrl}/predict/${id}`)).json()) as { status: string };
        return body.status === 'queued' ? undefined : body;
      });
      const lead = Object.fromEntries(
        artifact.schema.fields.map(({ name }) => [name, leads[i]![name] ?? null]),
      );
      expect(done).toMatchObject({
        status: 'succeeded',
        model_version: 'v2',
        prediction: model.explain(lead),
      });
    }
  });
});

function readLeads(path: string, { schema }: ModelArtifact): Record<string, LeadValue>[] {
  const table = readTable(readFileSync(path), { fileName: basename(path) });
  const columns = schema.fields.map((field) => table.columns.find(({ name }) => name === field.name)!);
  const rules = makeWordRules(schema.missing_words);
  return Array.from({ length: POSTED }, (_, row) => {
    const words = columns.map((column) => column.words[column.codes[row]!]);
    const { values, errors } = parseWords(schema, words, rules);
    expect(errors).toEqual([]);
    return { ...values };
  });
}
