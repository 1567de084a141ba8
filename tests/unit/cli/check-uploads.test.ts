import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { checkUploads } from '../../../cli/operations/check-uploads.ts';
import { InputError } from '../../../lib/errors.ts';
import { artifactBytes, exampleArtifact } from '../../support/example-model.ts';
import { importedExample } from '../../support/imported-example.ts';

const folder = mkdtempSync(join(tmpdir(), 'scorelane-uploads-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let runs = 0;
/** Files of one upload, as `upload` lists those of a folder. */
function filesOf(contents: Readonly<Record<string, Uint8Array | string>>) {
  const root = join(folder, String(runs++));
  return Object.entries(contents).map(([name, content]) => {
    const path = join(root, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
    return { path, name, size: statSync(path).size };
  });
}
const { model, checks } = importedExample();
const other = importedExample({ changes: { intercept: 2 } });

test.each([
  ['an imported model with its checks', { 'model.json': model, 'checks.json': checks }],
  [
    'each in a folder of its own',
    {
      'a/model.json': model,
      'a/checks.json': checks,
      'b/model.json': other.model,
      'b/checks.json': other.checks,
    },
  ],
  ['under another name', { 'leads-v2.json': model, 'checks.json': checks }],
  ['a model of a training', { 'model.json': artifactBytes(exampleArtifact()) }],
  ['a file of checks alone, before its model', { 'checks.json': checks }],
  [
    'other JSON',
    { 'model.json': '{"format": "mine"}', 'broken.json': '{"format": "scorelane-model/1"', 'empty.json': '' },
  ],
])('%s may be uploaded', (_, contents) => {
  expect(() => checkUploads('acme', filesOf(contents))).not.toThrow();
});

test.each<[string, Record<string, Uint8Array | string>, RegExp]>([
  [
    'alone',
    { 'model.json': model },
    /^cannot upload model\.json: checks\.json: expected the file of the model’s import beside it, .* import the model again\. To upload both: .*upload acme \S+$/,
  ],
  ['alone under another name', { 'leads-v2.json': model }, /^cannot upload leads-v2\.json: .*found none/],
  [
    'with checks in another folder',
    { 'a/model.json': model, 'checks.json': checks },
    /^cannot upload a\/model\.json: .*found none/,
  ],
  [
    'with the checks of another',
    { 'model.json': model, 'checks.json': other.checks },
    /it is of another import/,
  ],
  [
    'changed since the import',
    {
      'm/model.json': artifactBytes({ ...importedExample().artifact, intercept: -1.25 }),
      'm/checks.json': checks,
    },
    /^cannot upload m\/model\.json: check 1 of 3: expected the probability/,
  ],
  [
    'that cannot be read',
    { 'model.json': artifactBytes({ ...importedExample().artifact, terms: 1 }), 'checks.json': checks },
    /^cannot upload model\.json: model artifact: terms: expected a list/,
  ],
])('an imported model %s is refused', (_, contents, message) => {
  const upload = () => checkUploads('acme', filesOf(contents));
  expect(upload).toThrow(InputError);
  expect(upload).toThrow(message);
});
