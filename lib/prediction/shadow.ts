import type { Clock } from '../clock.ts';
import { messageOf, NotFoundError } from '../errors.ts';
import { keepFor } from '../keep-for.ts';
import { describeErrors } from '../lead/describe-errors.ts';
import type { Lead } from '../lead/schema.ts';
import { validateLead } from '../lead/validate-lead.ts';
import { CHALLENGER, type ModelRef } from '../registry/registry.ts';
import { ALIAS_TTL_MS, type ServedModel, type ServeModel } from '../registry/serve-model.ts';
import type { ShadowScore } from './prediction.ts';

/** The challenger of a model, when there is one that can be served. Never rejects. */
export type FindChallenger = (model: string) => Promise<ServedModel | undefined>;

interface Deps {
  readonly serve: ServeModel;
  readonly clock: Clock;
  /** Told of a challenger that is there but cannot be served. */
  readonly onProblem: (message: string) => void;
  /** Milliseconds; ALIAS_TTL_MS unless told otherwise. */
  readonly aliasTtlMs?: number;
}

/** Finds challengers; that there is none, or none to be served, is known for 30 seconds. */
export function createChallengerFinder({
  serve,
  clock,
  onProblem,
  aliasTtlMs = ALIAS_TTL_MS,
}: Deps): FindChallenger {
  return keepFor(clock, aliasTtlMs, (model) =>
    serve(`${model}@${CHALLENGER}`).catch((error: unknown) => {
      if (!(error instanceof NotFoundError)) onProblem(messageOf(error));
      return undefined;
    }),
  );
}

/**
 * Scores a lead with the challenger, too. Whatever goes wrong is kept beside the result and disturbs nothing.
 *
 * @param lead accepted for the champion; fields that the challenger does not know are not sent to it
 * @returns undefined when the challenger is the model that scored the lead
 */
export function scoreShadow(
  challenger: ServedModel,
  scoredBy: ModelRef,
  lead: Lead,
): ShadowScore | undefined {
  const { ref, model } = challenger;
  if (ref.sha256 === scoredBy.sha256) return undefined;
  try {
    const { schema } = model.artifact;
    const known = schema.fields.flatMap(({ name }) => (name in lead ? [[name, lead[name]] as const] : []));
    const validation = validateLead(schema, Object.fromEntries(known));
    if (validation.ok) return { model: ref, probability: model.probabilityOf(validation.lead) };
    const reason = describeErrors(validation.errors);
    return { model: ref, reason };
  } catch (error) {
    return { model: ref, reason: messageOf(error) };
  }
}
