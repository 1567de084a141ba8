import type { KeyStore, RateCounter, SecretStore } from '../auth/ports.ts';
import type { Bucket } from '../bucket/ports.ts';
import type { JobQueues, JobStore } from '../jobs/ports.ts';
import type { KeptLeadStore, OutcomeStore } from '../outcomes/ports.ts';
import type { DeadLetterStore, LeadQueue, PredictionStore, ReferenceStore } from '../prediction/ports.ts';
import type { ArtifactStore, RegistryStore } from '../registry/ports.ts';
import type { SettingName, Settings } from '../runtime/config.ts';
import type { DatasetFolders, TrainingStore, Workflow } from '../trainings/ports.ts';
import type { DeliveryStore, WebhookQueue, WebhookSender } from '../webhook/ports.ts';

/** Every port of the service, under the name that its users give it. */
export interface Ports {
  readonly store: PredictionStore;
  readonly references: ReferenceStore;
  readonly outcomes: OutcomeStore;
  readonly keptLeads: KeptLeadStore;
  readonly queue: LeadQueue;
  readonly deadLetters: DeadLetterStore;
  readonly jobs: JobStore;
  readonly queues: JobQueues;
  readonly files: Bucket;
  readonly trainings: TrainingStore;
  readonly workflow: Workflow;
  readonly folders: DatasetFolders;
  readonly registry: RegistryStore;
  readonly artifacts: ArtifactStore;
  readonly keys: KeyStore;
  readonly rates: RateCounter;
  readonly secrets: SecretStore;
  readonly webhooks: WebhookQueue;
  readonly deliveries: DeliveryStore;
  readonly sender: WebhookSender;
  /** Of what is being delivered: by the queue of webhooks, of steps of jobs, of their chunks. */
  readonly postponeWebhook: Postpone;
  readonly postponeStep: Postpone;
  readonly postponeChunk: Postpone;
}

/** Lets a message that is being processed come back in so many seconds. */
export type Postpone = (receiptHandle: string, seconds: number) => Promise<void>;

/** What a world makes its ports of. */
export interface Foundation {
  readonly setting: <Name extends SettingName>(name: Name) => Settings[Name];
  /** The same one for all ports that share it, such as a client. */
  readonly shared: <T>(make: () => T) => T;
}

/** Where the service runs: how each of its ports is made there. A function gets the part of a world that it uses. */
export type World<Name extends keyof Ports = keyof Ports> = {
  readonly [N in Name]: (foundation: Foundation) => Ports[N];
};
