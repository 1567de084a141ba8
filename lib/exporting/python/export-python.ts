import { foldCase } from '../../lead/level-of.ts';
import type { Field, LeadSchema } from '../../lead/schema.ts';
import type { Member, ModelArtifact } from '../../model/artifact.ts';
import { toWord } from '../../to-word.ts';
import { describeSource, type Source } from '../made-of.ts';
import { missingNumbersOf, missingWordsOf } from '../missing-words.ts';
import { rawPercentiles } from '../raw-percentiles.ts';
import { pythonLiteral } from './literal.ts';
import { SCORER_SOURCE } from './scorer-source.ts';

/** A file of Python, and what its leads have. */
export interface ExportedPython {
  readonly text: string;
  /** Fields that it looks at, in the schema's order. */
  readonly fields: readonly string[];
  /** Members of what `score` returns. */
  readonly results: readonly string[];
}

/**
 * One file of Python without dependencies, with the function `score(lead)`. It has the model as data and walks its trees in a loop, so
 * its size is that of the artifact.
 *
 * @throws {InputError} the probability falls while the raw score rises
 */
export function exportPython(source: Source): ExportedPython {
  const { artifact } = source;
  const looked = lookedAt(artifact);
  const fields = artifact.schema.fields.filter(({ name }) => looked.has(name));
  const model = {
    fields: fields.map((field) => describeField(field, artifact.schema)),
    intercept: artifact.intercept,
    terms: artifact.terms.map(({ mean: _, ...term }) => term),
    trees:
      artifact.trees === undefined
        ? null
        : { inputs: artifact.trees.inputs, members: artifact.trees.members.map(withoutTraining) },
    calibration: artifact.calibration,
    raw_percentiles: rawPercentiles(artifact),
    grades: artifact.scale.grades,
  };
  const head = [
    '# Scores a lead as Scorelane does. Needs Python 3.9 or later and nothing else.',
    ...describeSource(source).map((line) => `# ${line}`),
    '#',
    '#     from scorer import score',
    '#     score({"source": "referral", "visits": 9})["grade"]',
    '',
    ...['bisect', 'datetime', 'hashlib', 'math', 're', 'struct', 'unicodedata'].map(
      (name) => `import ${name}`,
    ),
    '',
    `_MODEL = ${pythonLiteral(model, '')}`,
  ];
  const results = ['probability', 'score', 'grade'];
  if (artifact.calibration.method !== 'identity') results.push('log_odds');
  return { text: `${head.join('\n')}\n${SCORER_SOURCE}`, fields: fields.map(({ name }) => name), results };
}

/** Fields that scoring reads, also those that change nothing. */
const lookedAt = ({ terms, trees }: ModelArtifact): ReadonlySet<string> =>
  new Set([
    ...terms.flatMap((term) => (term.kind === 'pair' ? term.features : [term.feature])),
    ...(trees?.inputs ?? []).map(({ feature }) => feature),
  ]);

function describeField(field: Field, schema: LeadSchema) {
  const { name, type } = field;
  if (type === 'number') return { name, type, missing_numbers: missingNumbersOf(field, schema) };
  if (type === 'date') return { name, type };
  const common = { name, type, missing_words: ['', ...missingWordsOf(field, schema)] };
  return field.type === 'category' ? { ...common, ...spellingsOf(field) } : common;
}

/** Words → the level that each is, as `levelOf` finds it; those that differ from it by case only, folded. */
function spellingsOf({ levels, merge_case }: Extract<Field, { type: 'category' }>) {
  const [exact, folded] = [new Map<string, string>(), new Map<string, string>()];
  for (const level of levels) {
    const word = toWord(level);
    if (!exact.has(word) || word === level) exact.set(word, level);
    if (merge_case === true && !folded.has(foldCase(word))) folded.set(foldCase(word), level);
  }
  // A word of no level stays as it is, and so does one that is its level.
  const others = [...exact].filter(([word, level]) => merge_case === true || word !== level);
  return { spellings: Object.fromEntries(others), folded: Object.fromEntries(folded) };
}

/** Without what only reasons need. */
function withoutTraining(member: Member) {
  if (member.kind === 'linear') return member;
  const { cover: _, ...rest } = member;
  return rest;
}
