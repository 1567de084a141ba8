import { join } from 'node:path';
import { PYTHON_PACKAGE } from '../../support/python.ts';

export const GOLDEN_MODELS = [
  'logistic-none',
  'scorecard-platt',
  'boosted-isotonic',
  'gradient-descent-platt',
  'trees-platt',
  'trees-identity',
] as const;
/** Leads and rows of a table per model. */
export const GOLDEN_ROWS = 40;

export const goldenFile = (name: string): string => join(PYTHON_PACKAGE, 'tests/golden', `${name}.json`);

/** One line per member of the first level and the second: readable in a diff, and small. */
export const toGoldenText = (value: object): string => {
  const parts = Object.entries(value).map(([name, part]) => {
    const inner = Array.isArray(part)
      ? `[\n${part.map((one) => `  ${JSON.stringify(one)}`).join(',\n')}\n ]`
      : JSON.stringify(part);
    return ` ${JSON.stringify(name)}: ${inner}`;
  });
  return `{\n${parts.join(',\n')}\n}\n`;
};
