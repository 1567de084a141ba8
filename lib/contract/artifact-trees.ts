import * as z from 'zod/mini';
import { Calibration } from './artifact-calibration.ts';
import { DatePartMember, increasing, NumberPartMember, NumberStep } from './artifact-terms.ts';
import { numbers, say, text, type Wire } from './parts.ts';

/** A number that an input may lack: JSON has no NaN. */
const orNone = z.nullable(z.number());
const missing = say(orNone, 'the number of a missing value; null: it stays missing');

export const NumberInput = say(
  z.object({
    kind: z.literal('number'),
    feature: text,
    part: NumberPartMember,
    steps: z.array(NumberStep),
    missing: say(orNone, 'the number, after the steps, of a missing value; null: it stays missing'),
    zero_is_missing: z.exactOptional(
      say(
        z.literal(true),
        'a number of at most 1e-35 in size is missing, as LightGBM’s `zero_as_missing` has it',
      ),
    ),
  }),
  'A number passed through its steps, in order.',
);

export const BinsInput = say(
  z.object({
    kind: z.literal('bins'),
    feature: text,
    part: NumberPartMember,
    edges: say(increasing, 'ascending, each once'),
    values: say(z.array(orNone), 'the number of each bin: one more than edges; null: missing'),
    missing,
  }),
  'A number that becomes that of its bin; bin i holds edges[i-1] < number ≤ edges[i].',
);

export const LevelInput = say(
  z.object({
    kind: z.literal('level'),
    feature: text,
    part: DatePartMember,
    values: say(z.record(text, z.number()), 'level → number'),
    rare: z.exactOptional(
      say(
        z.object({ salt: text, values: z.record(text, z.number()) }),
        'of levels in fewer than 20 training leads: hash, made as in `rare_levels` of the schema → number',
      ),
    ),
    other: say(orNone, 'the number of every other level; null: it counts as missing'),
    missing,
  }),
  'A level that becomes a number: a code, a place in an order, or 0 and 1. The levels of a boolean field are `true` and `false`.',
);

export const Input = z.discriminatedUnion('kind', [NumberInput, BinsInput, LevelInput]);
/** What trees look at: a number made of a field. */
export type Input = Wire<typeof Input>;
export type NumberInput = Wire<typeof NumberInput>;
export type BinsInput = Wire<typeof BinsInput>;
export type LevelInput = Wire<typeof LevelInput>;

const member = {
  weight: say(z.number(), 'what the member’s number is multiplied by before the members are added'),
  intercept: z.exactOptional(
    say(z.number(), 'added to what the member makes, before its link; 0 unless given'),
  ),
  link: z.exactOptional(
    say(
      Calibration,
      'makes a probability of the member’s log-odds, where a model is the mean of calibrated ones; without it the number stays as it is',
    ),
  ),
};

export const TreesMember = say(
  z.object({
    ...member,
    kind: z.literal('trees'),
    float32: z.exactOptional(
      say(z.literal(true), 'inputs are rounded to 32 bits, as scikit-learn’s trees and XGBoost see them'),
    ),
    input: say(
      numbers,
      'of every node, tree after tree, a split before its left and then its right side: the position of the input that it splits by; −1: a leaf',
    ),
    threshold: say(
      numbers,
      'of every split, in the same order: inputs up to it go left; of a split by codes the position of its list in `sets`',
    ),
    route: say(
      numbers,
      'of every split: 0, or 1 when missing inputs go left; and 2 more when it splits by codes',
    ),
    value: say(numbers, 'of every leaf, in the same order: what it adds'),
    cover: say(numbers, 'of every leaf: the training leads in it, or their weight; above 0'),
    sets: say(
      z.array(numbers),
      'codes that go left: whole numbers below 2³¹, ascending; an input is cut to a whole number to look it up',
    ),
  }),
  'Decision trees whose leaves add up.',
);
export type TreesMember = Wire<typeof TreesMember>;

export const LinearMember = say(
  z.object({
    ...member,
    kind: z.literal('linear'),
    coefficients: say(numbers, 'one per input'),
    means: say(
      numbers,
      'of each input over the training leads: a reason is the distance from it; an input that stays missing counts as it',
    ),
  }),
  'A weighted sum of the inputs.',
);
export type LinearMember = Wire<typeof LinearMember>;

export const Member = z.discriminatedUnion('kind', [TreesMember, LinearMember]);
export type Member = Wire<typeof Member>;

export const Trees = say(
  z.object({ inputs: z.array(Input), members: z.array(Member) }),
  'Members whose numbers are multiplied by their weights and added to the intercept and the terms. Reasons are path-dependent Shapley values of the fields (Lundberg et al. 2020, From local explanations to global understanding with explainable AI for trees).',
);
export type Trees = Wire<typeof Trees>;
