import type { Training } from './types.ts';

/**
 * The warnings that stand in the record of a training: about its file, its columns, its candidates and the version that it has
 * registered; each once, in the order of the steps. What was decided because of them is `decision.reason`.
 */
export function listWarnings({ steps }: Pick<Training, 'steps'>): string[] {
  const warnings = steps.flatMap(({ figures = {} }) => [
    ...readTexts(figures.notes),
    ...readTexts(figures.warnings),
  ]);
  const suspects = steps
    .flatMap(({ figures = {} }) => readTexts(figures.leak_suspects))
    // With its evidence it stands among the warnings of the version.
    .filter((column) => !warnings.some((text) => text.startsWith(`${column} may give the outcome away: `)));
  const strong = steps.flatMap(({ figures = {} }) => readTexts(figures.worth_a_look));
  return [
    ...new Set([
      ...suspects.map((column) => `${column} may give the outcome away: scorelane profile says why`),
      ...strong.map((column) => `${column} deserves a look: scorelane profile says why`),
      ...warnings,
    ]),
  ];
}

const readTexts = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((entry) => typeof entry === 'string') : [];
