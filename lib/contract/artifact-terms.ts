import * as z from 'zod/mini';
import { finding, numbers, positive, say, text, type Wire } from './parts.ts';

/** A list of numbers in which none is smaller than the one before. */
export const ascending = numbers.check((payload) => {
  const at = payload.value.findIndex((x, i, all) => i > 0 && x < all[i - 1]!);
  if (at > 0) payload.issues.push(finding(payload.value, [at], `at least ${payload.value[at - 1]}`));
});

/** A list of numbers in which each is larger than the one before. */
export const increasing = ascending.check((payload) => {
  const at = payload.value.findIndex((x, i, all) => i > 0 && x === all[i - 1]);
  if (at > 0) payload.issues.push(finding(payload.value, [at], `more than ${payload.value[at - 1]}`));
});

export const NumberPartMember = z.exactOptional(
  say(z.literal('days'), 'how a date field is read as a number: whole days since 1970-01-01'),
);
const DatePart = z.enum(['weekday', 'month', 'daypart', 'hour']);
export const DatePartMember = z.exactOptional(
  say(
    DatePart,
    'of a date field, the part that makes the level: `weekday` (`1` = Monday … `7`, ISO 8601), `month` (`01` … `12`), `daypart` (`night` from 0 h, `morning` from 6 h, `afternoon` from 12 h, `evening` from 18 h) or `hour` (`00` … `23`)',
  ),
);
/** A date as a level. */
export type DatePart = z.infer<typeof DatePart>;
/** A date as a number. */
export type NumberPart = 'days';

const mean = say(
  z.number(),
  'mean contribution over the training leads, log-odds; a reason is a contribution minus this',
);
const term = {
  feature: text,
  missing: say(z.number(), 'contribution when the value is missing, log-odds'),
  mean,
};

export const NumberStep = say(
  z.discriminatedUnion('op', [
    z.object({ op: z.literal('clip'), low: z.number(), high: z.number() }),
    z.object({ op: z.literal('log1p') }),
    say(
      z.object({ op: z.literal('yeo-johnson'), lambda: z.number() }),
      'the power transformation of Yeo and Johnson (2000)',
    ),
    say(z.object({ op: z.literal('scale'), mean: z.number(), sd: positive }), '(value − mean) ÷ sd'),
    say(z.object({ op: z.literal('affine'), factor: z.number(), add: z.number() }), 'value · factor + add'),
  ]),
  'One step on the way from a number to what is weighed.',
);
export type NumberStep = Wire<typeof NumberStep>;

export const LinearTerm = say(
  z.object({
    ...term,
    kind: z.literal('linear'),
    part: NumberPartMember,
    steps: z.array(NumberStep),
    weight: z.number(),
  }),
  'A number passed through its steps, in order, and multiplied by the weight.',
);
export type LinearTerm = Wire<typeof LinearTerm>;

export const BinnedTerm = say(
  z.object({
    ...term,
    kind: z.literal('binned'),
    part: NumberPartMember,
    edges: say(increasing, 'ascending, each once'),
    values: say(numbers, 'log-odds per bin: one more than edges'),
  }),
  'A number that contributes the value of its bin; bin i holds edges[i-1] < number ≤ edges[i].',
);
export type BinnedTerm = Wire<typeof BinnedTerm>;

export const CategoryTerm = say(
  z.object({
    ...term,
    kind: z.literal('category'),
    part: DatePartMember,
    values: say(z.record(text, z.number()), 'level → log-odds'),
    rare: z.exactOptional(
      say(
        z.object({ salt: text, values: z.record(text, z.number()) }),
        'of levels in fewer than 20 training leads: hash, made as in `rare_levels` of the schema → log-odds',
      ),
    ),
    other: say(
      z.number(),
      'contribution of a level that is not among the values nor the rare ones (rare in training, or never seen), log-odds',
    ),
  }),
  'A value per level. The levels of a boolean field are `true` and `false`.',
);
export type CategoryTerm = Wire<typeof CategoryTerm>;

export const PairAxis = say(
  z.union([
    say(
      z.object({ part: NumberPartMember, edges: increasing }),
      'the bins, as in a binned term, then missing: edges + 2 entries',
    ),
    say(
      z.object({ part: DatePartMember, levels: z.array(text) }),
      'the levels, then other, then missing: levels + 2 entries',
    ),
  ]),
  'The entries of one side of a pair’s grid: by edges or by levels, never both.',
);
export type PairAxis = Wire<typeof PairAxis>;

export const PairTerm = say(
  z.object({
    kind: z.literal('pair'),
    features: z.tuple([text, text]),
    axes: z.tuple([PairAxis, PairAxis]),
    values: say(
      z.array(numbers),
      'log-odds: `values[i][j]` for entry i of the first axis and entry j of the second',
    ),
    mean,
  }),
  'What two features contribute together, beyond what each contributes alone.',
);
export type PairTerm = Wire<typeof PairTerm>;

export const Term = z.discriminatedUnion('kind', [LinearTerm, BinnedTerm, CategoryTerm, PairTerm]);
export type Term = Wire<typeof Term>;
/** A term of one feature. */
export type MainTerm = LinearTerm | BinnedTerm | CategoryTerm;
