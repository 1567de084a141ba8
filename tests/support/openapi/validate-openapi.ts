import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

/** Jest takes no packages that are modules only, so that Node loads the validator on its own. */
const SCRIPT = `
import { Validator } from '@seriousme/openapi-schema-validator';
const chunks = await Array.fromAsync(process.stdin);
const { valid, errors } = await new Validator().validate(JSON.parse(Buffer.concat(chunks)));
console.log(JSON.stringify({ valid, errors }));
`;

/** Compares a document with the schema of its version of OpenAPI. */
export const validateOpenApi = (document: unknown): { readonly valid: boolean; readonly errors?: unknown } =>
  JSON.parse(
    execFileSync(process.execPath, ['--input-type=module', '-e', SCRIPT], {
      input: JSON.stringify(document),
      cwd: join(__dirname, '../../..'),
    }).toString(),
  );
