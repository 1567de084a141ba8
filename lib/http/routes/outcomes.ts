import { ANONYMOUS } from '../../auth/authenticate.ts';
import type { Clock } from '../../clock.ts';
import type {
  OutcomesRecorded,
  ScoredLeadsAdded,
  ScoredLeads as ScoredLeadsBody,
} from '../../contract/outcome.ts';
import { addScoredLeads } from '../../outcomes/add-scored-leads.ts';
import type { OutcomeStore } from '../../outcomes/ports.ts';
import { recordEvents } from '../../outcomes/record-events.ts';
import { type NamedEvent, resolveEvents } from '../../outcomes/resolve-events.ts';
import type { PredictionStore } from '../../prediction/ports.ts';
import type { RegistryStore } from '../../registry/ports.ts';
import { MODEL_NAME } from '../../registry/registry.ts';
import { type ApiAnswer, json } from '../answer.ts';
import type { ApiRequest, ApiRoute, DefaultModel } from '../api-route.ts';
import { HttpProblem } from '../problem.ts';
import { readJson } from '../read-json.ts';
import { invalidItems, readEvents, readScoredLeads, type SentEvent } from '../read-outcomes.ts';
import { unknownMembers } from '../unknown-members.ts';

export interface OutcomeDeps extends DefaultModel {
  readonly outcomes: OutcomeStore;
  readonly store: PredictionStore;
  readonly registry: RegistryStore;
  readonly clock: Clock;
  /** How long scored leads and outcomes are kept, days. */
  readonly outcomeDays: number;
}

/** What became of leads, and leads that were scored before. */
export const OUTCOME_ROUTES: readonly ApiRoute<OutcomeDeps>[] = [
  { method: 'POST', path: '/outcomes', scope: 'operate', takes: ['application/json'], handle: record },
  { method: 'POST', path: '/scored_leads', scope: 'operate', takes: ['application/json'], handle: addScored },
];

async function record(deps: OutcomeDeps, request: ApiRequest): Promise<ApiAnswer> {
  const sent = readEvents(readJson(request), deps.clock.now());
  const named = sent.map((event) => namedEvent(event, keyOf(request)));
  const resolved = await resolveEvents(deps, named);
  if (!resolved.ok)
    throw invalidItems(
      resolved.wrong.map(({ index, message }) => ({ index, field: 'prediction_id', message })),
    );
  const { recorded, repeated, neverScored } = await recordEvents(
    { ...deps, ...timeOf(request) },
    resolved.events,
  );
  return json<OutcomesRecorded>({ recorded, repeated, never_scored: neverScored });
}

/** Where it is known when the answer is too late. */
const timeOf = ({ timeLeft }: ApiRequest) => (timeLeft() > 0 ? { timeLeft } : {});

/** No id where the API asks for no key. */
const keyOf = ({ caller }: ApiRequest) => (caller.id === ANONYMOUS ? undefined : caller.id);

function namedEvent(sent: SentEvent, sentBy: string | undefined): NamedEvent {
  const facts = {
    kind: sent.outcome,
    occurredAt: new Date(sent.occurred_at),
    ...(sent.value === undefined ? {} : { value: sent.value }),
    ...(sentBy === undefined ? {} : { sentBy }),
  };
  return 'prediction_id' in sent
    ? { ...facts, predictionId: sent.prediction_id.toLowerCase() }
    : { ...facts, reference: sent.reference };
}

const MEMBERS = ['model', 'leads'];

async function addScored(deps: OutcomeDeps, request: ApiRequest): Promise<ApiAnswer> {
  const { model, leads } = readBody(deps, readJson(request));
  const sent = readScoredLeads(leads, deps.clock.now(), deps.outcomeDays);
  const versions = new Set((await deps.registry.listVersions(model)).map(({ version }) => version));
  if (versions.size === 0) throw new HttpProblem('model-not-found', 'there is no model of this name');
  const unknown = sent.flatMap(({ version }, index) =>
    version === undefined || versions.has(version)
      ? []
      : [
          {
            index,
            field: 'version',
            message: `expected a version of “${model}”, or none: it was scored elsewhere`,
          },
        ],
  );
  if (unknown.length > 0) throw invalidItems(unknown);
  const rows = sent.map(({ scored_at, ...lead }) => ({ ...lead, scoredAt: new Date(scored_at) }));
  const kept = await addScoredLeads({ ...deps, ...timeOf(request) }, model, rows);
  return json<ScoredLeadsAdded>({ kept, not_first: rows.length - kept });
}

/** @throws {HttpProblem} 422 it is no object of a model's name and leads */
function readBody(
  { defaultModel }: OutcomeDeps,
  body: unknown,
): Pick<ScoredLeadsBody, 'leads'> & { model: string } {
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    throw new HttpProblem('invalid-request', `expected an object of ${MEMBERS.join(', ')}`);
  const unknown = Object.keys(body).filter((name) => !MEMBERS.includes(name));
  if (unknown.length > 0) throw unknownMembers(unknown, MEMBERS);
  const { model = defaultModel, leads } = body as { readonly model?: unknown; readonly leads: never };
  if (typeof model === 'string' && MODEL_NAME.test(model)) return { model, leads };
  throw new HttpProblem('invalid-request', 'model: expected the name of a model, such as leads');
}
