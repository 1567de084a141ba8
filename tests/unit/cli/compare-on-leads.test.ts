import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ComparedVersion, compareOnLeads } from '../../../cli/models/compare-on-leads.ts';
import type { ModelVersion } from '../../../lib/registry/registry.ts';
import { exampleArtifact } from '../../support/example-model.ts';
import { importedExample } from '../../support/imported-example.ts';
import { createMemoryWorld } from '../../support/memory-world.ts';

const folder = mkdtempSync(join(tmpdir(), 'scorelane-compare-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const file = join(folder, 'later.csv');
writeFileSync(
  file,
  `source,visits,opened,first_contact,converted\n${Array.from(
    { length: 60 },
    (_, i) =>
      `${['web', 'referral', 'fair'][i % 3]},${i % 20},${i % 2 === 0},2025-0${1 + (i % 9)}-11,${i % 4 === 0 ? 'yes' : 'no'}`,
  ).join('\n')}\n`,
);

const world = createMemoryWorld();
const version = (name: string, artifact: ComparedVersion['artifact']): ComparedVersion => ({
  record: { name: 'leads', version: name, files: [] } as Partial<ModelVersion> as ModelVersion,
  artifact,
});
const trained = version('v1', exampleArtifact());
const imported = version('v2', importedExample().artifact);

test.each([
  ['first', [trained, imported]],
  ['second', [imported, trained]],
] as const)(
  'a version that was imported without outcomes is measured by the outcome of the other, the %s',
  async (_, versions) => {
    const { figures, notes } = await compareOnLeads(world, file, versions);
    expect(notes).toContain(
      'v2 was imported without outcomes: it is taken to predict “converted” as v1 does.',
    );
    expect(notes.filter((note) => note.includes('published without leads.json'))).toHaveLength(2);
    expect(figures.map(({ rows, base_rate }) => [rows, base_rate])).toEqual([
      [60, 0.25],
      [60, 0.25],
    ]);
    expect(figures[0]!.log_loss).not.toBe(figures[1]!.log_loss);
  },
);

test('two that were imported without outcomes know no outcome', async () => {
  await expect(compareOnLeads(world, file, [imported, version('v3', imported.artifact)])).rejects.toThrow(
    /^expected a version that knows the column of the outcome, got two that were imported without outcomes\. Import one of them again with --leads and --on/,
  );
});

test('two that predict different things are not compared', async () => {
  const { lineage } = trained.artifact;
  const other = version('v3', exampleArtifact({ lineage: { ...lineage, target: 'opened' } }));
  await expect(compareOnLeads(world, file, [trained, other])).rejects.toThrow(
    'the two predict different things: “converted” and “opened”. They cannot be compared.',
  );
});
