import { InputError } from '../../errors.ts';
import type { Calibration, Input, MainTerm, Member } from '../../model/artifact.ts';
import type { ImportedModel } from '../imported-model.ts';
import {
  type BaseModel,
  type CalibratedModel,
  type Column,
  type ExportedField,
  type LinearModel,
  parseExport,
  type TreesModel,
  usedFields,
} from './export-file.ts';
import { foldColumn } from './fold-column.ts';
import { linearTerms } from './linear-terms.ts';
import { readForeign } from './read-foreign.ts';
import { EXACT, type Scoring } from './scoring.ts';

/**
 * Reads what `scorelane_export.py` wrote of a scikit-learn classifier.
 *
 * A linear model becomes additive terms. Trees look at inputs made of the raw columns. A mean of calibrated models is one of members
 * with links, and a forest's mean of probabilities is one already: their raw score is a probability.
 *
 * @param json the parsed file
 * @throws {InputError} naming the place, what was expected there and what was found
 */
export function readScikit(json: unknown): ImportedModel {
  const file = parseExport(json);
  const { model, versions } = file;
  const fields = usedFields(file);
  const { 'scikit-learn': version, ...libraries } = versions;
  const scoring = model.kind === 'calibrated' ? readCalibrated(model, fields) : readBase(model, fields);
  return {
    fields: file.columns,
    ...scoring,
    library: { name: file.library, ...(version === undefined ? {} : { version }) },
    libraries,
    checks: file.checks,
    tolerance: file.float32 === true ? 1e-6 : scoring.tolerance,
    notes: [...file.notes, ...scoring.notes],
  };
}

/** A model that is not calibrated. */
function readBase(model: BaseModel, fields: readonly ExportedField[]): Scoring {
  switch (model.kind) {
    case 'linear':
      return {
        intercept: model.intercept,
        terms: linearTerms(model, fields),
        calibration: { method: 'none' },
        ...EXACT,
      };
    case 'trees': {
      const { inputs, member } = readTrees(model, fields);
      return {
        intercept: 0,
        terms: [],
        trees: { inputs, members: [{ ...member, weight: 1 }] },
        calibration: OUTPUTS[model.output],
        ...EXACT,
      };
    }
    default:
      return readForeign(model, fields);
  }
}

const OUTPUTS: Readonly<Record<TreesModel['output'], Calibration>> = {
  'log-odds': { method: 'none' },
  'half-log-odds': { method: 'platt', slope: 2, offset: 0 },
  probability: { method: 'identity' },
};

function readCalibrated({ on, of }: CalibratedModel, fields: readonly ExportedField[]): Scoring {
  const [{ calibration, model }] = of as readonly [CalibratedModel['of'][number]];
  if (of.length === 1) {
    const base = readBase(model, fields);
    return { ...(on === 'decision' ? decide(base, model) : linkMembers(base)), calibration };
  }
  const inputs = new Map<string, { readonly input: Input; readonly at: number }>();
  const placeOf = (input: Input): number => {
    const key = JSON.stringify(input);
    const found = inputs.get(key) ?? { input, at: inputs.size };
    inputs.set(key, found);
    return found.at;
  };
  const made = of.map((each) => readMember(each.model, on, fields));
  const places = made.map((each) => each.inputs.map(placeOf));
  const members = made.map(
    ({ member }, m): Member => ({
      ...replaceInputs(member, places[m]!, inputs.size),
      weight: 1 / of.length,
      link: of[m]!.calibration,
    }),
  );
  return {
    intercept: 0,
    terms: [],
    trees: { inputs: [...inputs.values()].map(({ input }) => input), members },
    calibration: { method: 'identity' },
    ...EXACT,
  };
}

interface OwnInputs {
  readonly inputs: readonly Input[];
  readonly member: Member;
}

/** One of several calibrated models, with inputs of its own. */
function readMember(
  model: BaseModel,
  on: CalibratedModel['on'],
  fields: readonly ExportedField[],
): OwnInputs {
  const isProbability = model.kind === 'trees' && model.output === 'probability';
  if ((on === 'probability') !== isProbability)
    throw new InputError(
      'the exported model: expected calibrations of log-odds, or of a forest’s probabilities, got others: fit CalibratedClassifierCV with ensemble=False',
    );
  switch (model.kind) {
    case 'linear':
      return readLinear(model, fields);
    case 'trees':
      return readTrees(model, fields);
    default: {
      const { intercept, trees } = decide(readForeign(model, fields), model);
      const [member] = trees!.members;
      const all = intercept + (member!.intercept ?? 0);
      return { inputs: trees!.inputs, member: { ...member!, intercept: all } };
    }
  }
}

/** What `decision_function` gives: of LightGBM the sum of its leaves, before it is averaged or scaled. */
const decide = (scoring: Scoring, { kind }: BaseModel): Scoring =>
  kind !== 'lightgbm'
    ? scoring
    : {
        ...scoring,
        trees: {
          ...scoring.trees!,
          members: scoring.trees!.members.map((member) => ({ ...member, weight: 1 })),
        },
      };

function readTrees(model: TreesModel, fields: readonly ExportedField[]): OwnInputs {
  const { intercept, float32, input, threshold, route, value, cover, sets } = model;
  return {
    inputs: readInputs(model.columns, fields),
    member: {
      kind: 'trees',
      weight: 1,
      intercept,
      ...(float32 ? { float32: true } : {}),
      ...{ input, threshold, route, value, cover, sets },
    },
  };
}

/** A linear model as a member: its terms are inputs, which are added. */
function readLinear(model: LinearModel, fields: readonly ExportedField[]): OwnInputs {
  const terms = linearTerms(model, fields);
  return {
    inputs: terms.map(inputOf),
    member: {
      kind: 'linear',
      weight: 1,
      intercept: model.intercept,
      coefficients: terms.map(() => 1),
      means: terms.map(({ mean }) => mean),
    },
  };
}

/** The inverse of `termOf`: an input whose number is what a term contributes. */
function inputOf(term: MainTerm): Input {
  switch (term.kind) {
    case 'linear': {
      const { feature, steps, weight, missing } = term;
      return {
        kind: 'number',
        feature,
        steps: [...steps, { op: 'affine', factor: weight, add: 0 }],
        missing,
      };
    }
    case 'binned': {
      const { feature, edges, values, missing } = term;
      return { kind: 'bins', feature, edges, values, missing };
    }
    case 'category': {
      const { feature, values, other, missing } = term;
      return { kind: 'level', feature, values, other, missing };
    }
  }
}

/** The columns as inputs, in their order. */
const readInputs = (columns: readonly Column[], fields: readonly ExportedField[]): Input[] =>
  columns.map((column) => foldColumn(column, fields.find(({ name }) => name === column.source)!));

/** The same member over the inputs of all. */
function replaceInputs(member: Member, places: readonly number[], inputs: number): Member {
  if (member.kind === 'trees')
    return { ...member, input: member.input.map((at) => (at < 0 ? at : places[at]!)) };
  const [coefficients, means] = [new Array<number>(inputs).fill(0), new Array<number>(inputs).fill(0)];
  places.forEach((place, i) => {
    coefficients[place]! += member.coefficients[i]!;
    means[place]! += member.means[i]! * member.coefficients[i]!;
  });
  return {
    ...member,
    coefficients,
    means: means.map((mean, i) => (coefficients[i] === 0 ? 0 : mean / coefficients[i]!)),
  };
}

/** The same with a raw score that is the probability. */
function linkMembers(scoring: Scoring): Scoring {
  const { terms, intercept, trees, calibration } = scoring;
  if (calibration.method === 'identity') return scoring;
  const [member, ...others] = trees?.members ?? [];
  if (member === undefined || others.length > 0 || terms.length > 0 || calibration.method === 'isotonic')
    throw new InputError('the exported model: expected one ensemble of trees under the calibration');
  const { slope, offset } = calibration.method === 'platt' ? calibration : { slope: 1, offset: 0 };
  const link: Calibration = {
    method: 'platt',
    slope: slope * member.weight,
    offset: slope * intercept + offset,
  };
  return {
    ...scoring,
    intercept: 0,
    trees: { inputs: trees!.inputs, members: [{ ...member, weight: 1, link }] },
    calibration: { method: 'identity' },
  };
}
