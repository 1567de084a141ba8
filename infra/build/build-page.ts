import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { build } from 'vite';
import { InputError } from '../../lib/errors.ts';
import { decodeArtifact } from '../../lib/model/decode-artifact.ts';
import { ArtifactError } from '../../lib/model/parse-artifact.ts';
import { FORM_CONFIG, fetchSchema, loadFormConfig } from './load-form-config.ts';

/**
 * npm run build:page: builds the page, `web/`, into `dist/web`.
 *
 *   --form FILE   how the form is told and arranged, instead of form.config.yml
 *   --api URL     where the page finds the API, instead of its own host
 *   --model FILE  model.json that the form is checked against; without it the API's own schema
 *   --key KEY     of the scope `form`, for a page that anyone may use
 *   --out FOLDER  instead of dist/web
 */
const root = join(import.meta.dirname, '../..');
const { values } = parseArgs({
  options: {
    form: { type: 'string' },
    model: { type: 'string' },
    api: { type: 'string' },
    key: { type: 'string' },
    out: { type: 'string' },
  },
  // `npm start` has arguments of its own.
  args: process.argv[1] === import.meta.filename ? process.argv.slice(2) : [],
});

try {
  const form = await readForm();
  const outDir = resolve(values.out ?? join(root, 'dist/web'));
  await build({ configFile: join(root, 'web/vite.config.ts'), logLevel: 'warn', build: { outDir } });
  const config = {
    ...(values.api === undefined ? {} : { api: values.api }),
    ...(values.key === undefined ? {} : { key: values.key }),
  };
  writeFileSync(join(outDir, 'config.json'), `${JSON.stringify(config)}\n`);
  writeFileSync(join(outDir, 'form.json'), `${JSON.stringify(form)}\n`);
} catch (error) {
  if (!(error instanceof InputError || error instanceof ArtifactError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}

/** Without an address and a model the form is left to `npm start`, which knows its own. */
async function readForm() {
  const { model, api } = values;
  const file = values.form === undefined ? join(root, FORM_CONFIG) : resolve(values.form);
  if (values.form !== undefined && !existsSync(file))
    throw new InputError(`--form: expected a file, found none at ${values.form}`);
  if (model !== undefined) {
    if (!existsSync(model)) throw new InputError(`--model: expected a file, found none at ${model}`);
    return loadFormConfig(file, () => decodeArtifact(readFileSync(model)).schema);
  }
  if (api !== undefined) return loadFormConfig(file, () => fetchSchema(api));
  if (values.form === undefined) return {};
  throw new InputError('--form: expected --model model.json or --api URL with it, to check the form against');
}
