import type { Random } from '../../statistics/random.ts';

/**
 * For each lead the one whose values it takes: every lead's values are taken once. With groups whole groups change places, so that
 * leads of one go on having values of one; where groups differ in size, as far as that can be.
 *
 * @param groups per lead, leads that belong together having the same number
 */
export function shuffleLeads(rows: number, random: Random, groups?: Uint32Array): Int32Array {
  const members = new Map<number, number[]>();
  for (let lead = 0; lead < rows; lead++) {
    const group = groups === undefined ? lead : groups[lead]!;
    const known = members.get(group);
    if (known === undefined) members.set(group, [lead]);
    else known.push(lead);
  }
  const blocks = [...members.values()];
  const takers = blocks.flat();
  shuffle(blocks, random);
  const givers = blocks.flat();
  const giverOf = new Int32Array(rows);
  takers.forEach((lead, i) => {
    giverOf[lead] = givers[i]!;
  });
  return giverOf;
}

/** Fisher and Yates, as Knuth, The Art of Computer Programming, vol. 2, §3.4.2, algorithm P. */
function shuffle<T>(list: T[], random: Random): void {
  for (let i = list.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [list[i], list[j]] = [list[j]!, list[i]!];
  }
}
