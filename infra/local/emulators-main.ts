/**
 * emulators-main.ts [FOLDER]: runs the emulators in a process of their own, on free ports, for tests of the AWS adapters;
 * with empty stores in memory, or with those that are kept in a folder.
 * Prints one line of JSON when they are ready (`EmulatorsReady`) and ends when its standard input is closed, so
 * that it cannot outlive the process that started it.
 */
import { createResources, nameResources } from './create-resources.ts';
import { startEmulators } from './emulators.ts';
import { awsEnvironment, type Endpoints, useLocalAws } from './local-environment.ts';
import { readResources } from './read-resources.ts';
import { resourceNames } from './resolve-references.ts';

export interface EmulatorsReady {
  readonly endpoints: Endpoints;
  /** What makes an SDK client without options speak to the emulators. */
  readonly environment: Readonly<Record<string, string>>;
  /** Table and bucket names and queue URLs, by logical name. */
  readonly resources: Readonly<Record<string, string>>;
}

const emulators = await startEmulators({ sqs: 0, dynamodb: 0 }, process.argv[2]);
const { endpoints } = emulators;
useLocalAws(process.env, endpoints);
const template = await readResources();
const references = nameResources(template, 'scorelane-test', endpoints);
await createResources(template, references, endpoints);
const ready: EmulatorsReady = {
  endpoints,
  environment: awsEnvironment(endpoints),
  resources: resourceNames(references),
};
console.log(JSON.stringify(ready));

process.stdin.resume().on('end', async () => {
  await emulators.stop();
  process.exit(0);
});
