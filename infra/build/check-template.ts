import { loadAwsServiceSpecSync } from '@aws-cdk/aws-service-spec';

/** A CloudFormation template, as `serverless package` writes it. */
export interface Template {
  readonly Resources: Readonly<Record<string, Resource>>;
  readonly Outputs?: Readonly<Record<string, { readonly Value: unknown }>>;
  readonly Parameters?: Readonly<Record<string, unknown>>;
}

export interface Resource {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
  readonly DependsOn?: string | readonly string[];
}

type Spec = ReturnType<typeof loadAwsServiceSpecSync>;
type Definition = ReturnType<Spec['all']>[number] & {
  properties: Record<string, { type: PropertyType; required?: boolean }>;
};
type PropertyType =
  | { readonly type: 'array' | 'map'; readonly element: PropertyType }
  | { readonly type: 'union'; readonly types: readonly PropertyType[] }
  | { readonly type: 'ref'; readonly reference: { readonly $ref: string } }
  | { readonly type: 'string' | 'number' | 'integer' | 'boolean' | 'json' | 'date-time' | 'null' | 'tag' };

let spec: Spec | undefined;
/** A second's work, once. */
const loadSpec = (): Spec => {
  spec ??= loadAwsServiceSpecSync();
  return spec;
};

const INTRINSIC = /^(Ref|Condition|Fn::[A-Za-z]+)$/;

/**
 * What CloudFormation would refuse of a template: types and properties that do not exist, required ones that lack, values
 * of another type, references to nothing. By AWS's own resource schemas, as the CDK publishes them; cfn-lint, which knows
 * more, runs beside it in `npm run check:template`, where it is installed, and in the workflow `ci`.
 *
 * @returns a line per mistake, naming the place
 */
export function checkTemplate(template: Template): string[] {
  const checker = new Checker(template);
  for (const [name, resource] of Object.entries(template.Resources)) checker.checkResource(name, resource);
  for (const [name, { Value }] of Object.entries(template.Outputs ?? {}))
    checker.checkReferences(`Outputs.${name}`, Value);
  return checker.mistakes;
}

class Checker {
  readonly mistakes: string[] = [];
  readonly #template: Template;
  readonly #spec = loadSpec();

  constructor(template: Template) {
    this.#template = template;
  }

  checkResource(name: string, { Type, Properties = {}, DependsOn = [] }: Resource): void {
    const [definition] = this.#spec.lookup('resource', 'cloudFormationType', 'equals', Type);
    if (definition === undefined) {
      this.#note(name, `there is no resource of the type ${Type}`);
      return;
    }
    this.#checkProperties(`${name}.Properties`, Properties, definition as unknown as Definition);
    this.checkReferences(`${name}.Properties`, Properties);
    for (const other of [DependsOn].flat())
      if (!(other in this.#template.Resources)) this.#note(`${name}.DependsOn`, `there is no ${other}`);
  }

  /** Every Ref, GetAtt and Sub in a value. */
  checkReferences(place: string, value: unknown): void {
    if (typeof value !== 'object' || value === null) return;
    for (const [key, inner] of Object.entries(value)) {
      if (key === 'Ref') this.#checkRef(place, String(inner));
      else if (key === 'Fn::GetAtt') this.#checkAttribute(place, [inner].flat().join('.'));
      else if (key === 'Fn::Sub') this.#checkSub(place, inner);
      this.checkReferences(`${place}.${key}`, inner);
    }
  }

  #checkProperties(
    place: string,
    given: Readonly<Record<string, unknown>>,
    { properties }: Definition,
  ): void {
    for (const [key, value] of Object.entries(given)) {
      const property = properties[key];
      if (property === undefined) this.#note(place, `there is no property ${key}`);
      else this.#checkValue(`${place}.${key}`, value, property.type);
    }
    for (const [key, { required }] of Object.entries(properties))
      if (required === true && !(key in given)) this.#note(place, `expected ${key}, which is required`);
  }

  #checkValue(place: string, value: unknown, type: PropertyType): void {
    if (isIntrinsic(value)) return;
    const expected = expectation(value, type);
    if (expected !== undefined) this.#note(place, `expected ${expected}, got ${JSON.stringify(value)}`);
    else if (type.type === 'union') this.#checkUnion(place, value, type.types);
    else if (type.type === 'array' || type.type === 'map')
      for (const [key, item] of Object.entries(value as object))
        this.#checkValue(`${place}.${key}`, item, type.element);
    else if (type.type === 'ref') {
      const definition = this.#spec.get('typeDefinition', type.reference.$ref);
      this.#checkProperties(place, value as Record<string, unknown>, definition as unknown as Definition);
    }
  }

  /** Holds the value against each type; what is told is what is wrong with it as the nearest. */
  #checkUnion(place: string, value: unknown, types: readonly PropertyType[]): void {
    const before = this.mistakes.length;
    let nearest: string[] | undefined;
    for (const type of types) {
      this.#checkValue(place, value, type);
      const own = this.mistakes.splice(before);
      if (nearest === undefined || own.length < nearest.length) nearest = own;
    }
    this.mistakes.push(...(nearest ?? []));
  }

  #checkRef(place: string, name: string): void {
    const known = name in this.#template.Resources || name in (this.#template.Parameters ?? {});
    if (!known && !name.startsWith('AWS::')) this.#note(place, `Ref: there is no ${name}`);
  }

  #checkAttribute(place: string, path: string): void {
    const [name = '', ...rest] = path.split('.');
    const resource = this.#template.Resources[name];
    if (resource === undefined) {
      this.#note(place, `GetAtt: there is no ${name}`);
      return;
    }
    const [definition] = this.#spec.lookup('resource', 'cloudFormationType', 'equals', resource.Type);
    const attribute = rest.join('.');
    const known = definition as unknown as { attributes: object; properties: object } | undefined;
    if (known !== undefined && !(attribute in known.attributes) && !(attribute in known.properties))
      this.#note(place, `GetAtt: ${resource.Type} has no ${attribute}`);
  }

  #checkSub(place: string, value: unknown): void {
    const [text, variables] = [value].flat() as [string, Record<string, unknown> | undefined];
    for (const [, name = ''] of text.matchAll(/\$\{([^!}][^}]*)\}/g)) {
      if (variables !== undefined && name in variables) continue;
      if (name.includes('.')) this.#checkAttribute(place, name);
      else this.#checkRef(place, name);
    }
  }

  #note(place: string, mistake: string): void {
    this.mistakes.push(`${place}: ${mistake}`);
  }
}

/** What a value of a type should be, where this one is not; what is inside of it is not looked at. */
function expectation(value: unknown, type: PropertyType): string | undefined {
  switch (type.type) {
    case 'array':
      return Array.isArray(value) ? undefined : 'a list';
    case 'map':
    case 'ref':
      return isObject(value) ? undefined : 'an object';
    case 'integer':
    case 'number':
      // CloudFormation reads numbers from text, too.
      return value !== '' && Number.isFinite(Number(value)) ? undefined : 'a number';
    case 'boolean':
      return ['true', 'false'].includes(String(value)) ? undefined : 'true or false';
    case 'string':
    case 'date-time':
      return ['string', 'number', 'boolean'].includes(typeof value) ? undefined : 'text';
    case 'tag':
      return isObject(value) && 'Key' in value && 'Value' in value ? undefined : 'Key and Value';
    default:
      return undefined;
  }
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isIntrinsic = (value: unknown): boolean =>
  isObject(value) && Object.keys(value).length === 1 && INTRINSIC.test(Object.keys(value)[0]!);
