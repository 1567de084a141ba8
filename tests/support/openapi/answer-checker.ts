import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { type Document, type Operation, type Response, resolve } from './document.ts';

export interface GivenAnswer {
  readonly status: number | undefined;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly text: string;
  /** Undefined: the answer is no JSON. */
  readonly body: unknown;
}

/** Headers that every HTTP answer may have, which OpenAPI leaves out. */
const COMMON: ReadonlySet<string> = new Set([
  'content-type',
  'content-security-policy',
  'cache-control',
  'content-encoding',
  'vary',
  'x-content-type-options',
]);

/** Compares answers with a document: their status, media type, headers, body, and the type of a problem. */
export class AnswerChecker {
  readonly #document: Document;
  readonly #ajv = new Ajv2020({ strict: false, allErrors: true });
  readonly #compiled = new Map<string, ValidateFunction>();

  constructor(document: Document) {
    this.#document = document;
    addFormats.default(this.#ajv);
    this.#ajv.addSchema({ $id: 'api', components: document.components });
  }

  /** What is wrong with a value by the schema at a reference, such as `#/components/schemas/Lead`. */
  validate(reference: string, value: unknown): readonly string[] {
    let check = this.#compiled.get(reference);
    if (check === undefined) {
      check = this.#ajv.compile({ $ref: `api${reference}` });
      this.#compiled.set(reference, check);
    }
    check(value);
    return (check.errors ?? []).map(({ instancePath, message }) => `${reference} ${instancePath} ${message}`);
  }

  /** Everything about an answer that the document does not say. */
  faultsOf(operation: Operation, answer: GivenAnswer, isHead = false): readonly string[] {
    const given = operation.responses[String(answer.status)];
    if (given === undefined)
      return [
        `status ${answer.status} is not among ${Object.keys(operation.responses).join(', ')}: ${answer.text}`,
      ];
    const response = resolve<Response>(this.#document, given);
    return [...this.#headerFaults(response, answer), ...(isHead ? [] : this.#bodyFaults(response, answer))];
  }

  #headerFaults({ headers = {} }: Response, answer: GivenAnswer): readonly string[] {
    const described = new Map(
      Object.entries(headers).map(([name, header]) => [
        name.toLowerCase(),
        resolve<{ readonly required: boolean }>(this.#document, header),
      ]),
    );
    const undocumented = Object.keys(answer.headers).filter(
      (name) => !COMMON.has(name) && !described.has(name.toLowerCase()),
    );
    const missing = [...described].filter(([name, { required }]) => required && !(name in answer.headers));
    return [
      ...undocumented.map((name) => `header ${name} is not in the document`),
      ...missing.map(([name]) => `header ${name} is missing`),
    ];
  }

  #bodyFaults({ content = {} }: Response, answer: GivenAnswer): readonly string[] {
    const [type] = String(answer.headers['content-type'] ?? '').split(';');
    if (Object.keys(content).length === 0)
      return answer.text === '' ? [] : [`a body where none is documented`];
    const described = content[type!];
    if (described === undefined)
      return [`media type ${type} is not among ${Object.keys(content).join(', ')}`];
    if (type === 'application/problem+json') {
      const { type: problem } = answer.body as { readonly type: string };
      const types = Object.keys(described.examples ?? {});
      if (!types.includes(problem.replace(/^.*\/problems\//, '')))
        return [`problem ${problem} is not among ${types.join(', ')}`];
    }
    const { $ref } = described.schema as { readonly $ref?: string };
    return $ref === undefined ? [] : this.validate($ref, answer.body);
  }
}
