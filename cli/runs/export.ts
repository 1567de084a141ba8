import { Command } from 'commander';
import { type ApiOptions, addApiOptions, openApi } from '../api-client.ts';
import { ID_TEXT } from '../ask-command.ts';
import { resolveTraining } from '../short-id.ts';
import { printJson, printLines } from '../terminal/print.ts';

interface ExportOptions extends ApiOptions {
  readonly mlflow: string;
}

const EXAMPLES = `
Example:
  $ scorelane runs export 2204d5fb --mlflow http://127.0.0.1:5000

Adds a run to the experiment scorelane/<model>, with a nested run for each candidate, and the version to MLflow's registry; it gets the
alias champion or challenger if it has it here. Exporting again creates no duplicates. MLflow's credentials are MLFLOW_TRACKING_TOKEN, or
MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD.`;

export const createExportRunCommand = (): Command =>
  addApiOptions(
    new Command('export')
      .description('export a training to MLflow')
      .argument('<id>', ID_TEXT)
      .requiredOption('--mlflow <url>', 'where the tracking server answers'),
  )
    .addHelpText('after', EXAMPLES)
    .action(runExport);

async function runExport(id: string, options: ExportOptions): Promise<void> {
  const [{ createMlflowClient, MlflowError }, { exportTraining }, { InputError }] = await Promise.all([
    import('../../lib/mlflow/mlflow-client.ts'),
    import('../../lib/mlflow/export-training.ts'),
    import('../../lib/errors.ts'),
  ]);
  const api = await openApi(options);
  const training = await api.getTraining(await resolveTraining(api, id));
  const aliases = training.new_model_version === null ? {} : await api.aliases(training.model);
  const { MLFLOW_TRACKING_TOKEN, MLFLOW_TRACKING_USERNAME, MLFLOW_TRACKING_PASSWORD } = process.env;
  const client = createMlflowClient({
    trackingUri: options.mlflow,
    token: MLFLOW_TRACKING_TOKEN,
    user: MLFLOW_TRACKING_USERNAME,
    password: MLFLOW_TRACKING_PASSWORD,
  });
  const source = await sourceOf(options, training.model);
  const exported = await exportTraining(client, training, aliases, source).catch((error: unknown) => {
    throw error instanceof MlflowError ? new InputError(`${error.message}`) : error;
  });
  const { experimentId, runId, version } = exported;
  if (options.json) printJson({ experiment_id: experimentId, run_id: runId, version: version ?? null });
  else
    printLines([
      `Exported as run ${runId} of the experiment scorelane/${training.model}`,
      ...(version === undefined
        ? []
        : [
            `${training.model}@${training.new_model_version} is version ${version} of ${training.model} in MLflow`,
          ]),
    ]);
}

/** Where the artifact of a version lies: in the bucket; with an address only, where the API gives it. */
async function sourceOf({ url, stage }: ApiOptions, model: string): Promise<(version: string) => string> {
  if (url !== undefined && url !== '')
    return (version) => `${url}/models/${model}/versions/${version}/files/model.json`;
  const { resolveStage } = await import('../stage.ts');
  const { environment } = await resolveStage(stage);
  return (version) => `s3://${environment.BUCKET}/models/${model}/${version}`;
}
