import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readPublication } from '../../../cli/models/read-publication.ts';
import { sha256Of } from '../../../lib/sha256.ts';
import { artifactBytes, exampleArtifact } from '../../support/example-model.ts';
import { importedExample } from '../../support/imported-example.ts';

const folder = mkdtempSync(join(tmpdir(), 'scorelane-publication-'));
let said = '';
beforeEach(() => {
  said = '';
  jest.spyOn(process.stderr, 'write').mockImplementation((text) => {
    said += text;
    return true;
  });
});
afterEach(() => jest.restoreAllMocks());
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let runs = 0;
/** What is published of a folder with these files. */
function read(files: Readonly<Record<string, Uint8Array | string>>): string[] {
  const place = join(folder, String(runs++));
  mkdirSync(place);
  for (const [name, content] of Object.entries(files)) writeFileSync(join(place, name), content);
  return readPublication(join(place, 'model.json')).files.map(({ name }) => name);
}
const { model, checks } = importedExample();
const trained = artifactBytes(exampleArtifact());
const notesOf = (bytes: Uint8Array) => JSON.stringify({ model_sha256: sha256Of(bytes) });

test('all that lies beside the model is published with it', () => {
  const beside = { 'report.html': 'r', 'leads.json': 'l', 'other.csv': 'o' };
  expect(read({ 'model.json': trained, 'metrics.json': notesOf(trained), ...beside })).toEqual([
    ...['report.html', 'metrics.json', 'leads.json'],
  ]);
  expect(
    read({ 'model.json': model, 'checks.json': checks, 'metrics.json': notesOf(model), ...beside }),
  ).toEqual([...['report.html', 'metrics.json', 'leads.json', 'checks.json']]);
  expect(said).toBe('');
});

test('a checks.json of another model, or of somebody’s own, is left out and told', () => {
  expect(read({ 'model.json': trained, 'checks.json': checks })).toEqual([]);
  expect(said).toMatch(/of another model, so not published with \S+model\.json: checks\.json\.\n$/);
});

test('what a training left in the folder of an import is left out and told', () => {
  const files = {
    'model.json': model,
    'checks.json': checks,
    'report.html': 'r',
    'metrics.json': notesOf(trained),
  };
  expect(read(files)).toEqual(['checks.json']);
  expect(said).toMatch(/so not published with \S+model\.json: report\.html, metrics\.json\.\n$/);
});
