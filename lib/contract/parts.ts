import * as z from 'zod/mini';
import { isLonger } from './characters.ts';
import {
  MOST_ERRORS,
  MOST_METADATA,
  MOST_METADATA_NAME,
  MOST_METADATA_TEXT,
  MOST_REFERENCE,
} from './words.ts';

/** What a schema describes, as those read it who get it from another: deeply read-only. */
export type Wire<S extends z.ZodMiniType> = ReadOnly<z.output<S>>;
type ReadOnly<T> = T extends object ? { readonly [K in keyof T]: ReadOnly<T[K]> } : T;

/** A schema with what OpenAPI, the reference and the published types say about it. */
export const say = <S extends z.ZodMiniType>(schema: S, description: string, example?: unknown): S =>
  schema.check(z.meta({ description, ...(example === undefined ? {} : { examples: [example] }) })) as S;

/** A member that a later release leaves out. */
function deprecated<S extends z.ZodMiniType>(schema: S, description: string): S {
  return schema.check(z.meta({ description, deprecated: true })) as S;
}

export const text = z.string();
/** A text of at most so many characters, counted as JSON Schema counts them; zod's own check counts UTF-16 units. */
export const textUpTo = (most: number) =>
  text.check(
    z.refine((value) => !isLonger(value, most)),
    z.meta({ maxLength: most }),
  );
export const texts = z.array(text);
/** The caller's own id of a lead. */
export const reference = say(
  textUpTo(MOST_REFERENCE).check(z.minLength(1), z.regex(/^[^\p{Cc}\p{Cs}]+$/u)),
  'the caller’s own id of the lead, such as that of its CRM; without control characters',
  '00Q5e000001AbCd',
);
export const metadata = say(
  z
    .record(textUpTo(MOST_METADATA_NAME).check(z.minLength(1)), textUpTo(MOST_METADATA_TEXT))
    .check(z.meta({ maxProperties: MOST_METADATA })),
  'short texts of the caller about the lead, at most 16; they never change a score',
  { owner: 'jana' },
);
export const count = z.int().check(z.minimum(0));
export const httpStatus = z.int().check(z.minimum(100), z.maximum(599));
export const share = z.number().check(z.minimum(0), z.maximum(1));
export const time = z.iso.datetime();
export const timeOrNull = z.nullable(time);
export const scoreBy = say(
  z.exactOptional(time),
  'only when it was submitted with `Scorelane-Expires-After`: what is not scored by then fails with the code `expired`',
);
export const sha256 = z.string().check(z.regex(/^[0-9a-f]{64}$/));
/** Plain JSON of which the wire fixes no member. */
export const anything = z.record(text, z.unknown());

export const ModelRef = z.strictObject({ name: text, version: text.check(z.meta({ examples: ['v3'] })) });
/** Why something failed: a stable code and a sentence. */
export const Failure = z.strictObject({ code: text, message: text });
export const nextCursor = say(z.nullable(text), 'the `cursor` of the next page; null on the last page');
/** Until the release after 2026-12. */
export const formerNext = deprecated(z.nullable(text), 'the former name of `next_cursor`');
export const errorsTotal = say(
  z.exactOptional(count),
  `how many there are; \`errors\` holds the first ${MOST_ERRORS} of them`,
);

export const numbers = z.array(z.number());
export const positive = z.number().check(z.gt(0));

/** A member that training writes and that a reader does without: absent from the artifacts of other writers. */
export const unread = <S extends z.ZodMiniType>(schema: S): S => z.exactOptional(schema) as unknown as S;

/** An issue of a value inside of a list: what was expected there. */
export const finding = (input: unknown, path: PropertyKey[], expected: string) => ({
  code: 'custom' as const,
  input,
  path,
  params: { expected },
});
