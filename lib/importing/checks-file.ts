import { InputError } from '../errors.ts';
import { describeJson } from '../lead/json-value.ts';
import { validateLead } from '../lead/validate-lead.ts';
import { decodeObject } from '../learning/decode-object.ts';
import type { ModelArtifact } from '../model/artifact.ts';
import type { CompiledModel } from '../model/compile-model.ts';
import { sha256Of } from '../sha256.ts';
import type { Check } from './imported-model.ts';

const CHECKS_FORMAT = 'scorelane-checks/1';
/** Of a model that another library made: more leads tell no more, and they are real ones. */
export const MOST_CHECKS = 200;
/** Many times what 200 leads need. */
const MOST_BYTES = 5_000_000;
/** Of libraries that count in 32 bits; nothing is allowed to be further away. */
export const WIDEST_TOLERANCE = 1e-6;

/** Leads with the probabilities that the library gave them in which the model was made. */
export interface Checks {
  /** Such as `LightGBM 4.6.0`. */
  readonly library: string;
  /** How far our probability may be from the library's. */
  readonly tolerance: number;
  readonly checks: readonly Check[];
}

/** What `runChecks` found: all agree. */
export interface ChecksPassed {
  readonly leads: number;
  /** The largest distance of two probabilities. */
  readonly largest: number;
}

/** `checks.json`. It holds real leads: it is never answered with, nor packed into a page. */
export const encodeChecksFile = ({ library, tolerance, checks }: Checks): string =>
  `${JSON.stringify({ format: CHECKS_FORMAT, library, tolerance, checks })}\n`;

/**
 * The checks in the bytes of a `checks.json`, which nobody trusts.
 *
 * @param model that they should be of
 * @throws {InputError} naming what was expected, what came, and where; never quoting a lead
 */
export function decodeChecksFile(
  bytes: Uint8Array,
  { checks_sha256: expected }: Pick<ModelArtifact, 'checks_sha256'>,
): Checks {
  if (expected === undefined)
    refuse('expected a model that was imported with checks, got one whose artifact names none');
  const sha256 = sha256Of(bytes);
  if (sha256 !== expected)
    refuse(
      `expected the file of the model, SHA-256 ${expected!.slice(0, 12)}…, got ${sha256.slice(0, 12)}…: it is of another import`,
    );
  if (bytes.length > MOST_BYTES)
    refuse(`expected at most ${MOST_BYTES / 1e6} MB, got ${(bytes.length / 1e6).toFixed(1)} MB`);
  const { format, library, tolerance, checks } = parse(bytes);
  if (format !== CHECKS_FORMAT) refuse(`format: expected “${CHECKS_FORMAT}”, got ${describeJson(format)}`);
  if (typeof library !== 'string') refuse(`library: expected text, got ${describeJson(library)}`);
  const isTolerance = typeof tolerance === 'number' && tolerance >= 0 && tolerance <= WIDEST_TOLERANCE;
  if (!isTolerance)
    refuse(`tolerance: expected a number from 0 to ${WIDEST_TOLERANCE}, got ${describeJson(tolerance)}`);
  if (!Array.isArray(checks) || checks.length === 0 || checks.length > MOST_CHECKS)
    refuse(`checks: expected a list of 1 to ${MOST_CHECKS} leads, got ${describeJson(checks)}`);
  (checks as readonly unknown[]).forEach(checkOne);
  return { library: library as string, tolerance: tolerance as number, checks: checks as Check[] };
}

function checkOne(check: unknown, i: number): void {
  const { lead, probability } = Object(check) as Partial<Check>;
  if (typeof lead !== 'object' || lead === null || Array.isArray(lead))
    refuse(`checks[${i}].lead: expected an object, got ${describeJson(lead)}`);
  if (!(typeof probability === 'number' && probability >= 0 && probability <= 1))
    refuse(`checks[${i}].probability: expected a number from 0 to 1, got ${describeJson(probability)}`);
}

const parse = (bytes: Uint8Array): Readonly<Record<string, unknown>> =>
  decodeObject(bytes) ?? refuse('expected a JSON object in UTF-8, as scorelane import writes it');

function refuse(why: string): never {
  throw new InputError(`checks.json: ${why}.`);
}

/**
 * Scores the leads of the checks and compares. What is false of one of them is false of the model: it must not serve.
 *
 * @throws {InputError} naming the first lead that does not agree, and both numbers; or why it is none of the model's
 * @example
 * runChecks(compileModel(artifact), decodeChecksFile(bytes, artifact)); // { leads: 200, largest: 2.2e-16 }
 */
export function runChecks(
  model: Pick<CompiledModel, 'artifact' | 'probabilityOf'>,
  { library, tolerance, checks }: Checks,
): ChecksPassed {
  let largest = 0;
  checks.forEach(({ lead, probability }, i) => {
    const where = `check ${i + 1} of ${checks.length}`;
    const valid = validateLead(model.artifact.schema, lead);
    if (!valid.ok) {
      const { field, message } = valid.errors[0]!;
      throw new InputError(`${where}: expected a lead of the model, got one whose ${field}: ${message}.`);
    }
    const ours = model.probabilityOf(valid.lead);
    const distance = Math.abs(ours - probability);
    if (!(distance <= tolerance)) {
      throw new InputError(
        `${where}: expected the probability that ${library} gave this lead, ${probability}, got ${ours}: they differ by ${distance.toExponential(1)}, more than ${tolerance}.`,
      );
    }
    largest = Math.max(largest, distance);
  });
  return { leads: checks.length, largest };
}
