import type { Field } from './schema.ts';

/** Longest name of a level in a description, characters. */
const LONGEST_LEVEL = 40;

/** What a field takes, in a sentence or two: of those of which nothing else is said. */
export function describeField(field: Field): string {
  if (field.unused === true)
    return 'The model does not use it: any text, number, true, false or null is accepted.';
  return `${describeType(field)}${field.required ? '' : ' Null when it is not known.'}`;
}

function describeType(field: Field): string {
  switch (field.type) {
    case 'number': {
      const [low, high] = field.range;
      return `A number; from ${low} to ${high} in the training data.`;
    }
    case 'boolean':
      return 'True or false.';
    case 'date': {
      const [first, last] = field.range;
      return `A date such as ${last}, alone or with a time of day; from ${first} to ${last} in the training data.`;
    }
    case 'category': {
      const named = field.levels.slice(0, 3).filter((level) => level.length <= LONGEST_LEVEL);
      return named.length === 0
        ? 'A text.'
        : `A text such as ${named.map((level) => `“${level}”`).join(', ')}.`;
    }
  }
}
