import { InputError } from '../errors.ts';
import { nearestName } from '../lead/nearest-name.ts';
import type { LeadSchema } from '../lead/schema.ts';

/** @throws {InputError} for a rule about a field that is not there or is no number: it would hold nothing to account */
export function checkMonotone({ fields }: LeadSchema, rules: Readonly<Record<string, unknown>>): void {
  const numbers = fields.filter(({ type }) => type === 'number').map(({ name }) => name);
  for (const name of Object.keys(rules)) {
    if (numbers.includes(name)) continue;
    const field = fields.find((candidate) => candidate.name === name);
    const nearest = nearestName(name, numbers);
    const found = field === undefined ? `“${name}”` : `“${name}”, a ${field.type}`;
    throw new InputError(
      `--monotone: expected the name of a number column, got ${found}. ` +
        `${nearest === undefined ? '' : `Did you mean “${nearest}”? `}The numbers are: ${numbers.join(', ') || 'none'}.`,
    );
  }
}
