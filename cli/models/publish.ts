import type { Command } from 'commander';
import { ConflictError } from '../../lib/errors.ts';
import type { Publication } from '../../lib/registry/publish-model.ts';
import { CHAMPION } from '../../lib/registry/registry.ts';
import { claimFiles } from '../files/claim-files.ts';
import { collectList } from '../options.ts';
import { createStackCommand, openRegistry, type StageOptions } from '../stage.ts';
import { confirm } from '../terminal/confirm.ts';
import { hint, sayRepeat } from '../terminal/hint.ts';
import { printJson, printLines } from '../terminal/print.ts';
import { nameOfInput } from '../terminal/standard-streams.ts';
import { userName } from '../user-name.ts';
import type { PublicationReview } from './review-publication.ts';

interface PublishOptions extends StageOptions {
  readonly promote?: boolean;
  readonly tag?: readonly string[];
  readonly once?: boolean;
  readonly yes?: boolean;
  readonly force?: boolean;
}

const EXAMPLES = `
Examples:
  $ scorelane publish model/model.json
  $ scorelane publish model/model.json --tag 1.0 --promote

The first version of a model becomes its champion, the version that serves; later ones when they are promoted.
A model that may have seen the outcome, is no better than the base rate or was not measured on leads that were held out is
shown with the reasons, and the command asks; without a terminal it needs --yes. What models promote would refuse needs --force
with --promote.

report.html, metrics.json, leads.json and checks.json beside the model are published with it. leads.json lets a retraining tell which
leads the model has not learned from. The leads of checks.json are scored again first: the model must still give the probabilities
that its library gave them. The API serves neither of the two.`;

export function createPublishCommand(): Command {
  return createStackCommand('publish')
    .description('publish a model.json as the next version of its model')
    .argument('<model.json>', 'a model that `scorelane train` wrote; - reads it from the standard input')
    .option('--promote', 'make it the champion, after the checks of models promote')
    .option('--tag <tags>', 'free words such as 1.0, separated by commas', collectList)
    .option('--once', 'publish nothing when a version is this very file; for scripts that run again')
    .option('--yes', 'do not ask')
    .option('--force', 'publish and promote in spite of what was found')
    .addHelpText('after', EXAMPLES)
    .action(runPublish);
}

async function runPublish(modelFile: string, options: PublishOptions, command: Command): Promise<void> {
  await claimFiles(command, { reads: [{ option: '<model.json>', path: modelFile }] });
  const [{ publishModel }, { promoteVersion }, { readPublication }] = await Promise.all([
    import('../../lib/registry/publish-model.ts'),
    import('../../lib/registry/move-alias.ts'),
    import('./read-publication.ts'),
  ]);
  const { artifact, files } = readPublication(modelFile);
  const stack = await openRegistry(options.stage);
  const review = await checkPublication(stack, modelFile, { artifact, files }, options);
  if (review === 'declined') return;
  const by = userName();
  const published = await publishModel(stack, {
    artifact,
    files,
    tags: options.tag ?? [],
    by,
    once: options.once ?? false,
  });
  const { name, version, sha256, tags } = published;
  const before = options.promote
    ? await promoteVersion(stack, { name, version, alias: CHAMPION, by, why: 'publish --promote' })
    : undefined;
  const champion = await stack.registry.getAlias(name, CHAMPION);
  const { apiUrl, environment } = stack.stage;
  if (options.json)
    return printJson({
      ...{ name, version, sha256, tags, champion, api_url: apiUrl },
      ...(review.findings.length === 0 ? {} : { findings: review.findings }),
      ...(review.doubts.length === 0 ? {} : { doubts: review.doubts }),
    });
  const lines = [`Published ${name}@${version} (SHA-256 ${sha256.slice(0, 12)}…)`];
  if (champion !== version)
    lines.push(
      `The champion stays ${name}@${champion}. To see what would change, and then change it:`,
      `  ${hint(['models', 'promote', `${name}@${version}`])}`,
    );
  else if (before === undefined || before === version) lines.push(`It is the champion: ${apiUrl} serves it.`);
  else lines.push(`It is the champion instead of ${before}: ${apiUrl} serves it within 30 seconds.`);
  const served = environment.MODEL_NAME ?? 'leads';
  if (name !== served) {
    lines.push(
      `Note: the API serves the model "${served}" by default; ask for this one with ?model=${name}, or train with --name ${served}.`,
    );
  }
  printLines(lines);
}

const NOTHING: Pick<PublicationReview, 'doubts' | 'findings'> = { doubts: [], findings: [] };

/**
 * Shows what speaks against a publication, and asks.
 *
 * @returns `declined`: the answer was no
 * @throws {InputError} there is no terminal to ask on, and no option answers
 */
async function checkPublication(
  stack: Awaited<ReturnType<typeof openRegistry>>,
  modelFile: string,
  { artifact: bytes, files }: Required<Pick<Publication, 'artifact' | 'files'>>,
  { promote = false, once, yes, force, json }: PublishOptions,
): Promise<Pick<PublicationReview, 'doubts' | 'findings'> | 'declined'> {
  const [
    { checkFiles, readArtifact },
    { parseTrainingNotes },
    { reviewPublication },
    { sha256Of },
    { summariseFindings },
  ] = await Promise.all([
    import('../../lib/registry/publish-model.ts'),
    import('../../lib/registry/training-notes.ts'),
    import('./review-publication.ts'),
    import('../../lib/sha256.ts'),
    import('./review-move.ts'),
  ]);
  const artifact = readArtifact(bytes);
  const versions = once ? await stack.registry.listVersions(artifact.name) : [];
  // Nothing is published then.
  const isThere = versions.some(({ sha256 }) => sha256 === sha256Of(bytes));
  if (isThere && !promote) return NOTHING;
  // Before anything is asked.
  if (!isThere) checkFiles(files, artifact);
  if (!isThere && !force) await (await import('./check-kind.ts')).checkKind(stack.stage, artifact);
  const metrics = files.find(({ name }) => name === 'metrics.json');
  const notes = metrics === undefined ? { suspects: [] } : parseTrainingNotes(metrics.bytes);
  const review = await reviewPublication(stack, artifact, notes, promote);
  if (review.objections.length === 0) return review;
  const told = review.objections.map((text) => ({ text }));
  printLines(summariseFindings(told, nameOfInput(modelFile)), json ? process.stderr : process.stdout);
  if (force || (yes && !review.needsForce)) return review;
  if (!process.stdin.isTTY) {
    const how = sayRepeat('publish it nevertheless', review.needsForce ? '--force' : '--yes');
    throw new ConflictError(`${nameOfInput(modelFile)} was not published: see above. ${how}`);
  }
  if (await confirm('Publish it nevertheless?')) return review;
  printLines(['Nothing was published.'], process.stderr);
  return 'declined';
}
