import type { Input, MainTerm, Term } from '../model/artifact.ts';
import { compileTerm } from '../model/compile-term.ts';
import { compileInput } from '../model/trees/compile-input.ts';

/** What of a model reads one field. */
interface Parts {
  readonly terms: readonly Term[];
  readonly inputs: readonly Input[];
}

/** Makes what reads a field as a number, 0 and 1, read it as true and false. */
export const readAsBoolean = ({ terms, inputs }: Parts, name: string): Parts => ({
  terms: terms.map((term) => {
    if (!readsNumber(term, name)) return term;
    const { contribute } = compileTerm(term);
    const values = { true: contribute(1, null), false: contribute(0, null) };
    const { feature, missing, mean } = term;
    return { kind: 'category', feature, values, other: missing, missing, mean };
  }),
  inputs: inputs.map((input) => {
    if (input.feature !== name || input.kind === 'level') return input;
    const { read } = compileInput(input);
    const known = Object.entries({ true: read(1), false: read(0) }).filter(([, x]) => !Number.isNaN(x));
    const { feature, missing } = input;
    return { kind: 'level', feature, values: Object.fromEntries(known), other: null, missing };
  }),
});

/** Between false and true. */
const HALF = 0.5;

/** Makes what reads a field as true and false read it as a number, 0 and 1. */
export const readAsNumber = ({ terms, inputs }: Parts, name: string): Parts => ({
  terms: terms.map((term) => {
    if (term.kind !== 'category' || term.feature !== name) return term;
    const { feature, missing, mean, other, values } = term;
    const sides = [values.false ?? other, values.true ?? other];
    return { kind: 'binned', feature, edges: [HALF], values: sides, missing, mean };
  }),
  inputs: inputs.map((input) => {
    if (input.feature !== name || input.kind !== 'level') return input;
    const { feature, missing, other, values } = input;
    const sides = [values.false ?? other, values.true ?? other];
    return { kind: 'bins', feature, edges: [HALF], values: sides, missing };
  }),
});

const readsNumber = (term: Term, name: string): term is Extract<MainTerm, { kind: 'linear' | 'binned' }> =>
  (term.kind === 'linear' || term.kind === 'binned') && term.feature === name;
