import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { FOLDERS, folderOf } from './known.ts';
import { readRelease } from './release.ts';
import { type KnownResources, listLosses, listResources } from './resources.ts';

/** The packaged template as it was: an update to today's replaces and loses nothing that a stage holds. */
const read = (day: string): KnownResources =>
  JSON.parse(readFileSync(join(folderOf(day), 'resources.json'), 'utf8'));
const newest = read(FOLDERS.at(-1)!);
const change = (edit: (changed: KnownResources) => void): KnownResources => {
  const changed = structuredClone(newest);
  edit(changed);
  return changed;
};

test.each(FOLDERS)('%s: an update replaces and loses nothing', (day) => {
  // Stages are updated release by release: of indexes only what a single release changes has a limit.
  expect(listLosses(read(day), listResources(), Number.POSITIVE_INFINITY)).toEqual([]);
});

test('a release changes at most one index of a table, as CloudFormation does in one update', () => {
  const { tables } = readRelease();
  expect(Object.keys(tables)).toContain('PredictionsTable');
  expect(listLosses({ resources: tables, outputs: [] }, listResources(), 1)).toEqual([]);
});

describe('an update is refused', () => {
  const table = 'PredictionsTable';
  // biome-ignore lint/suspicious/noExplicitAny: what is read-only is changed on purpose
  const cases: readonly [string, (changed: any) => void, string][] = [
    [
      'without a queue',
      ({ resources }) => delete resources.JobChunkQueue,
      'JobChunkQueue (AWS::SQS::Queue) is gone',
    ],
    [
      'with a table under another name',
      ({ resources }) => {
        resources.LeadsTable = resources[table];
        delete resources[table];
      },
      `${table} (AWS::DynamoDB::Table) is gone`,
    ],
    [
      'that names a bucket',
      ({ resources }) => {
        resources.Bucket.fixed.BucketName = 'leads';
      },
      'Bucket would be replaced: BucketName was undefined, is "leads"',
    ],
    [
      'that calls a function otherwise',
      ({ resources }) => {
        resources.RunJobLambdaFunction.fixed.FunctionName = 'x';
      },
      'RunJobLambdaFunction would be replaced: FunctionName was "scorelane-dev-runJob", is "x"',
    ],
    [
      'that gives a table other keys',
      ({ resources }) => {
        resources[table].fixed.KeySchema[0].AttributeType = 'N';
      },
      `${table} would be replaced: KeySchema`,
    ],
    [
      'that no longer keeps a table',
      ({ resources }) => {
        resources[table].policies.DeletionPolicy = 'Delete';
      },
      `${table}: DeletionPolicy is no longer Retain`,
    ],
    [
      'that changes an index, which is two changes',
      ({ resources }) => {
        resources[table].indexes.recent.KeySchema.reverse();
      },
      `${table}: 2 changes of indexes, at most 1`,
    ],
    ['without an output', ({ outputs }) => outputs.pop(), `the output ${newest.outputs.at(-1)} is gone`],
  ];
  test.each(cases)('%s', (_, edit, loss) => {
    const losses = listLosses(newest, change(edit), 1);
    expect(losses).toEqual([expect.stringContaining(loss)]);
  });

  test('but may make one index', () => {
    const more = change(({ resources }) =>
      Object.assign(resources[table]!.indexes!, { by_reference: { KeySchema: [] } }),
    );
    expect(listLosses(newest, more, 1)).toEqual([]);
    expect(listLosses(more, newest, 1)).toEqual([]);
  });
});
