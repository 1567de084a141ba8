import type { Clock } from '../clock.ts';
import { PermanentError, TransientError } from '../errors.ts';
import type { Lead } from '../lead/schema.ts';
import type { ModelArtifact } from '../model/artifact.ts';
import type { CompiledModel } from '../model/compile-model.ts';
import type { PredictionStore } from '../prediction/ports.ts';
import { findPromotionRisks } from './find-promotion-risks.ts';
import type { LoadModel } from './load-model.ts';
import type { ArtifactStore, RegistryStore } from './ports.ts';
import type { PromotionFinding } from './promotion-finding.ts';
import type { ModelVersion } from './registry.ts';
import { readTrainingNotes, type TrainingNotes } from './training-notes.ts';

export interface ReviewDeps {
  readonly artifacts: Pick<ArtifactStore, 'get'>;
  readonly store: Pick<PredictionStore, 'list'>;
  readonly load: LoadModel;
  readonly clock: Clock;
}

export interface PromotionRequest {
  /** What serves; undefined: nothing does. */
  readonly present: ModelVersion | undefined;
  /** A version, or a model that is to become one. */
  readonly next: ModelVersion | Candidate;
  /** Fields that a policy allows. */
  readonly allowed?: readonly string[];
  /** Instead of those that were sent lately. */
  readonly sample?: LeadSample;
}

export interface Candidate {
  readonly artifact: ModelArtifact;
  readonly notes: TrainingNotes;
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
 * What speaks against a promotion, asked by those who are about to make one: the workflow, the command, the API. Nothing is changed.
 *
 * @throws {PermanentError} the next version cannot be read
 * @throws {TransientError} the world could not be asked
 */
export async function reviewPromotion(
  deps: ReviewDeps,
  { present, next, allowed = [], sample }: PromotionRequest,
): Promise<PromotionFinding[]> {
  const isCandidate = 'artifact' in next;
  const name = isCandidate ? next.artifact.name : next.name;
  const [now, then, { suspects }, sampled] = await Promise.all([
    present && loadIfReadable(deps.load, present),
    isCandidate ? next : deps.load(next),
    isCandidate ? next.notes : readTrainingNotes(deps.artifacts, next),
    sample ?? sampleRecentLeads(deps, name, RECENT_LEADS),
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
