import { MOST_METADATA, MOST_METADATA_NAME, MOST_METADATA_TEXT } from '../contract/words.ts';
import type { FieldError } from '../lead/schema.ts';
import { explainReference } from '../reference.ts';
import type { Tags } from './tags.ts';

/** A submitted lead and what came with it. Errors are about the envelope; the lead is yet to be validated. */
export interface Envelope {
  readonly lead: unknown;
  readonly tags: Tags;
  readonly errors: readonly FieldError[];
}

const MEMBERS = ['lead', 'reference', 'metadata'];

/**
 * Reads what was submitted for one lead: the lead itself, or an envelope `{lead, reference?, metadata?}`. The values of a lead
 * are scalars, so an object whose `lead` is an object can only be an envelope.
 *
 * @param input parsed JSON, untrusted
 * @example readEnvelope({ lead: { source: 'referral' }, reference: '00Q5e000001' }).tags // { reference: '00Q5e000001' }
 */
export function readEnvelope(input: unknown): Envelope {
  if (!isObject(input) || !isObject(input.lead)) return { lead: input, tags: {}, errors: [] };
  const { lead, reference, metadata } = input;
  const unknown = Object.keys(input).filter((name) => !MEMBERS.includes(name));
  const wrong = reference === undefined ? undefined : explainReference(reference);
  const errors: FieldError[] = [
    ...unknown.map((field) => ({
      field: field.slice(0, 80),
      message: `unknown beside “lead”; expected ${MEMBERS.join(', ')}; values of the lead belong into “lead”`,
    })),
    ...(wrong === undefined ? [] : [{ field: 'reference', message: wrong }]),
    ...(metadata === undefined ? [] : explainMetadata(metadata)),
  ];
  if (errors.length > 0) return { lead, tags: {}, errors };
  return {
    lead,
    tags: {
      ...(reference === undefined ? {} : { reference: reference as string }),
      ...(metadata === undefined || Object.keys(metadata as object).length === 0
        ? {}
        : { metadata: metadata as Record<string, string> }),
    },
    errors: [],
  };
}

/** Whether it is an envelope with something besides the lead. @param input parsed JSON, untrusted */
export const saysTags = (input: unknown): boolean =>
  isObject(input) &&
  isObject(input.lead) &&
  ['reference', 'metadata'].some((name) => Object.hasOwn(input, name));

const NAME = new RegExp(`^[^\\p{Cc}\\p{Cs}]{1,${MOST_METADATA_NAME}}$`, 'u');

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const lengthOf = (text: string): number => [...text].length;

function explainMetadata(value: unknown): FieldError[] {
  const wrong = (message: string, name?: string): FieldError => ({
    field: name === undefined ? 'metadata' : `metadata.${name.slice(0, MOST_METADATA_NAME)}`,
    message,
  });
  if (!isObject(value)) return [wrong('expected an object of texts')];
  const entries = Object.entries(value);
  if (entries.length > MOST_METADATA)
    return [wrong(`expected at most ${MOST_METADATA} members, got ${entries.length}`)];
  return entries.flatMap(([name, text]) => {
    if (!NAME.test(name))
      return [
        wrong(`expected names of 1 to ${MOST_METADATA_NAME} characters without control characters`, name),
      ];
    if (typeof text === 'string' && lengthOf(text) <= MOST_METADATA_TEXT) return [];
    const got = typeof text === 'string' ? `${lengthOf(text)} characters` : 'something else';
    return [wrong(`expected text of at most ${MOST_METADATA_TEXT} characters, got ${got}`, name)];
  });
}
