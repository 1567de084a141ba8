/** The service's own metrics, in CloudWatch's namespace `Scorelane`; `infra/cloudformation/monitoring.yml` draws and watches them. */
export const METRICS = {
  /** Leads that were accepted. */
  Accepted: 'Count',
  /** Predictions that ended with a result, by model version too. */
  Succeeded: 'Count',
  Failed: 'Count',
  /** Predictions that were not scored in the time that their request allowed. */
  Expired: 'Count',
  /** From the message to the result. */
  Latency: 'Milliseconds',
  /** Predictions that were open for too long and queued again. */
  Requeued: 'Count',
  /** Jobs that nothing helped. */
  JobsGivenUp: 'Count',
  /** Trainings that failed before their first step: nothing says what to learn, or nothing could start them. */
  TrainingsNotStarted: 'Count',
} as const;

export type MetricName = keyof typeof METRICS;

export interface Metrics {
  /**
   * Adds values of a metric.
   *
   * @param modelVersion such as `leads@v3`: counts it for that version, too
   */
  add(name: MetricName, values: readonly number[], modelVersion?: string): void;
}

export const NAMESPACE = 'Scorelane';
/** What one line may hold of a metric. */
const MOST_VALUES = 100;

/**
 * Writes metrics as lines of the log in CloudWatch's embedded metric format, which become metrics without a request.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
export function createMetrics(
  stage: string,
  write: (line: string) => void = console.log,
  now: () => number = Date.now,
): Metrics {
  return {
    add(name, values, modelVersion) {
      for (let at = 0; at < values.length; at += MOST_VALUES) {
        const part = values.slice(at, at + MOST_VALUES);
        const dimensions = modelVersion === undefined ? [['Stage']] : [['Stage'], ['Stage', 'ModelVersion']];
        const directive = {
          Namespace: NAMESPACE,
          Dimensions: dimensions,
          Metrics: [{ Name: name, Unit: METRICS[name] }],
        };
        write(
          JSON.stringify({
            _aws: { Timestamp: now(), CloudWatchMetrics: [directive] },
            Stage: stage,
            ...(modelVersion === undefined ? {} : { ModelVersion: modelVersion }),
            [name]: part.length === 1 ? part[0] : part,
          }),
        );
      }
    },
  };
}

/** @param settings `off`: on a laptop nobody collects them */
export const metricsOf = ({
  STAGE,
  METRICS: to,
}: {
  readonly STAGE: string;
  readonly METRICS: 'emf' | 'off';
}): Metrics => (to === 'emf' ? createMetrics(STAGE) : NO_METRICS);

export const NO_METRICS: Metrics = { add() {} };
