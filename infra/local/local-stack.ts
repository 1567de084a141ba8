import { once } from 'node:events';
import { existsSync } from 'node:fs';
import type { Server } from 'node:http';
import { join, resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import type { Handler } from './api-gateway.ts';
import type { Endpoints } from './local-environment.ts';
import { LocalStackError } from './local-stack-error.ts';
import { type References, resolveReferences, resourceNames } from './resolve-references.ts';
import type { FunctionDefinition, Serverless } from './serverless-types.ts';
import { clockFileOf, readSettings, type Settings, showPath } from './settings.ts';
import type { LocalStackDescription } from './stack-file.ts';

/** How long a stop waits for batches in flight; what is left then comes back with the next start. */
const DRAIN_MS = 5_000;
/** A second Ctrl-C later than this ends the process at once; npm passes the first one on twice. */
const IMPATIENT_AFTER_MS = 500;
const ORPHAN_CHECK_MS = 200;

/**
 * The local stack's life: `start` before serverless-offline opens the API, `serve` after it, `stop` at the end.
 * What was started leaves its undoing in `#undo`, so that a stop at any moment closes what is open.
 */
export class LocalStack {
  readonly #serverless: Serverless;
  readonly #undo: (() => unknown)[] = [];
  #settings: Settings | undefined;
  #description: LocalStackDescription | undefined;
  #references: References | undefined;
  #example: unknown;
  #clock: string | undefined;
  #api: FunctionDefinition | undefined;
  #trainings: { serve(): Promise<void> } | undefined;
  #unmute = () => {};
  #stopping: Promise<never> | undefined;

  constructor(serverless: Serverless) {
    this.#serverless = serverless;
  }

  /** Brings up everything that the functions need, and fills in their environment. */
  async start(): Promise<void> {
    this.#stopOnSignals();
    const { service, serviceDir } = this.#serverless;
    const settings = readSettings(process.env, serviceDir);
    assertBundled(serviceDir, Object.values(service.functions));
    // Here and nowhere else, so that no stage on AWS has it.
    service.provider.environment = {
      ...service.provider.environment,
      CLOCK_FILE: clockFileOf(settings.dataDir),
    };

    // Loaded here and not above, because every osls command loads this file.
    const [
      { assertPortsFree, claimDataDir },
      { startEmulators },
      { useLocalAws },
      resources,
      { publishSample },
      { startTrainings },
      { guardServers },
      { refuseForeign },
      { describeClock },
    ] = await Promise.all([
      import('./claim.ts'),
      import('./emulators.ts'),
      import('./local-environment.ts'),
      import('./create-resources.ts'),
      import('./publish-sample.ts'),
      import('./trainings.ts'),
      import('./guard-servers.ts'),
      import('./trusted-callers.ts'),
      import('./describe-clock.ts'),
    ]);
    await assertPortsFree(settings);
    // Before the first of them listens.
    const pageOrigins = service.provider.httpApi?.cors?.allowedOrigins ?? [];
    this.#undo.push(guardServers(refuseForeign(pageOrigins, settings.hosts)));
    this.#undo.push(await claimDataDir(settings.dataDir));
    this.#clock = describeClock(clockFileOf(settings.dataDir));

    const emulators = await startEmulators(
      { sqs: settings.sqsPort, dynamodb: settings.dynamodbPort },
      settings.dataDir,
    );
    this.#undo.push(() => emulators.stop());
    useLocalAws(process.env, emulators.endpoints);

    const template = service.resources.Resources;
    const stackName = `${service.service}-${service.provider.stage}`;
    const named = resources.nameResources(template, stackName, emulators.endpoints);
    await resources.createResources(template, named, emulators.endpoints);
    await emulators.releaseMessages(named);

    const trainings = await startTrainings(this.#serverless, named);
    this.#undo.push(() => trainings.stop());
    this.#trainings = trainings;
    process.env.AWS_ENDPOINT_URL_SFN = trainings.endpoint;

    this.#example = await publishSample(this.#resolveEnvironments(named));
    const references =
      settings.faultRate === 0
        ? named
        : resources.nameResources(
            template,
            stackName,
            await this.#injectFaults(emulators.endpoints, settings),
          );
    process.env.AWS_ENDPOINT_URL_SFN = trainings.endpoint;
    const environment = this.#resolveEnvironments(references);
    this.#handOutEnvironments(references);
    this.#settings = settings;
    this.#references = references;
    this.#description = {
      pid: process.pid,
      apiUrl: `http://127.0.0.1:${settings.apiPort}`,
      pageUrl: `http://127.0.0.1:${settings.pagePort}/`,
      environment,
      resources: resourceNames(references),
    };
    await this.#configureOffline(settings);
  }

  /** From here on the functions reach the emulators through proxies that let some requests fail. */
  async #injectFaults(endpoints: Endpoints, { faultRate }: Settings): Promise<Endpoints> {
    const [{ startFaultProxies }, { useLocalAws }] = await Promise.all([
      import('./fault-proxy.ts'),
      import('./local-environment.ts'),
    ]);
    const proxies = await startFaultProxies(endpoints, faultRate);
    this.#undo.push(() => proxies.stop());
    useLocalAws(process.env, proxies.endpoints);
    return proxies.endpoints;
  }

  /** The API is open: lets the queues flow, and says so. */
  async serve(): Promise<void> {
    this.#unmute();
    const [settings, description, references] = [this.#settings!, this.#description!, this.#references!];
    const { startEventSources } = await import('./event-sources.ts');
    const { removeStackFile, writeStackFile } = await import('./stack-file.ts');
    const { banner } = await import('./banner.ts');
    const { createPageServer } = await import('./page-server.ts');
    const { FORM_CONFIG } = await import('../build/load-form-config.ts');

    const offline = this.#serverless.pluginManager.plugins.find(isOffline);
    this.#undo.push(() => offline?.end(true));
    await this.#listen(await this.#createGateway(), settings.apiPort);
    const stopEventSources = startEventSources(this.#serverless.service, references, settings.lambdaPort);
    this.#undo.push(() => Promise.race([stopEventSources(), setTimeout(DRAIN_MS)]));
    this.#undo.push(() => removeStackFile(settings.dataDir));
    const page = createPageServer({
      folder: join(this.#serverless.serviceDir, 'dist/web'),
      apiUrl: description.apiUrl,
      key: await makeKey(description.environment),
      formFile: resolve(this.#serverless.serviceDir, process.env.SCORELANE_FORM ?? FORM_CONFIG),
    });
    await this.#listen(page, settings.pagePort);
    await this.#trainings!.serve();
    await writeStackFile(settings.dataDir, description);
    const [dataDir, lead, clock] = [showPath(settings.dataDir), this.#example, this.#clock];
    console.log(banner(description, { dataDir, lead, clock }));
  }

  async #listen(server: Server, port: number): Promise<void> {
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    this.#undo.push(() => {
      server.close();
      server.closeAllConnections();
    });
  }

  /** The function that answers HTTP, in this process as serverless-offline runs the others, with its environment. */
  async #createGateway(): Promise<Server> {
    const { createGateway } = await import('./api-gateway.ts');
    const { provider } = this.#serverless.service;
    const definition = this.#api!;
    Object.assign(process.env, provider.environment, definition.environment);
    const bundle = pathToFileURL(join(this.#serverless.serviceDir, bundleOf(definition))).href;
    const { handler } = (await import(bundle)) as { handler: Handler };
    const cors = provider.httpApi?.cors ?? {};
    const report = (problem: string) => console.error(`${definition.name}: ${problem}`);
    return createGateway({ handler, cors, timeout: definition.timeout ?? 6, report });
  }

  /** Says what went wrong and ends the process with 1. */
  fail(error: unknown): Promise<never> {
    // What is in the middle of starting fails when it is stopped; that is no news.
    if (!this.#stopping) console.error(error instanceof LocalStackError ? error.message : error);
    return this.stop(1);
  }

  /** Closes what is open, newest first, and ends the process. */
  stop(exitCode = 0): Promise<never> {
    this.#stopping ??= this.#closeAndExit(exitCode);
    return this.#stopping;
  }

  async #closeAndExit(exitCode: number): Promise<never> {
    for (const undo of this.#undo.reverse()) {
      try {
        await undo();
      } catch (error) {
        console.error(error);
      }
    }
    process.exit(exitCode);
  }

  #stopOnSignals(): void {
    let first = 0;
    const onSignal = () => {
      first ||= Date.now();
      if (Date.now() - first > IMPATIENT_AFTER_MS) process.exit(1);
      void this.stop();
    };
    process.on('SIGINT', onSignal).on('SIGTERM', onSignal);
    if (process.env.npm_lifecycle_event !== undefined) {
      // npm runs scripts in a shell, and dash keeps a SIGTERM for itself: the shell's end is then the only sign.
      const shell = process.ppid;
      setInterval(() => process.ppid !== shell && void this.stop(), ORPHAN_CHECK_MS).unref();
    }
  }

  /** What all functions together have in their environment, and the variables that lead to the emulators. */
  #resolveEnvironments(references: References): Record<string, string> {
    const awsVariables = Object.entries(process.env).filter(([name]) => name.startsWith('AWS_'));
    const all = Object.fromEntries(awsVariables) as Record<string, string>;
    for (const owner of this.#owners()) Object.assign(all, resolveEnvironment(owner, references));
    return all;
  }

  /** Replaces the references in the functions' environment, for serverless-offline to hand out. */
  #handOutEnvironments(references: References): void {
    for (const owner of this.#owners()) {
      const environment = resolveEnvironment(owner, references);
      owner.environment = environment;
      // Variables of the shell that happen to be called so would win over them.
      for (const name of Object.keys(environment)) delete process.env[name];
    }
  }

  #owners() {
    const { provider, functions } = this.#serverless.service;
    return [provider, ...Object.values(functions)];
  }

  async #configureOffline(settings: Settings): Promise<void> {
    const { service, serviceDir } = this.#serverless;
    service.custom = {
      ...service.custom,
      'serverless-offline': {
        host: '127.0.0.1',
        lambdaPort: settings.lambdaPort,
        // A worker thread per concurrent request, the other way, is not capped: 4.9 GB at 400 requests.
        useInProcess: true,
        noSponsor: true,
      },
    };
    this.#api = Object.values(service.functions).find(({ events }) => events.some(isHttp));
    // What answers HTTP is not left to serverless-offline: see createGateway.
    for (const definition of Object.values(service.functions))
      definition.events = definition.events.filter((event) => !isHttp(event));
    const { quietOffline } = await import('./quiet-offline.ts');
    this.#unmute = quietOffline(serviceDir);
  }
}

const isHttp = ({ httpApi }: FunctionDefinition['events'][number]): boolean => httpApi !== undefined;

const bundleOf = ({ handler }: FunctionDefinition): string => handler.replace(/\.[^.]+$/, '.js');

function assertBundled(serviceDir: string, functions: readonly FunctionDefinition[]): void {
  for (const definition of functions) {
    const file = bundleOf(definition);
    if (!existsSync(join(serviceDir, file))) {
      throw new LocalStackError(`There is no ${file}: run npm run build first, or npm start, which does.`);
    }
  }
}

/** For the page, where the API asks for keys. */
async function makeKey(environment: Record<string, string>): Promise<string | undefined> {
  if (environment.API_AUTH === 'off') return undefined;
  const [{ makePageKey, retirePageKeys }, { composeRegistry }, { forRegistry }] = await Promise.all([
    import('../ship/make-page-key.ts'),
    import('../../lib/runtime/compose-registry.ts'),
    import('../../lib/worlds/aws.ts'),
  ]);
  const registry = composeRegistry(forRegistry, environment);
  const name = 'the page of npm start';
  const { key, id } = await makePageKey(registry, { name });
  // The page of the last start is gone.
  await retirePageKeys(registry, { name, keep: id });
  return key;
}

interface Offline {
  end(skipExit: boolean): Promise<void>;
}

const isOffline = (plugin: unknown): plugin is Offline => plugin?.constructor.name === 'ServerlessOffline';

/** The settings of the local stack, which differ from a stage's where a laptop does. */
function resolveEnvironment(
  { environment }: { readonly environment?: Readonly<Record<string, unknown>> },
  references: References,
): Record<string, string> {
  const resolved = resolveReferences(environment ?? {}, references) as Record<string, unknown>;
  const settings = Object.fromEntries(Object.entries(resolved).map(([key, value]) => [key, `${value}`]));
  // Nobody collects metrics here, and a line for each request would hide what goes wrong.
  if ('METRICS' in settings) settings.METRICS = 'off';
  if ('LOG_LEVEL' in settings) settings.LOG_LEVEL = process.env.LOG_LEVEL ?? 'WARN';
  // A receiver that is tried out runs on this machine.
  if ('WEBHOOK_HOSTS' in settings) settings.WEBHOOK_HOSTS = 'any';
  // It answers this machine only; SCORELANE_AUTH=required asks for keys all the same.
  if ('API_AUTH' in settings && process.env.SCORELANE_AUTH !== 'required') settings.API_AUTH = 'off';
  return settings;
}
