import * as z from 'zod';
import { InputError } from '../errors.ts';
import { nearestName } from '../lead/nearest-name.ts';
import type { LeadSchema, LeadValue } from '../lead/schema.ts';
import { validateLead } from '../lead/validate-lead.ts';
import { type FormConfig, VIEWS, WORDS, type Word } from './form-config.ts';

const text = z.string().min(1).max(500);
const field = z.strictObject({
  label: text.optional(),
  help: text.optional(),
  unit: text.optional(),
  hidden: z.boolean().optional(),
  default: z.union([z.string(), z.number(), z.boolean(), z.null()]).optional(),
});
const shape = z.strictObject({
  title: text.optional(),
  intro: text.optional(),
  language: text.refine(isLanguage, 'expected a language such as en, de or pt-BR').optional(),
  views: z.array(z.enum(VIEWS)).min(1).optional(),
  order: z.array(text).optional(),
  groups: z.array(z.strictObject({ title: text, fields: z.array(text).min(1) })).optional(),
  fields: z.record(z.string(), field).optional(),
  words: z.partialRecord(z.enum(Object.keys(WORDS) as [Word, ...Word[]]), text).optional(),
});

/**
 * Reads a form's configuration, and checks it against the schema of the model that the form is for.
 *
 * @param value the parsed file; null, as an empty file gives, is an empty configuration
 * @param fileName for the message
 * @throws {InputError} everything that is wrong with it, a line each
 */
export function readFormConfig(value: unknown, schema: LeadSchema, fileName: string): FormConfig {
  const read = shape.safeParse(value ?? {});
  const mistakes = read.success
    ? checkAgainst(schema, read.data as FormConfig)
    : read.error.issues.map(({ path, message }) => `${path.join('.') || 'the file'}: ${message}`);
  if (mistakes.length === 0) return read.data as FormConfig;
  throw new InputError(
    `${fileName}: expected a form for this model, found\n${mistakes.map((mistake) => `  ${mistake}`).join('\n')}`,
  );
}

function checkAgainst(schema: LeadSchema, { order, groups, fields = {} }: FormConfig): string[] {
  const mistakes: string[] = [];
  const names = schema.fields.map(({ name }) => name);
  const know = (name: string, where: string) => {
    if (names.includes(name)) return;
    const near = nearestName(name, names);
    const advice = near === undefined ? `; it has ${names.join(', ')}` : `; did you mean “${near}”?`;
    mistakes.push(`${where}: the model has no field “${name}”${advice}`);
  };
  if (order !== undefined && groups !== undefined) mistakes.push('order: groups have an order of their own');
  const placed = [
    ...(order ?? []).map((name) => [name, 'order'] as const),
    ...(groups ?? []).flatMap(({ title, fields: members }) =>
      members.map((name) => [name, `groups, “${title}”`] as const),
    ),
  ];
  const seen = new Set<string>();
  for (const [name, where] of placed) {
    know(name, where);
    if (seen.has(name)) mistakes.push(`${where}: “${name}” is named twice`);
    seen.add(name);
  }
  for (const [name, config] of Object.entries(fields)) {
    know(name, 'fields');
    const own = schema.fields.find((candidate) => candidate.name === name);
    if (own === undefined) continue;
    if (config.default !== undefined && config.default !== null) {
      const wrong = checkValue(schema, name, config.default);
      if (wrong !== undefined) mistakes.push(`fields.${name}.default: ${wrong}`);
    }
    if (config.hidden === true && own.required && (config.default ?? null) === null)
      mistakes.push(`fields.${name}: it is required, so that a hidden one needs a default`);
  }
  return mistakes;
}

/** What the API would say of a value. */
function checkValue({ fields, missing_words }: LeadSchema, name: string, value: LeadValue) {
  const one = { fields: fields.filter((candidate) => candidate.name === name), missing_words };
  const checked = validateLead(one, { [name]: value });
  return checked.ok ? undefined : checked.errors[0]!.message;
}

function isLanguage(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag).length === 1;
  } catch {
    return false;
  }
}
