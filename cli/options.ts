import { InvalidArgumentError, Option } from 'commander';

/** `a,b` → [a, b]; may be given several times. */
export function collectList(text: string, before: readonly string[] = []): string[] {
  const words = text.split(',').map((word) => word.trim());
  if (words.includes('')) throw new InvalidArgumentError('Expected names separated by commas.');
  return [...before, ...words];
}

export function parseSeed(text: string): number {
  const seed = Number(text);
  if (!/^\d+$/.test(text) || seed >= 2 ** 32) {
    throw new InvalidArgumentError('Expected a whole number from 0 to 4294967295.');
  }
  return seed;
}

/** The options that say how a CSV file is written; the same for training and scoring. */
export const createEncodingOption = () =>
  new Option('--encoding <name>', 'how the CSV files are encoded')
    .choices(['utf-8', 'latin1'])
    .default('utf-8');

export const createDecimalOption = () =>
  new Option('--decimal <sign>', 'the decimal sign of numbers in the CSV files')
    .choices(['.', ','])
    .default('.');
