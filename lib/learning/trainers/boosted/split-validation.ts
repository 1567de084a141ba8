import { createRandom } from '../../../statistics/random.ts';
import { fill, range } from '../../../typed-arrays.ts';
import { cutByTime } from '../../evaluation/cut-by-time.ts';
import { countConverted, keepTogether, selectSplit } from '../../evaluation/split-leads.ts';

/** Training leads, as indices into them, ascending: those to learn from, and those that tell when to stop. */
export interface ValidationSplit {
  readonly learn: Int32Array;
  readonly validate: Int32Array;
}

/** What the leads of a fit say of a split; per training lead. */
export interface SplitLeads {
  readonly labels: Uint8Array;
  readonly groups?: Uint32Array | undefined;
}

/**
 * A random part of either class; at least one lead of each on both sides. Leads of a group stay together, so the parts are
 * then as large as whole groups allow.
 */
export function splitValidation(
  { labels, groups }: SplitLeads,
  share: number,
  seed: number,
): ValidationSplit {
  const random = createRandom(seed);
  const keys = fill(new Float64Array(labels.length), () => random());
  return groups === undefined ? splitSingly(labels, keys, share) : splitGroups(labels, groups, keys, share);
}

/**
 * The latest leads validate what the others teach; leads of unknown time are learned from. Leads that belong to one of the
 * latest are on neither side.
 *
 * @returns undefined when one side would lack a class: nothing tells then when to stop forward in time
 */
export function splitLatest(
  { labels, groups }: SplitLeads,
  times: Float64Array,
  share: number,
): ValidationSplit | undefined {
  const all = range(labels.length);
  const stretches = cutByTime(times, all, [1 - share, share]);
  if (stretches === undefined) return undefined;
  const { train: learn, test: validate } = keepTogether(selectSplit(all, stretches, 1), groups);
  const hasBoth = (rows: Int32Array) => {
    const converted = countConverted(labels, rows);
    return converted > 0 && converted < rows.length;
  };
  return hasBoth(learn) && hasBoth(validate) ? { learn, validate } : undefined;
}

function splitSingly(labels: Uint8Array, keys: Float64Array, share: number): ValidationSplit {
  const part = new Uint8Array(labels.length);
  for (const label of [0, 1]) {
    const rows = range(labels.length)
      .filter((row) => labels[row] === label)
      .sort((a, b) => keys[a]! - keys[b]! || a - b);
    const held = Math.max(1, Math.round(share * rows.length));
    for (const row of rows.subarray(0, held)) part[row]! |= VALIDATE;
    // Of a single one both sides have a copy.
    for (const row of rows.subarray(rows.length > 1 ? held : 0)) part[row]! |= LEARN;
  }
  return listParts(part);
}

/** In a random order, each group validates that leaves neither class with more leads there than wanted. */
function splitGroups(
  labels: Uint8Array,
  groups: Uint32Array,
  keys: Float64Array,
  share: number,
): ValidationSplit {
  const members = new Map<number, number[]>();
  groups.forEach((group, row) => {
    const rows = members.get(group);
    if (rows === undefined) members.set(group, [row]);
    else rows.push(row);
  });
  const inOrder = [...members.values()].sort((a, b) => keys[a[0]!]! - keys[b[0]!]! || a[0]! - b[0]!);
  const countOf = (rows: readonly number[]): [number, number] => {
    const converted = rows.reduce((total, row) => total + labels[row]!, 0);
    return [rows.length - converted, converted];
  };
  const total = countOf([...labels.keys()]);
  const wanted = total.map((count) => Math.max(1, Math.round(share * count)));
  const held = [0, 0];
  const part = new Uint8Array(labels.length).fill(LEARN);
  const hold = (rows: readonly number[]) => {
    countOf(rows).forEach((count, label) => {
      held[label]! += count;
    });
    for (const row of rows) part[row] = VALIDATE;
  };
  for (const rows of inOrder)
    if (countOf(rows).every((count, label) => held[label]! + count <= wanted[label]!)) hold(rows);
  for (const label of [0, 1]) {
    if (held[label]! > 0) continue;
    // Every group with this class is larger than wanted: the one that takes least.
    const having = inOrder.filter((rows) => part[rows[0]!] === LEARN && countOf(rows)[label]! > 0);
    const least = having.toSorted((a, b) => a.length - b.length)[0];
    if (least !== undefined) hold(least);
  }
  // With a class in one group only, no split of groups teaches both: the leads are then parted as if they had none.
  const lacks = held.some((count, label) => count === 0 || count === total[label]);
  return lacks ? splitSingly(labels, keys, share) : listParts(part);
}

function listParts(part: Uint8Array): ValidationSplit {
  const rowsOf = (side: number) => range(part.length).filter((row) => (part[row]! & side) !== 0);
  return { learn: rowsOf(LEARN), validate: rowsOf(VALIDATE) };
}

const [LEARN, VALIDATE] = [1, 2];
