import { existsSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { parse, YAMLParseError } from 'yaml';
import { InputError, messageOf } from '../../lib/errors.ts';
import type { FormConfig } from '../../lib/form/form-config.ts';
import { readFormConfig } from '../../lib/form/read-form-config.ts';
import type { LeadSchema } from '../../lib/lead/schema.ts';
import { leadSchemaFromJson } from '../../lib/lead/schema-from-json.ts';

/** Where a team keeps its form, beside `package.json`. */
export const FORM_CONFIG = 'form.config.yml';

/**
 * The form's configuration of a YAML file, checked against a model's schema; an empty one, where there is no file.
 *
 * @throws {InputError} what is wrong with it, a line each
 */
export async function loadFormConfig(
  path: string,
  schemaOf: () => LeadSchema | Promise<LeadSchema>,
): Promise<FormConfig> {
  if (!existsSync(path)) return {};
  const name = basename(path);
  let value: unknown;
  try {
    value = parse(readFileSync(path, 'utf8'));
  } catch (error) {
    if (error instanceof YAMLParseError) throw new InputError(`${name}: ${error.message}`);
    throw error;
  }
  return readFormConfig(value, await schemaOf(), name);
}

/**
 * The schema of the leads that an API takes.
 *
 * @throws {InputError} it does not tell
 */
export async function fetchSchema(apiUrl: string): Promise<LeadSchema> {
  const response = await fetch(`${apiUrl}/schema`).catch((error: unknown) => {
    throw new InputError(`${apiUrl}/schema cannot be reached: ${messageOf((error as Error).cause ?? error)}`);
  });
  if (!response.ok)
    throw new InputError(`${apiUrl}/schema answered ${response.status}: is a model published?`);
  return leadSchemaFromJson((await response.json()) as Record<string, unknown>);
}
