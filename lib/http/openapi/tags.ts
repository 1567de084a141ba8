export interface Tag {
  readonly name: string;
  readonly description: string;
}

type KnownTag = Tag & {
  /** The first segments of its paths. */
  readonly of: readonly string[];
};

/** The parts of the API, in the order in which one needs them. */
const TAGS: readonly KnownTag[] = [
  {
    name: 'Predictions',
    description:
      'Submit one lead, get an id at once, and read its probability, score, grade and reasons by it.',
    of: ['predict', 'predictions', 'predictions.csv'],
  },
  {
    name: 'Leads',
    description: 'What is known about one lead, by the id that its owner gave it.',
    of: ['leads'],
  },
  {
    name: 'Outcomes',
    description: 'What became of leads, and with it what the scores were worth.',
    of: ['outcomes', 'scored_leads'],
  },
  { name: 'Batches', description: 'Up to 1,000 leads in one request.', of: ['predict_batch'] },
  { name: 'Jobs', description: 'Files of leads of any size: upload, score, download.', of: ['jobs'] },
  {
    name: 'Simple clients',
    description: 'Synchronous answers in the forms that simpler services have; nothing is kept.',
    of: ['predict_lead_conversion', 'v0'],
  },
  { name: 'Webhooks', description: 'What was posted to the addresses in `?webhook=`.', of: ['webhooks'] },
  {
    name: 'Models',
    description: 'The registry: models, versions, files, and the aliases that serve.',
    of: ['models'],
  },
  {
    name: 'Trainings',
    description: 'From a dataset to a new version, and whether it goes live.',
    of: ['train'],
  },
  {
    name: 'Service',
    description: 'The service describes itself: health, the schema of a lead, this document, problems.',
    of: ['', 'health', 'schema', 'key', 'openapi.json', 'docs', 'problems'],
  },
];

const LAST = TAGS.at(-1)!;

/** The part of the API that a path belongs to. */
export function tagOf(path: string): string {
  const [, segment = ''] = path.split('/');
  return (TAGS.find(({ of }) => of.includes(segment)) ?? LAST).name;
}

/** Those that operations have. */
export const listTags = (used: ReadonlySet<string>): readonly Tag[] =>
  TAGS.filter(({ name }) => used.has(name)).map(({ name, description }) => ({ name, description }));
