import { messageOf } from '../../lib/errors.ts';
import { CHALLENGER, CHAMPION } from '../../lib/registry/registry.ts';
import { type Back, goBack } from './go-back.ts';
import type { AliasMoved, ShipWorld } from './ship-world.ts';

export interface ShipOptions {
  /** The name of the model that is published; undefined: none is. */
  readonly model?: string;
  readonly leads?: number;
  readonly protect: boolean;
}

export interface Shipped {
  readonly url: string;
  /** The version that the model's file is, when one was given. */
  readonly version?: string;
  /** A sentence per step. */
  readonly done: readonly string[];
  readonly failed?: { readonly step: string; readonly reason: string; readonly back: Back };
}

/**
 * Deploys a stage and its model in the one order that leaves a way back:
 *
 * the stage of before is remembered, the model's files are checked · deployment · smoke test of the new code on the old champion · the model is published
 * as challenger · smoke test of that very version · the champion's alias moves · smoke test as a caller sees it · protection.
 * Where there is no champion yet, publishing comes first. What fails after the deployment leads back to the code and the
 * aliases of before.
 *
 * @returns also when a step failed: `failed` says which, and how far back the stage is
 * @throws what looking at the stage and at the model's files throws: nothing was changed then
 */
export async function shipStage(world: ShipWorld, options: ShipOptions): Promise<Shipped> {
  const { stack, models, say } = world;
  const { model, leads, protect } = options;
  const before = await stack.remember();
  const aliases = before === undefined || model === undefined ? {} : await models.aliases(model);
  if (model !== undefined) await models.check(before !== undefined);
  say(before === undefined ? 'Nothing is deployed yet.' : `Before: commit ${before.commit}.`);

  const moved: AliasMoved[] = [];
  const done: string[] = [];
  const note = (lines: readonly string[]) => {
    for (const line of lines) say(`  ${line}`);
    done.push(...lines);
  };
  const count = leads === undefined ? {} : { leads };
  let step = '';
  const run = async <T>(name: string, work: () => Promise<T>): Promise<T> => {
    step = name;
    say(`${name} …`);
    return work();
  };
  /** Noted down first: a move whose answer was lost may have been made. */
  const move = async (name: string, alias: string, to: string) => {
    const from = aliases[alias];
    if (from === to) return;
    moved.push({ name, alias, from, to });
    await models.move(name, alias, to, from);
  };

  let url = '';
  let version: string | undefined;
  try {
    await run('deployment', world.deploy);
    url = await stack.output('ApiUrl');
    note(await run('smoke test of the code on the champions of before', () => world.smoke(count)));
    if (model !== undefined) version = await shipModel(model);
    if (protect) {
      await run('protection against deletion', () => stack.protect());
      note(['The stack refuses to be deleted.']);
    }
    return { url, done, ...(version === undefined ? {} : { version }) };
  } catch (error) {
    const reason = messageOf(error);
    say(`${step} failed: ${reason}`);
    const back = await goBack(world, before, moved, count);
    for (const line of back.lines) say(`  ${line}`);
    return { url, done, failed: { step, reason, back }, ...(version === undefined ? {} : { version }) };
  }

  async function shipModel(name: string): Promise<string> {
    const champion = aliases[CHAMPION];
    const published = await run('publishing the model', () => models.publish());
    const reference = `${name}@${published}`;
    if (published === champion) {
      note([`The model is ${reference}, which is the champion already.`]);
      return published;
    }
    if (champion !== undefined) {
      if (await models.wasReplaced(name, published)) {
        note([
          `The model is ${reference}, which was the champion before and gave way to ${champion}; it stays so. To make it champion again: npx scorelane models promote ${reference}`,
        ]);
        return published;
      }
      await run('making it challenger', () => move(name, CHALLENGER, published));
      note(await run(`smoke test of ${reference}`, () => world.smoke({ model: reference, ...count })));
    }
    await run('moving the champion', () => move(name, CHAMPION, published));
    note([
      `${name}: the champion is ${published}${champion === undefined ? ', the first' : ` instead of ${champion}`}.`,
    ]);
    if (champion !== undefined)
      note(
        await models
          .review({ name, alias: CHAMPION, from: champion, to: published })
          .catch(() => ['What callers will notice could not be found out.']),
      );
    const asCaller = { model: reference, asCaller: true, ...count };
    note(await run(`smoke test of ${name} as callers ask for it`, () => world.smoke(asCaller)));
    return published;
  }
}
