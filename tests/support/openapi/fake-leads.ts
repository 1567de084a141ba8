import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

/** Jest takes no packages that are modules only, so that Node loads the generator on its own. */
const SCRIPT = `
import { generateSync } from 'json-schema-faker';
const { schema, count } = JSON.parse(Buffer.concat(await Array.fromAsync(process.stdin)));
const options = (seed) => ({ seed, alwaysFakeOptionals: seed % 2 === 0 });
console.log(JSON.stringify(Array.from({ length: count }, (_, i) => generateSync(schema, options(i)))));
`;

/** Leads as json-schema-faker makes them, which knows the schema and nothing else. */
export const fakeLeads = (schema: object, count: number): readonly Readonly<Record<string, unknown>>[] =>
  JSON.parse(
    execFileSync(process.execPath, ['--input-type=module', '-e', SCRIPT], {
      input: JSON.stringify({ schema, count }),
      cwd: join(__dirname, '../../..'),
      maxBuffer: 2 ** 26,
    }).toString(),
  );
