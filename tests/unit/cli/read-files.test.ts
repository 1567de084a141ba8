import { readVersionFiles } from '../../../cli/models/read-files.ts';
import { TransientError } from '../../../lib/errors.ts';
import { createMemoryWorld } from '../../support/memory-world.ts';

const version = { name: 'leads', version: 'v3', files: ['leads.json', 'report.html'] };
const world = createMemoryWorld();
const put = (name: string) =>
  world.artifacts.put(`models/leads/v3/${name}`, Buffer.from(name), 'application/json');

test('of a version whose leads.json was deleted to erase a person, the other files are read', async () => {
  await put('model.json');
  await put('report.html');
  const { found, gone } = await readVersionFiles(world.artifacts, version);
  expect(found.map(({ name, data }) => [name, Buffer.from(data).toString()])).toEqual([
    ['model.json', 'model.json'],
    ['report.html', 'report.html'],
  ]);
  expect(gone).toEqual(['leads.json']);
  await put('leads.json');
  expect(await readVersionFiles(world.artifacts, version)).toMatchObject({ found: [{}, {}, {}], gone: [] });
});

test('what cannot be read now is not told as deleted', async () => {
  const away = { get: () => Promise.reject(new TransientError('the bucket is away')) };
  await expect(readVersionFiles(away, version)).rejects.toThrow('the bucket is away');
});
