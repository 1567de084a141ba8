import type { AttributeValue } from '@aws-sdk/client-dynamodb';

export type Item = Record<string, AttributeValue>;

/**
 * Attributes of values: text, numbers and booleans as they are, dates as ISO 8601, anything else as JSON text. What is
 * undefined is left out.
 */
export function toAttributes(values: Readonly<Record<string, unknown>>): Item {
  const known = Object.entries(values).filter(([, value]) => value !== undefined);
  return Object.fromEntries(known.map(([name, value]) => [name, toAttribute(value)]));
}

function toAttribute(value: unknown): AttributeValue {
  if (typeof value === 'string') return { S: value };
  if (typeof value === 'number') return { N: String(value) };
  if (typeof value === 'boolean') return { BOOL: value };
  return { S: value instanceof Date ? value.toISOString() : JSON.stringify(value) };
}

/** What DynamoDB's time to live reads: whole seconds since 1970. */
export const secondsOf = (at: Date): number => Math.floor(at.getTime() / 1000);

/** Readers of an item's attributes. */
export const readItem = (item: Item) => ({
  text: (name: string): string => item[name]?.S ?? '',
  date: (name: string): Date => new Date(item[name]?.S ?? ''),
  /** As `secondsOf` wrote it. */
  seconds: (name: string): Date => new Date(1000 * Number(item[name]?.N)),
  /** A property of this key, or none without the attribute. @param read gets text, or the digits of a number */
  optional<T>(name: string, key: string, read: (value: string) => T): Record<string, T> {
    const value = item[name]?.S ?? item[name]?.N;
    return value === undefined ? {} : { [key]: read(value) };
  },
});

export const asDate = (text: string): Date => new Date(text);
