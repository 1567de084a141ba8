import { createValueReader } from '../../../lib/files/scoring/read-json-value.ts';
import { parseWords } from '../../../lib/lead/parse-words.ts';
import type { Field, FieldError, Lead, LeadSchema } from '../../../lib/lead/schema.ts';
import { type Validation, validateLead } from '../../../lib/lead/validate-lead.ts';
import { makeWordRules, parseWord } from '../../../lib/lead/value-words.ts';
import type { ModelArtifact } from '../../../lib/model/artifact.ts';
import { type CompiledModel, compileModel } from '../../../lib/model/compile-model.ts';
import { compileEffects } from '../../../lib/model/reasons.ts';
import { describeChange, shortNumber } from '../../../lib/model/sentences.ts';
import { createRandom } from '../../../lib/statistics/random.ts';
import { toWord } from '../../../lib/to-word.ts';
import { DATE_WORDS, NUMBER_WORDS, OTHER_WORDS } from './golden-words.ts';

/** What comes of a lead: its numbers, or what is wrong with it. */
type Outcome = { readonly errors: readonly FieldError[] } | ReturnType<typeof scoreLead>;

export interface GoldenModel {
  readonly model: ModelArtifact;
  /** As `POST /predict` takes them. */
  readonly leads: readonly { readonly lead: unknown; readonly outcome: Outcome }[];
  /** As `scorelane score` takes them: by column, rows from 0. */
  readonly table: {
    readonly columns: Readonly<Record<string, readonly unknown[]>>;
    readonly outcomes: readonly Outcome[];
  };
}

function scoreLead(model: CompiledModel, lead: Lead) {
  const { logOdds, contributions } = model.score(lead);
  const effectsBeyond = (beyond: 'zero' | 'mean') => {
    const effects = new Float64Array(model.artifact.schema.fields.length);
    compileEffects(model.artifact, beyond)(contributions, effects);
    return [...effects];
  };
  return {
    log_odds: logOdds,
    contributions: effectsBeyond('zero'),
    effects: effectsBeyond('mean'),
    ...model.explain(lead),
  };
}

function outcomeOf(model: CompiledModel, validation: Validation): Outcome {
  if (!validation.ok) return { errors: validation.errors };
  const scored = scoreLead(model, validation.lead);
  return model.artifact.trees === undefined ? scored : roundNumbers(scored);
}

/** Trees may be added in any order, which the last digits of a sum show. */
const roundNumbers = <T>(value: T): T =>
  JSON.parse(JSON.stringify(value), (name, each) =>
    typeof each === 'number' && name !== 'value' ? Number(each.toPrecision(13)) : each,
  );

/** Leads and rows for a model, in every way that they may be, and what comes of them. */
export function makeGolden(artifact: ModelArtifact, rows: number): GoldenModel {
  const model = compileModel(artifact);
  const { schema } = artifact;
  const random = createRandom(5);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(list.length * random())]!;
  const leads = Array.from({ length: rows }, (_, i) => {
    // Every other lead fits.
    const anyValue = (field: Field) =>
      i % 2 === 1 && random() < 0.15 ? pick(ODD_VALUES) : fitting(field, pick);
    const lead = Object.fromEntries(
      schema.fields.flatMap((field) => (random() < 0.1 ? [] : [[field.name, anyValue(field)]])),
    );
    return i % 10 === 9 ? { ...lead, [pick(['vists', 'soruce', 'unheard of'])]: 1 } : lead;
  }).map((lead) => ({ lead, outcome: outcomeOf(model, validateLead(schema, lead)) }));
  const cells = Array.from({ length: rows }, (_, i) =>
    schema.fields.map((field) => {
      const cell = i % 2 === 1 && random() < 0.2 ? pick(WORDS) : fittingCell(field, pick);
      // A row of texts is one of a CSV file, the others are of JSON Lines.
      return i % 4 < 2 || typeof cell === 'string' ? cell : '';
    }),
  );
  const columns = Object.fromEntries(schema.fields.map(({ name }, f) => [name, cells.map((row) => row[f])]));
  return { model: artifact, leads, table: { columns, outcomes: cells.map((row) => readRow(model, row)) } };
}

/** A row of texts as the reader of CSV files reads it, one with other values as that of JSON Lines does. */
function readRow(model: CompiledModel, row: readonly unknown[]): Outcome {
  const { schema } = model.artifact;
  const rules = makeWordRules(schema.missing_words);
  if (row.every((cell) => typeof cell === 'string')) {
    const { values, errors } = parseWords(schema, row.map(toWord), rules);
    const validation = validateLead(schema, values);
    const unreadable = new Set(errors.map(({ field }) => field));
    const others = validation.ok ? [] : validation.errors.filter(({ field }) => !unreadable.has(field));
    return errors.length > 0 ? { errors: [...errors, ...others] } : outcomeOf(model, validation);
  }
  const values = schema.fields.map((field, f) => [field.name, createValueReader(field, rules)(row[f])]);
  return outcomeOf(model, validateLead(schema, Object.fromEntries(values)));
}

/** Values as users of the API send them by mistake. */
const ODD_VALUES = [
  '',
  ' ',
  12,
  '12',
  true,
  'Yes ',
  'n/a',
  [],
  {},
  1e300,
  '2026-02-30',
  '31/01/2026',
  'x'.repeat(257),
];
const WORDS = [...NUMBER_WORDS, ...DATE_WORDS, ...OTHER_WORDS];

function fitting(field: Field, pick: <T>(list: readonly T[]) => T): unknown {
  switch (field.type) {
    case 'number': {
      const [low, high] = field.range;
      return pick([
        low,
        high,
        (low + high) / 3,
        low - (high - low),
        2 * high,
        1e15,
        0.1,
        -0.5,
        null,
        high / 7,
      ]);
    }
    case 'boolean':
      return pick([true, false, null, 'yes', ' F ']);
    case 'date':
      return pick([
        ...['2025-03-08', '2025-06-30T00:00:00', '2025-07-01T23:59:59.999Z', '2025-12-31 06:00'],
        ...['2024-02-29T12:30+02:00', '1999-01-01', '2055-05-05', null],
      ]);
    case 'category':
      return pick([
        ...field.levels,
        'never seen',
        'Müller 33 & Söhne',
        'Zu\u0308rich ',
        'constructor',
        '0',
        null,
      ]);
  }
}

/** In the form of the column. */
function fittingCell(field: Field, pick: <T>(list: readonly T[]) => T): unknown {
  switch (field.type) {
    case 'number': {
      const { decimal = '.', currency, percent } = field.form ?? {};
      const fraction = percent === true ? '12,5 %' : currency === undefined ? `-3${decimal}25` : '1.234,50 €';
      return pick([fraction, '17', '99', ' 0 ', '', 12.5, 1000, null]);
    }
    case 'boolean':
      return pick(['Yes', 'no', ' T', 'FALSE', '', true, false, null]);
    case 'date': {
      const dressed = field.form === 'dd.mm.yyyy' ? ['8.3.2025 17:45', '30.02.2025'] : [];
      const epochs = field.form === 'epoch_s' ? ['1740000000', 1741000000.5] : [];
      return pick(['2025-12-24T00:00', '2025-05-05', '2025-05-06 09:15 PM', '', null, ...dressed, ...epochs]);
    }
    case 'category':
      return pick([
        ...field.levels,
        'ZÜRICH',
        'müller 33 & söhne',
        'Müller 41 & Söhne',
        7,
        2.5,
        true,
        '',
        null,
      ]);
  }
}

/** A field, its missing words, and what each word of a list becomes in it; `null` is missing, `{}`: it does not fit. */
export interface GoldenWords {
  readonly words: readonly string[];
  readonly fields: readonly { readonly field: Field; readonly values: readonly unknown[] }[];
  /** Log-odds, and how a sentence tells what they do. */
  readonly changes: readonly (readonly [shift: number, text: string])[];
  /** Numbers as sentences have them. */
  readonly numbers: readonly (readonly [number: number, text: string])[];
}

const SHIFTS = [
  ...[0, 1e-9, 0.003, 0.01, 0.1, 0.3, 0.69, 0.7, 1, 1.61, 2.2, 2.25, 2.3, 2.31, 3, 5, 9.99, 13.8, 14, 800],
  ...[-1e-9, -0.004, -0.01, -0.5, -1, -3, -5.2, -5.4, -30, -800],
];
const NUMBERS = [
  ...[
    0, 5, -5, 1e21, 0.5, 0.12345, -0.99996, 0.009999, 0.00012345, 1e-9, 1.005, 2.675, 8432.555, -8432.56,
    99.999,
  ],
  ...[1234567.891, 0.1 + 0.2, 1e15 + 0.5, -1.5, 10.1, 3.999],
];

export function makeGoldenWords(): GoldenWords {
  const common = { name: 'x', required: false } as const;
  const numbers: readonly object[] = [
    { decimal: '.' },
    { decimal: ',' },
    { decimal: '.', thousands: ',', currency: '$' },
    { decimal: ',', thousands: '.', currency: 'EUR', plus: true },
    { decimal: ',', thousands: ' ', accounting: true },
    { decimal: '.', thousands: "'", currency: 'CHF', leading_zeros: true },
    { decimal: '.', percent: true },
    { decimal: ',', percent: true, accounting: true, plus: true },
  ];
  const dates = [
    ...[
      undefined,
      'dd/mm/yyyy',
      'mm/dd/yyyy',
      'dd.mm.yyyy',
      'dd-mm-yy',
      'yyyy/mm/dd',
      'yy.mm.dd',
      'dd mmm yyyy',
    ],
    ...['mmm dd yyyy', 'yyyy mmm dd', 'dd mmm yy', 'yyyymmdd', 'epoch_s', 'epoch_ms', 'excel'],
  ];
  const fields = [
    ...numbers.map((form) => ({ ...common, type: 'number', integer: false, range: [0, 1], form }) as Field),
    ...dates.map(
      (form) =>
        ({ ...common, type: 'date', range: ['2020-01-01', '2026-01-01'], ...(form && { form }) }) as Field,
    ),
    {
      ...common,
      type: 'date',
      required: true,
      range: ['2020-01-01', '2026-01-01'],
      form: 'dd/mm/yyyy',
    } as Field,
    { ...common, type: 'boolean', missing_words: ['no'] } as Field,
    { ...common, type: 'category', levels: ['Straße', 'Zürich', 'null', 'A'], merge_case: true } as Field,
    { ...common, type: 'category', levels: ['Zu\u0308rich', ' a', 'A'], missing_words: [] } as Field,
  ];
  const schema: Pick<LeadSchema, 'missing_words'> = { missing_words: ['na', 'n/a', 'null', '999'] };
  const rules = makeWordRules(schema.missing_words);
  return {
    words: WORDS,
    changes: SHIFTS.map((shift) => [shift, describeChange(shift || 0.2, shift)]),
    numbers: NUMBERS.map((x) => [x, shortNumber(x)]),
    fields: fields.map((field) => ({
      field,
      values: WORDS.map((word) => {
        const value = parseWord(field, toWord(word), rules);
        const checked = validateLead({ ...schema, fields: [field] }, { x: value ?? null });
        return value === undefined || !checked.ok ? {} : checked.lead.x;
      }),
    })),
  };
}
