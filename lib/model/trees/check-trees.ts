import type { Input, LinearMember, Member, Trees, TreesMember } from '../artifact.ts';

/** More nodes than a lead passes in a second. */
const MOST_NODES = 1_000_000;
const DEEPEST = 256;
/** Beyond, sums and products would leave what a number can hold; no model comes near. */
const LARGEST = 1e100;
const LARGEST_CODE = 2 ** 31 - 1;

/**
 * What of a model's trees would give wrong numbers or none, beyond what the schema says.
 *
 * @param fail throws; gets a place and what was expected there
 * @param checkInput throws when the schema lacks the field or has another type of it
 */
export function checkTrees(
  { inputs, members }: Trees,
  fail: (problem: string) => never,
  checkInput: (input: Input, path: string) => void,
): void {
  inputs.forEach((input, i) => {
    checkInput(input, `trees.inputs[${i}]`);
  });
  if (members.length === 0) fail('trees.members: expected at least one');
  members.forEach((member, i) => {
    checkMember(member, inputs.length, (problem) => fail(`trees.members[${i}]${problem}`));
  });
}

function checkMember(member: Member, inputs: number, fail: (problem: string) => never): void {
  if (member.link?.method === 'identity')
    fail('.link: expected a method that makes a probability of log-odds');
  checkSizes('weight', [member.weight], fail);
  checkSizes('intercept', [member.intercept ?? 0], fail);
  if (member.kind === 'trees') checkNodes(member, inputs, fail);
  else checkLinear(member, inputs, fail);
}

function checkLinear(member: LinearMember, inputs: number, fail: (problem: string) => never): void {
  for (const name of ['coefficients', 'means'] as const) {
    if (member[name].length !== inputs)
      fail(`.${name}: expected ${inputs}, one per input, got ${member[name].length}`);
    checkSizes(name, member[name], fail);
  }
}

function checkSizes(name: string, numbers: readonly number[], fail: (problem: string) => never): void {
  const at = numbers.findIndex((x) => !(Math.abs(x) <= LARGEST));
  const place = numbers.length === 1 && name !== 'value' ? name : `${name}[${at}]`;
  if (at >= 0) fail(`.${place}: expected a number of at most ${LARGEST} in size, got ${numbers[at]}`);
}

function checkSets(sets: TreesMember['sets'], fail: (problem: string) => never): void {
  sets.forEach((codes, s) => {
    let before = -1;
    codes.forEach((code, i) => {
      if (!Number.isInteger(code) || code < 0 || code > LARGEST_CODE)
        fail(`.sets[${s}][${i}]: expected a whole number from 0 to ${LARGEST_CODE}, got ${code}`);
      if (code <= before) fail(`.sets[${s}][${i}]: expected more than ${before}, got ${code}`);
      before = code;
    });
  });
}

function checkNodes(member: TreesMember, inputs: number, fail: (problem: string) => never): void {
  const { input, threshold, route, value, cover, sets } = member;
  if (input.length > MOST_NODES) fail(`.input: expected at most ${MOST_NODES} nodes, got ${input.length}`);
  const leaves = input.filter((at) => at === -1).length;
  const lengths = {
    threshold: input.length - leaves,
    route: input.length - leaves,
    value: leaves,
    cover: leaves,
  };
  for (const [name, expected] of Object.entries(lengths)) {
    const { length } = member[name as keyof typeof lengths];
    if (length !== expected) fail(`.${name}: expected ${expected}, as \`input\` says, got ${length}`);
  }
  // How many nodes are still to come before the tree is whole.
  let [due, deepest] = [0, 0];
  const depths: number[] = [];
  input.forEach((at, node) => {
    const isPosition = Number.isInteger(at) && at >= -1 && at < inputs;
    if (!isPosition) fail(`.input[${node}]: expected −1 or a position among ${inputs} inputs, got ${at}`);
    const depth = due === 0 ? 0 : depths.pop()!;
    if (due === 0) due = 1;
    due += at === -1 ? -1 : 1;
    deepest = Math.max(deepest, depth);
    if (at !== -1) depths.push(depth + 1, depth + 1);
  });
  if (due !== 0) fail(`.input: expected whole trees, got a last one that lacks ${due} of its nodes`);
  if (deepest > DEEPEST) fail(`.input: expected trees of at most ${DEEPEST} splits on a way, got ${deepest}`);
  route.forEach((way, split) => {
    if (![0, 1, 2, 3].includes(way)) fail(`.route[${split}]: expected 0, 1, 2 or 3, got ${way}`);
    if (way >= 2 && sets[threshold[split]!] === undefined)
      fail(`.threshold[${split}]: expected a position among ${sets.length} sets, got ${threshold[split]}`);
  });
  checkSets(sets, fail);
  checkSizes('value', value, fail);
  const odd = cover.findIndex((leads) => !(leads > 0 && leads <= LARGEST));
  if (odd >= 0) fail(`.cover[${odd}]: expected a number above 0 and at most ${LARGEST}, got ${cover[odd]}`);
}
