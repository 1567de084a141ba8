import type { NumberStep } from '../../contract/artifact-terms.ts';
import { InputError } from '../../errors.ts';
import { applySteps } from '../../model/apply-steps.ts';
import type { Input } from '../../model/artifact.ts';
import type { Column, ExportedField, Step } from './export-file.ts';
import { after, before, lastWhere } from './neighbours.ts';
import { runSteps, UNKNOWN } from './run-steps.ts';

/**
 * All steps of a column as one input of the artifact, exactly. A category or a boolean has few values: each is run through the steps.
 * So is each bin of a number whose steps make bins or levels of it; other numbers keep their steps.
 *
 * @throws {InputError} words reach a step that takes numbers
 */
export function foldColumn({ source, steps }: Column, field: ExportedField): Input {
  const common = { feature: source, missing: orNull(runSteps(steps, null)) };
  if (field.type !== 'number') {
    const other = field.type === 'boolean' ? null : orNull(runSteps(steps, UNKNOWN));
    return { kind: 'level', ...common, values: foldLevels(steps, field, other), other };
  }
  // A number that is there needs no other in its place.
  const own = steps.filter(({ op }) => op !== 'impute');
  const cut = own.findIndex((step) => !isNumberStep(step));
  if (cut < 0) return { kind: 'number', ...common, steps: own as NumberStep[] };
  const edges = findEdges(own[cut]!, own.slice(0, cut) as NumberStep[]);
  // Of every bin its largest number; of the last one, which has none, any.
  const inside = edges.length === 0 ? [0] : [...edges, after(edges.at(-1)!)];
  return { kind: 'bins', ...common, edges, values: inside.map((x) => orNull(runSteps(steps, x))) };
}

/** The number of each level. One that counts as missing can only be left out, if every other level counts as missing, too. */
function foldLevels(steps: readonly Step[], field: ExportedField, other: number | null) {
  const levels = field.type === 'boolean' ? [true, false] : (field.levels ?? []);
  const values = levels.map((level) => [String(level), runSteps(steps, level)] as const);
  const lacking = values.find(([, value]) => Number.isNaN(value) && other !== null);
  if (lacking !== undefined)
    throw new InputError(
      `the exported model: expected a number of every level of ‘${field.name}’ or none of those it does not know, got none of ‘${lacking[0]}’`,
    );
  return Object.fromEntries(values.filter(([, value]) => !Number.isNaN(value)));
}

const isNumberStep = ({ op }: Step): boolean =>
  !['impute', 'missing', 'is', 'codes', 'bins', 'known'].includes(op);

/** The numbers after which what the step makes of a number changes, before the steps that come first. */
function findEdges(step: Step, first: readonly NumberStep[]): number[] {
  const found = pointsOf(step).map((point) => {
    // The common case, and to the last bit.
    if (first.length === 0) return before(point);
    return lastWhere((x) => !(applySteps(first, x) >= point));
  });
  const finite = found.filter((x): x is number => x !== undefined && Number.isFinite(x));
  return [...new Set(finite)].sort((a, b) => a - b);
}

/** Numbers at which, coming from below, a step's result changes. */
function pointsOf(step: Step): number[] {
  if (step.op === 'bins') return [...step.edges];
  const levels =
    step.op === 'is' || step.op === 'codes' ? step.levels : step.op === 'known' ? step.codes : [];
  return levels
    .filter((level) => typeof level === 'number' || typeof level === 'boolean')
    .flatMap((level) => [Number(level), after(Number(level))]);
}

const orNull = (x: number): number | null => (Number.isNaN(x) ? null : x);
