import type { Clock } from '../clock.ts';
import { NotFoundError, PermanentError, TransientError } from '../errors.ts';
import type { Lead } from '../lead/schema.ts';
import type { LeakNote } from '../learning/training-record.ts';
import type { CompiledModel } from '../model/compile-model.ts';
import type { PredictionStore } from '../prediction/ports.ts';
import { findPromotionRisks } from './find-promotion-risks.ts';
import type { LoadModel } from './load-model.ts';
import type { ArtifactStore, RegistryStore } from './ports.ts';
import type { PromotionFinding } from './promotion-finding.ts';
import { type ModelVersion, versionKey } from './registry.ts';

export interface ReviewDeps {
  readonly artifacts: Pick<ArtifactStore, 'get'>;
  readonly store: Pick<PredictionStore, 'list'>;
  readonly load: LoadModel;
  readonly clock: Clock;
}

export interface PromotionRequest {
  /** What serves; undefined: nothing does. */
  readonly present: ModelVersion | undefined;
  readonly next: ModelVersion;
  /** Fields that a policy allows. */
  readonly allowed?: readonly string[];
  /** Instead of those that were sent lately. */
  readonly sample?: LeadSample;
}

export interface LeadSample {
  readonly leads: readonly Readonly<Record<string, unknown>>[];
  /** The same leads as the version that serves would be sent them, where it is sent other fields. */
  readonly leadsForPresent?: readonly Readonly<Record<string, unknown>>[];
  /** Behind their number: `sent lately`, `of crm.csv`. */
  readonly source: string;
}

/** How many of the last predictions say what is sent. */
export const RECENT_LEADS = 500;
/** A page of predictions may have fewer than were asked for, also none, when many were erased. */
const MOST_PAGES = 10;

/**
 * What speaks against a promotion, for whoever is about to make one: the workflow, the command, the API. Nothing is changed.
 *
 * @throws {PermanentError} the next version cannot be read
 * @throws {TransientError} the world could not be asked
 */
export async function reviewPromotion(
  deps: ReviewDeps,
  { present, next, allowed = [], sample }: PromotionRequest,
): Promise<PromotionFinding[]> {
  const [now, then, suspects, sampled] = await Promise.all([
    present && loadIfReadable(deps.load, present),
    deps.load(next),
    readLeakNotes(deps.artifacts, next),
    sample ?? sampleRecentLeads(deps, next.name, RECENT_LEADS),
  ]);
  return findPromotionRisks({
    present: present && { version: present.version, artifact: now?.artifact },
    next: then.artifact,
    suspects,
    ...sampled,
    allowed,
  });
}

/** The move is made: who made it is not to wait for long, nor to be told that it failed. */
const REVIEW_WITHIN_MS = 3000;

/**
 * What callers will notice of a move that was made and that nothing here may undo.
 *
 * @param move versions; `from` is undefined where the alias did not exist
 * @returns undefined: it could not be found out within three seconds
 */
export async function reviewMove(
  deps: ReviewDeps & { readonly registry: Pick<RegistryStore, 'getVersion'> },
  { name, from, to }: { readonly name: string; readonly from: string | undefined; readonly to: string },
): Promise<PromotionFinding[] | undefined> {
  if (from === to) return [];
  const review = async () => {
    const [present, next] = await Promise.all([
      from === undefined ? undefined : deps.registry.getVersion(name, from),
      deps.registry.getVersion(name, to),
    ]);
    return next && reviewPromotion(deps, { present, next });
  };
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(resolve, REVIEW_WITHIN_MS, undefined);
  });
  try {
    return await Promise.race([review(), late]);
  } catch (error) {
    if (error instanceof TransientError || error instanceof PermanentError) return undefined;
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

/** The leads of a model's last predictions, of 30 days at most. */
export async function sampleRecentLeads(
  { store, clock }: Pick<ReviewDeps, 'store' | 'clock'>,
  model: string,
  most: number,
): Promise<{ readonly leads: readonly Lead[]; readonly source: string }> {
  const until = clock.now();
  const leads: Lead[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < MOST_PAGES && leads.length < most; page++) {
    const limit = most - leads.length;
    const found = await store.list({ model, order: 'newest', until, limit, cursor });
    leads.push(...found.predictions.map(({ lead }) => lead));
    cursor = found.next;
    if (cursor === undefined) break;
  }
  return { leads, source: 'sent lately' };
}

export async function loadIfReadable(
  load: LoadModel,
  version: ModelVersion,
): Promise<CompiledModel | undefined> {
  try {
    return await load(version);
  } catch (error) {
    if (error instanceof PermanentError) return undefined;
    throw error;
  }
}

/**
 * What training has noted about the fields of a version, in the metrics.json beside it. A version that was published without
 * one has no notes.
 */
async function readLeakNotes(
  artifacts: ReviewDeps['artifacts'],
  { name, version, files }: ModelVersion,
): Promise<readonly LeakNote[]> {
  if (!files.includes('metrics.json')) return [];
  let record: { readonly leak_suspects?: unknown; readonly warnings?: unknown };
  try {
    const bytes = await artifacts.get(versionKey(name, version, 'metrics.json'));
    record = JSON.parse(new TextDecoder().decode(bytes));
  } catch (error) {
    // Deleted since, or put there by hand and no JSON.
    if (error instanceof NotFoundError || error instanceof SyntaxError) return [];
    throw error;
  }
  const { leak_suspects: noted, warnings } = record ?? {};
  if (Array.isArray(noted)) return noted.filter(isLeakNote);
  // Records of before have sentences only.
  return listTexts(warnings).flatMap((warning) => {
    const [, column, text] = /^(.+?) may give the outcome away: (.*)$/s.exec(warning) ?? [];
    return column === undefined ? [] : [{ column, text: text! }];
  });
}

const listTexts = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((entry) => typeof entry === 'string') : [];

const isLeakNote = (value: unknown): value is LeakNote => {
  const { column, text } = (value ?? {}) as Partial<LeakNote>;
  return typeof column === 'string' && typeof text === 'string';
};
