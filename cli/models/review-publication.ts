import type { ModelArtifact } from '../../lib/model/artifact.ts';
import { isBuiltInSample } from '../../lib/registry/built-in-sample.ts';
import { describeWorse } from '../../lib/registry/describe-worse.ts';
import { type Doubt, findDoubts, stopsPromotion } from '../../lib/registry/find-doubts.ts';
import { findPromotionRisks } from '../../lib/registry/find-promotion-risks.ts';
import type { PromotionFinding } from '../../lib/registry/promotion-finding.ts';
import { figuresOf } from '../../lib/registry/publish-model.ts';
import { CHAMPION } from '../../lib/registry/registry.ts';
import { reviewPromotion } from '../../lib/registry/review-promotion.ts';
import { areSameLeads, readMeasured } from '../../lib/registry/same-leads.ts';
import type { TrainingNotes } from '../../lib/registry/training-notes.ts';
import type { Registry } from '../../lib/runtime/compose-registry.ts';

/** What speaks against publishing a model. */
export interface PublicationReview {
  readonly doubts: readonly Doubt[];
  readonly findings: readonly PromotionFinding[];
  /** As sentences, of both, and that the champion is better. */
  readonly objections: readonly string[];
  /** `models promote` would refuse it. */
  readonly needsForce: boolean;
}

/**
 * Looks at a model before it is published: at its figures and suspects and, where it is to serve instead of a champion other than
 * the built-in sample's, at what `models promote` looks at.
 */
export async function reviewPublication(
  stack: Registry,
  artifact: ModelArtifact,
  notes: TrainingNotes,
  promote: boolean,
): Promise<PublicationReview> {
  const { name } = artifact;
  const metrics = figuresOf(artifact);
  const doubts = findDoubts(metrics, notes);
  const champion = await stack.registry.getAlias(name, CHAMPION);
  const present = champion === undefined ? undefined : await stack.registry.getVersion(name, champion);
  if (!promote || present === undefined || isBuiltInSample(present)) {
    // What callers notice is checked at promotion, and no caller relies on the sample's model. Leak suspects are checked now.
    const findings = findPromotionRisks({
      ...{ present: undefined, next: artifact, suspects: notes.suspects, leads: [], source: '' },
    });
    const objections = [...doubts, ...findings].map(({ text }) => text);
    return { doubts, findings, objections, needsForce: false };
  }
  const [findings, measured] = await Promise.all([
    reviewPromotion(stack, { present, next: { artifact, notes } }),
    readMeasured(stack, present),
  ]);
  // The log-loss of another horizon is of another outcome.
  const worse =
    present.horizonDays === artifact.horizon?.days
      ? describeWorse(present, { name: 'it', metrics }, areSameLeads(measured, { artifact, notes }))
      : undefined;
  return {
    doubts,
    findings,
    objections: [...doubts, ...findings].map(({ text }) => text).concat(worse ?? []),
    needsForce: findings.length > 0 || worse !== undefined || doubts.some(stopsPromotion),
  };
}
