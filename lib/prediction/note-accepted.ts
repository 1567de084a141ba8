import { forAll } from '../for-all.ts';
import type { NamedPrediction, ScoredNoter } from '../outcomes/note-scored.ts';
import { noteResult } from './open-leads.ts';
import type { PredictionStore } from './ports.ts';
import type { ErasedPrediction, Prediction, SucceededPrediction } from './prediction.ts';

interface Deps {
  readonly store: PredictionStore;
  readonly scored: ScoredNoter;
}

type Named = SucceededPrediction & { readonly reference: string };

/** Leads at a time. */
const AT_ONCE = 25;

/**
 * Notes as scored those that have a result and a reference, after their request scored and stored them. That comes after the
 * result: only then it is known which version it is of, where the idempotency key came before. What was erased meanwhile is
 * taken back.
 */
export async function noteAccepted(
  { store, scored }: Deps,
  predictions: readonly (Prediction | ErasedPrediction | undefined)[],
): Promise<void> {
  const named = predictions.filter(
    (each): each is Named => each?.status === 'succeeded' && each.reference !== undefined,
  );
  if (named.length === 0) return;
  await forAll(named, AT_ONCE, (each) => noteResult(scored, nameOf(each), each, each));
  const now = await store.getMany(
    named.map(({ id }) => id),
    { asOfLastWrite: true },
  );
  const gone = named.filter((_, i) => now[i]?.status !== 'succeeded');
  await forAll(gone, AT_ONCE, (each) => scored.forget(nameOf(each)));
}

/** What a prediction is noted under. */
export const nameOf = ({
  id,
  model,
  createdAt,
  reference,
}: Pick<Prediction, 'id' | 'model' | 'createdAt'> & { readonly reference: string }): NamedPrediction => ({
  id,
  model: model.name,
  version: model.version,
  scoredAt: createdAt,
  reference,
});
