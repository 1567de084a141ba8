import { fromBase64, toBase64 } from '../base64.ts';
import { InputError } from '../errors.ts';
import type { Field } from '../lead/schema.ts';
import type { ModelArtifact } from '../model/artifact.ts';
import { decodeObject } from './decode-object.ts';
import type { FeatureName, Fingerprints } from './lead-fingerprints.ts';

const LEADS_FORMAT = 'scorelane-leads/1';
/** A training of more leads leaves no file: it would hardly be read again by a function. */
export const MOST_LEADS = 20_000_000;
/** Base64 of so many, and the names of the features. */
export const MOST_LEADS_BYTES = 256_000_000;

/**
 * `leads.json`: the fingerprints of the leads that a model has learned from, and what tells whose they are.
 *
 * @returns undefined when there are more than 20 million
 */
export function encodeLeadsFile(
  { lineage }: ModelArtifact,
  { features, keys }: Fingerprints,
): string | undefined {
  if (keys.length > MOST_LEADS) return undefined;
  const { data_sha256, target } = lineage;
  return `${JSON.stringify({ format: LEADS_FORMAT, data_sha256, target, features, keys: toBase64(keys) })}\n`;
}

/**
 * The fingerprints in the bytes of a `leads.json`, which nobody trusts.
 *
 * @param model whose leads they should be
 * @throws {InputError} naming what was expected, what came, and where; never quoting what the file says at length
 */
export function decodeLeadsFile(bytes: Uint8Array, { lineage, schema }: ModelArtifact): Fingerprints {
  if (bytes.length > MOST_LEADS_BYTES)
    refuse(`expected at most ${MOST_LEADS_BYTES / 1e6} MB, got ${bytes.length} bytes`);
  const { format, data_sha256, target, features, keys } = parse(bytes);
  if (format !== LEADS_FORMAT) refuse(`format: expected “${LEADS_FORMAT}”, got ${quote(format)}`);
  if (data_sha256 !== lineage.data_sha256)
    refuse(
      `data_sha256: expected the data of the model, ${lineage.data_sha256.slice(0, 12)}…, got ${quote(data_sha256)}: it is of another training`,
    );
  if (target !== lineage.target)
    refuse(
      `target: expected that of the model, “${lineage.target}”, got ${quote(target)}: it is of another training`,
    );
  return { features: readFeatures(features, schema.fields), keys: readKeys(keys, lineage) };
}

function refuse(why: string): never {
  throw new InputError(`leads.json: ${why}`);
}

const parse = (bytes: Uint8Array): Readonly<Record<string, unknown>> =>
  decodeObject(bytes) ?? refuse('expected a JSON object in UTF-8, as scorelane train writes it');

const PARTS: readonly unknown[] = [undefined, 'weekday', 'month', 'daypart', 'hour', 'days'];

function readFeatures(features: unknown, fields: readonly Field[]): FeatureName[] {
  if (!Array.isArray(features) || features.length === 0)
    return refuse(`features: expected a list, got ${quote(features)}`);
  const names = new Set<unknown>(fields.map(({ name }) => name));
  return features.map((feature: unknown, i) => {
    const { kind, field, part } = (
      typeof feature === 'object' && feature !== null ? feature : {}
    ) as Partial<FeatureName>;
    if ((kind !== 'number' && kind !== 'level') || !names.has(field) || !PARTS.includes(part))
      return refuse(`features[${i}]: expected one of a field of the model, got ${quote(feature)}`);
    return { kind, field: field!, ...(part === undefined ? {} : { part }) } as FeatureName;
  });
}

function readKeys(text: unknown, { rows }: ModelArtifact['lineage']): Float64Array {
  // A letter that is none of base64 is passed over, so what comes out would be too short.
  const length = 4 * Math.ceil((8 * rows) / 3);
  const bytes = typeof text === 'string' && text.length === length ? fromBase64(text) : undefined;
  if (bytes?.byteLength !== 8 * rows)
    return refuse(`keys: expected ${rows} doubles in base64, one for each lead of the model, got other text`);
  const keys = new Float64Array(bytes);
  for (const key of keys)
    if (!Number.isSafeInteger(key) || key < 0)
      refuse(`keys: expected whole numbers from 0 to 2⁵³ − 1, got ${key}`);
  return keys;
}

/** The beginning of a text; of everything else what it is, because what is nested deep enough cannot be written. */
const quote = (value: unknown): string => {
  if (typeof value === 'string') return JSON.stringify(value.length > 60 ? `${value.slice(0, 60)}…` : value);
  if (value === undefined) return 'nothing';
  return Array.isArray(value) ? 'a list' : typeof value === 'object' ? 'an object' : String(value);
};
