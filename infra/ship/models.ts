import { readPublication } from '../../cli/models/read-publication.ts';
import { openRegistry } from '../../cli/stage.ts';
import { promoteVersion, removeAlias, rollBackAlias } from '../../lib/registry/move-alias.ts';
import { checkFiles, publishModel, readArtifact } from '../../lib/registry/publish-model.ts';
import { CHAMPION } from '../../lib/registry/registry.ts';
import { reviewMove } from '../../lib/registry/review-promotion.ts';
import { sha256Of } from '../../lib/sha256.ts';
import type { ModelPort } from './ship-world.ts';

/** Begins why an alias was taken back: a version that gave way so may be tried again. */
const TAKEN_BACK = 'the deployment was taken back';

/**
 * The registry of a stage. It is opened when it is first asked for: a first deployment makes it.
 *
 * @param file model.json; what lies beside it is published with it
 * @param by who deploys, and as what
 */
export function openModels(stage: string, file: string | undefined, by: string): ModelPort {
  let opened: ReturnType<typeof openRegistry> | undefined;
  const open = () => {
    opened ??= openRegistry(stage);
    return opened;
  };
  const read = () => {
    if (file === undefined) throw new Error('expected a model to publish');
    return readPublication(file);
  };
  return {
    async aliases(name) {
      return (await open()).registry.listAliases(name);
    },
    async check(isDeployed) {
      const { artifact: bytes, files } = read();
      const artifact = readArtifact(bytes);
      const versions = isDeployed ? await (await open()).registry.listVersions(artifact.name) : [];
      if (!versions.some(({ sha256 }) => sha256 === sha256Of(bytes))) checkFiles(files, artifact);
    },
    async publish() {
      const { version } = await publishModel(await open(), {
        ...read(),
        by,
        once: true,
        crown: false,
      });
      return version;
    },
    async wasReplaced(name, version) {
      const history = await (await open()).registry.aliasHistory(name, CHAMPION);
      const gaveWay = history.find(({ from }) => from === version);
      return gaveWay !== undefined && !gaveWay.why.startsWith(TAKEN_BACK);
    },
    async move(name, alias, version, from) {
      const why = 'deployed';
      await promoteVersion(await open(), { name, version, alias, from, by, why });
    },
    async review({ name, from, to }) {
      const findings = await reviewMove(await open(), { name, from, to });
      if (findings === undefined) return ['What callers will notice could not be found out.'];
      return findings.map(({ text }) => `Callers will notice: ${text}.`);
    },
    async takeBack({ name, alias, from, to }) {
      const stack = await open();
      const now = await stack.registry.getAlias(name, alias);
      if (now === from) return `${name}: ${alias} was not moved.`;
      if (now !== to)
        return `${name}: ${alias} stays at ${now ?? 'no version'}: somebody moved it from ${to} meanwhile.`;
      const request = { name, alias, by, why: TAKEN_BACK };
      if (from === undefined) {
        await removeAlias(stack, request);
        return `${name}: the alias ${alias} is taken away again.`;
      }
      await rollBackAlias(stack, request);
      return `${name}: ${alias} points to ${from} again, instead of ${to}.`;
    },
  };
}
