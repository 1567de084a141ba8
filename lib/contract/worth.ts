import * as z from 'zod/mini';
import { Figure } from './figure.ts';
import { count, say, share, text, type Wire } from './parts.ts';

/** What calling the leads with the highest probabilities cost, and what it brought. */
export const CallsWorth = z.strictObject({
  share: say(share, 'of the leads that are called, the highest probabilities first', 0.3),
  calls: count,
  lowest_probability: say(share, 'of the leads that are called'),
  conversions: say(
    z.number().check(z.minimum(0)),
    'that came; leads that are tied where the capacity ends count in part',
  ),
  value: say(
    z.number(),
    'of these conversions; one without a reported value counts with the mean of the others',
  ),
  cost: z.number(),
  profit: say(
    z.strictObject({ value: z.number(), low: z.nullable(z.number()), high: z.nullable(z.number()) }),
    '`value` minus `cost`, with its 95 % interval; null: fewer than 5 conversions',
  ),
  expected_profit: say(z.number(), 'what the probabilities promise: their sum × mean value − `cost`'),
  random_profit: say(z.number(), 'what as many calls bring when the leads are picked at random'),
});
export type CallsWorth = Wire<typeof CallsWorth>;

/** What calls are worth, on the leads of mature weeks. */
export const Worth = z.strictObject({
  text: say(
    text,
    'in sentences; also what is missing, or wrong with the policy file, where figures are null',
    'A call pays from a probability of 3.1 % on (2.2 % to 5.0 %).',
  ),
  assumption: text,
  cost_per_call: say(z.nullable(z.number()), 'of the policy file; null: the file is wrong'),
  currency: say(
    z.nullable(text),
    'of values and cost, as the policy file calls it; null: it does not',
    'EUR',
  ),
  conversions: z.strictObject({
    with_value: count,
    without_value: say(count, 'they count with the mean value of the others'),
  }),
  value: say(z.nullable(Figure), 'mean value of a conversion; null: fewer than 20 have one'),
  expected_per_call: say(
    z.nullable(Figure),
    'calling an average lead: mean probability × mean value − cost; of any lead it is its probability × mean value − cost',
  ),
  cut_off: say(
    z.nullable(Figure),
    'the probability from which on a call pays: cost ÷ mean value; 0: every call does, 1: none does',
  ),
  value_by_probability: say(
    z.nullable(
      z.strictObject({
        ...Figure.shape,
        verdict: say(
          z.enum(['not_seen', 'higher', 'lower']),
          '`higher`: conversions of likelier leads are worth more, and `cut_off` is too low; `lower`: less, and it is too high',
        ),
      }),
    ),
    'rank correlation (Spearman) of the value of conversions with their probability; null: too few, or all are alike',
  ),
  capacities: say(z.array(CallsWorth), 'of calling 10 %, 20 % … 100 % of the leads'),
  best_share: say(
    z.nullable(share),
    'of the capacities, that of the highest profit; null: none brought more than it cost. Its interval does not allow for the choice among ten',
  ),
  from_cut_off: say(
    z.nullable(CallsWorth),
    'of calling all leads from `cut_off` on; null: none has such a probability',
  ),
});
export type Worth = Wire<typeof Worth>;
