import { InputError } from '../errors.ts';
import { doStep, type Step, type StepResult } from './do-step.ts';
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

/** What the machine asks `functions/finish-training` for. */
export type FinishingStep = { readonly run_id: string } & (
  | { readonly step: 'evaluate' | 'register' | 'compare' | Judgement['verdict'] }
  | { readonly step: 'fail'; readonly error: { readonly Error?: string; readonly Cause?: unknown } }
);

/** The states of the machine; a thin layer, by the name of a step. */
export type Steps = ReturnType<typeof createSteps>;

export function createSteps(deps: StepDeps) {
  const recorded = (name: string, step: Step) => (id: string) =>
    doStep(deps, id, name, (training) => step(deps, training));
  const finishing = {
    evaluate: recorded('evaluate', evaluate),
    register: recorded('register', register),
    compare: recorded('compare', compare),
  };
  return {
    check: recorded('check', check),
    prepare: recorded('prepare', prepare),
    train: (id: string, trainer: string) =>
      doStep(deps, id, `train:${trainer}`, (training) => trainCandidate(deps, training, trainer)),
    async finish(event: FinishingStep): Promise<StepResult['output']> {
      const { run_id: id, step } = event;
      switch (step) {
        case 'evaluate':
        case 'register':
        case 'compare':
          return finishing[step](id);
        case 'promote':
        case 'challenge':
        case 'keep':
          return doStep(deps, id, 'decide', (training) => decide(deps, training, step));
        case 'fail':
          await fail(deps, id, event.error);
          return {};
        default:
          throw new InputError(`expected a step of a training, got ${String(step)}`);
      }
    },
  };
}
