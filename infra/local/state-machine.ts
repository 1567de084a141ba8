import { StateMachine, type StateMachineDefinition } from 'aws-local-stepfunctions';
import type { Resource } from './create-resources.ts';
import { type References, resolveReferences } from './resolve-references.ts';

/** Calls a function by its ARN. @throws {Error} with the name of the function's error */
export type InvokeFunction = (functionArn: string, payload: unknown) => Promise<unknown>;

export interface Execution {
  /** Never rejects; undefined: it came to its end. */
  readonly ended: Promise<Error | undefined>;
  abort(): void;
}

/**
 * The definition of a state machine in the template, its substitutions made.
 *
 * @throws {Error} it is no definition, or a substitution is missing
 */
export function readDefinition(
  { Properties = {} }: Resource,
  references: References,
): StateMachineDefinition {
  const substitutions = resolveReferences(Properties.DefinitionSubstitutions ?? {}, references) as Record<
    string,
    string
  >;
  const text = JSON.stringify(Properties.Definition).replaceAll(/\$\{(\w+)\}/g, (_, name: string) => {
    const value = substitutions[name];
    if (value === undefined) throw new Error(`the state machine has no substitution for ${name}`);
    return value;
  });
  const definition: StateMachineDefinition = JSON.parse(text);
  // Checks the whole language, which takes as long as a small training: once, not for every execution. ARNs that are wrong
  // anywhere else are right here: the account has twelve zeros.
  new StateMachine(definition, { validationOptions: { checkArn: false } });
  return definition;
}

/**
 * Runs a definition, in which every task invokes a function, on a local interpreter.
 *
 * @param definition of `readDefinition`
 * @param retryMs instead of what the definition waits before a retry
 */
export function runMachine(
  definition: StateMachineDefinition,
  input: unknown,
  invoke: InvokeFunction,
  retryMs?: number,
): Execution {
  const tasks = listTasks(definition);
  const handler = async (parameters: unknown) => {
    const { FunctionName, Payload } = parameters as { FunctionName: string; Payload: unknown };
    return { StatusCode: 200, Payload: (await invoke(FunctionName, Payload)) as never };
  };
  const machine = new StateMachine(definition, { validationOptions: { noValidate: true } });
  const execution = machine.run(input as never, {
    overrides: {
      taskResourceLocalHandlers: Object.fromEntries(tasks.map((name) => [name, handler])),
      ...(retryMs === undefined
        ? {}
        : { retryIntervalOverrides: Object.fromEntries(tasks.map((name) => [name, retryMs])) }),
    },
  });
  return {
    ended: execution.result.then(
      () => undefined,
      (error: Error) => error,
    ),
    abort: () => execution.abort(),
  };
}

/** Those of its maps, too. */
function listTasks({ States }: Pick<StateMachineDefinition, 'States'>): string[] {
  return Object.entries(States).flatMap(([name, state]) => {
    if (state.Type === 'Task') return [name];
    return state.Type === 'Map' && state.ItemProcessor !== undefined ? listTasks(state.ItemProcessor) : [];
  });
}
