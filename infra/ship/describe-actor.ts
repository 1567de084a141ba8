import { userName } from '../../cli/user-name.ts';

/** Who acts, for records: the run of a workflow, or who is logged in. */
export function describeActor(): string {
  const { GITHUB_REPOSITORY, GITHUB_RUN_ID } = process.env;
  return GITHUB_RUN_ID === undefined ? userName() : `${GITHUB_REPOSITORY}, run ${GITHUB_RUN_ID}`;
}
