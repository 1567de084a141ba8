import { InputError } from '../../lib/errors.ts';
import type { Repository } from './make-template.ts';

const NAME = /^([A-Za-z0-9-]+)\/([\w.-]+)$/;
const IDS = /^(\d+)\/(\d+)$/;

/**
 * A repository and its numbers, which are asked of GitHub unless they are given.
 *
 * @param api where GitHub answers
 * @throws {InputError} the name is none, or GitHub does not know it
 */
export async function readRepository(
  text: string,
  ids: string | undefined,
  api = 'https://api.github.com',
): Promise<Repository> {
  const [, owner, name] = NAME.exec(text) ?? [];
  if (owner === undefined || name === undefined)
    throw new InputError(`--repository: expected OWNER/NAME, got “${text}”`);
  if (ids !== undefined) {
    const [, ownerId, id] = IDS.exec(ids) ?? [];
    if (ownerId === undefined) throw new InputError(`--ids: expected OWNER_ID/REPO_ID, got “${ids}”`);
    return { owner, name, ownerId: Number(ownerId), id: Number(id) };
  }
  const advice = `Give the numbers: --ids "$(gh api repos/${owner}/${name} --jq '"\\(.owner.id)/\\(.id)"')"`;
  const response = await fetch(`${api}/repos/${owner}/${name}`).catch(() => undefined);
  if (response?.ok !== true)
    throw new InputError(
      `--repository: ${api} ${response === undefined ? 'cannot be reached' : `answered ${response.status}`}; a private repository is not told to strangers. ${advice}`,
    );
  const body = (await response.json()) as { id: number; owner: { id: number } };
  return { owner, name, ownerId: body.owner.id, id: body.id };
}
