import * as z from 'zod/mini';
import type { Bucket } from '../bucket/ports.ts';
import {
  CALLS_SHAPE,
  EXPECTED_CALLS,
  EXPECTED_SETTINGS,
  POLICY_SHAPE,
  SETTINGS_SHAPE,
} from '../contract/training-options.ts';
import { InputError } from '../errors.ts';
import { explainIssues, type PolicySettings, type TrainingSettings } from './training-options.ts';
import { policyKey } from './training-policy.ts';

const shape = z
  .strictObject({
    ...SETTINGS_SHAPE,
    ...POLICY_SHAPE,
    ...CALLS_SHAPE,
    /** Whether the schedule trains it, too. */
    schedule: z.optional(z.boolean()),
  })
  .check(
    z.refine(({ cost_per_call, currency }) => currency === undefined || cost_per_call !== undefined, {
      path: ['currency'],
    }),
  );

/** `policies/<model>.json`: how a model is trained when nobody says so, when it goes live, and what a call costs. */
export interface PolicyFile {
  readonly settings: TrainingSettings;
  readonly policy: PolicySettings;
  readonly schedule?: boolean | undefined;
  /** What calling a lead costs, 0 or more, in the currency of the values of outcomes; undefined: it does not say. */
  readonly calls?: { readonly costPerCall: number; readonly currency?: string | undefined } | undefined;
}

const EXPECTED = { ...EXPECTED_SETTINGS, ...EXPECTED_CALLS, schedule: 'expected true or false' };
const MOST_BYTES = 100_000;

/** A policy file says what it may not. Its name is InputError's, which records tell. */
export class PolicyFileError extends InputError {
  /** Of the file, in the bucket. */
  readonly key: string;
  readonly problem: string;

  constructor(key: string, problem: string) {
    super(`${key}: ${problem}.`);
    this.key = key;
    this.problem = problem;
  }
}

/**
 * The policy file of a model; an empty one when there is none.
 *
 * @throws {PolicyFileError} naming every member that is wrong
 */
export async function readPolicy(files: Pick<Bucket, 'stat' | 'read'>, model: string): Promise<PolicyFile> {
  const key = policyKey(model);
  const found = await files.stat(key);
  if (found === undefined) return { settings: {}, policy: {} };
  const text = new TextDecoder().decode(
    await files.read(key, 0, Math.min(found.bytes, MOST_BYTES), found.etag),
  );
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new PolicyFileError(key, `expected JSON of at most ${MOST_BYTES} bytes, got something else`);
  }
  const parsed = shape.safeParse(json);
  if (parsed.success) {
    const { schedule, cost_per_call: costPerCall, currency, ...said } = parsed.data;
    const pick = (ofPolicy: boolean) =>
      Object.fromEntries(Object.entries(said).filter(([name]) => name in POLICY_SHAPE === ofPolicy));
    const calls = costPerCall === undefined ? undefined : { costPerCall, currency };
    return { settings: pick(false), policy: pick(true), schedule, calls };
  }
  const wrong = explainIssues(parsed.error.issues as never, EXPECTED).map(
    ({ field, message }) => `${field}: ${message}`,
  );
  throw new PolicyFileError(key, wrong.join('; '));
}
