import { ModelArtifact } from '../contract/artifact.ts';
import type { FieldType } from '../lead/schema.ts';
import type { MainTerm, PairTerm } from './artifact.ts';
import { ArtifactError } from './checked-artifact.ts';
import { explainIssue } from './explain-issue.ts';
import { checkTrees } from './trees/check-trees.ts';
import { termOf } from './trees/compile-input.ts';

export { ArtifactError };

function fail(problem: string): never {
  throw new ArtifactError(`model artifact: ${problem}`);
}

/**
 * Checks that parsed JSON is a model artifact that this reader understands, no matter who wrote it. Members that the schema
 * does not name are let through: a newer writer may add facts that a reader need not know.
 *
 * @throws {ArtifactError} naming the place, what was expected there and what was found
 */
export function parseArtifact(json: unknown): ModelArtifact {
  const { error } = ModelArtifact.safeParse(json);
  if (error !== undefined) fail(explainIssue(error.issues[0]!, json));
  const artifact = json as ModelArtifact;
  const types = new Map(artifact.schema.fields.map((f) => [f.name, f.type]));
  if (types.size !== artifact.schema.fields.length) {
    fail('schema.fields: expected unique names, got one twice');
  }
  artifact.terms.forEach((term, i) => {
    const path = `terms[${i}]`;
    if (term.kind === 'pair') checkPair(term, types, path);
    else checkMainTerm(term, types, path);
  });
  if ((artifact.kind === 'trees') !== (artifact.trees !== undefined)) {
    fail(
      artifact.kind === 'trees'
        ? 'trees: expected an object, got nothing'
        : 'trees: expected nothing in a model of the kind "additive"',
    );
  }
  if (artifact.trees !== undefined) {
    checkTrees(artifact.trees, fail, (input, path) => checkMainTerm(termOf(input), types, path));
  }
  const { calibration } = artifact;
  if (
    calibration.method === 'isotonic' &&
    (calibration.z.length === 0 || calibration.z.length !== calibration.p.length)
  ) {
    fail('calibration: expected as many z as p and at least one');
  }
  return artifact;
}

type Types = ReadonlyMap<string, FieldType>;

function typeOf(feature: string, types: Types, path: string): FieldType {
  const type = types.get(feature);
  if (type !== undefined) return type;
  fail(`${path}: expected a field of the schema, got "${feature}"`);
}

function checkMainTerm(term: MainTerm, types: Types, path: string): void {
  const type = typeOf(term.feature, types, `${path}.feature`);
  if (!canRead(type, term.kind === 'category', term.part)) {
    fail(`${path}: a ${term.kind} term cannot read the ${type} "${term.feature}"`);
  }
  // The schema of a record passes over this name; as a level it is one like the others.
  const odd = Object.getOwnPropertyDescriptor(term.kind === 'category' ? term.values : {}, '__proto__');
  if (odd !== undefined && !Number.isFinite(odd.value))
    fail(`${path}.values["__proto__"]: expected a finite number`);
  if (term.kind === 'binned' && term.values.length !== term.edges.length + 1) {
    fail(`${path}.values: expected ${term.edges.length + 1}, one more than edges, got ${term.values.length}`);
  }
}

function checkPair({ features, axes, values }: PairTerm, types: Types, path: string): void {
  features.forEach((feature, side) => {
    const type = typeOf(feature, types, `${path}.features[${side}]`);
    const axis = axes[side]!;
    if ('edges' in axis && 'levels' in axis)
      fail(`${path}.axes[${side}]: expected edges or levels, got both`);
    if (!canRead(type, 'levels' in axis, axis.part)) {
      fail(`${path}.axes[${side}]: such an axis cannot read the ${type} "${feature}"`);
    }
  });
  const [height, width] = axes.map((axis) => ('edges' in axis ? axis.edges : axis.levels).length + 2);
  if (values.length !== height || values.some((row) => row.length !== width)) {
    fail(`${path}.values: expected a grid of ${height} by ${width}`);
  }
}

/** Whether levels, or else numbers, can be made of a field of a type. */
function canRead(type: FieldType, asLevels: boolean, part: string | undefined): boolean {
  if (type === 'date') return part !== undefined;
  return part === undefined && asLevels === (type !== 'number');
}
