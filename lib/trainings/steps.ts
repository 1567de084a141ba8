import { InputError } from '../errors.ts';
import type { Judgement } from './judge.ts';
import type { StepDeps } from './step-deps.ts';
import { check } from './steps/check.ts';
import { compare } from './steps/compare.ts';
import { decide } from './steps/decide.ts';
import { evaluate } from './steps/evaluate.ts';
import { fail } from './steps/fail.ts';
import { prepare } from './steps/prepare.ts';
import { register } from './steps/register.ts';
import { trainCandidate } from './steps/train-candidate.ts';

type Output = Readonly<Record<string, unknown>>;

/** What the machine asks `functions/finish-training` for. */
export type FinishingStep = { readonly run_id: string } & (
  | { readonly step: 'evaluate' | 'register' | 'compare' | Judgement['verdict'] }
  | { readonly step: 'fail'; readonly error: { readonly Error?: string; readonly Cause?: unknown } }
);

/** The states of the machine; a thin layer, by the name of a step. */
export interface Steps {
  check(id: string): Promise<Output>;
  prepare(id: string): Promise<Output>;
  train(id: string, trainer: string): Promise<Output>;
  finish(event: FinishingStep): Promise<Output>;
}

export function createSteps(deps: StepDeps): Steps {
  return {
    check: (id) => check(deps, id),
    prepare: (id) => prepare(deps, id),
    train: (id, trainer) => trainCandidate(deps, id, trainer),
    async finish(event) {
      const { run_id: id, step } = event;
      switch (step) {
        case 'evaluate':
          return evaluate(deps, id);
        case 'register':
          return register(deps, id);
        case 'compare':
          return compare(deps, id);
        case 'promote':
        case 'challenge':
        case 'keep':
          return decide(deps, id, step);
        case 'fail':
          await fail(deps, id, event.error);
          return {};
        default:
          throw new InputError(`expected a step of a training, got ${String(step)}`);
      }
    },
  };
}
