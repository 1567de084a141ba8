import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { readModel } from '../../cli/models/read-model.ts';
import { describeMachine } from '../machine.ts';
import { makeTable } from '../make-table.ts';
import { median } from '../measure.ts';
import { PEER_ENVIRONMENT, python, runPeer } from '../peers.ts';
import { readLeads } from '../read-leads.ts';
import { trainModel } from '../train-model.ts';
import { type Load, putLoad } from './load.ts';

/**
 * npm run bench:online: leads a second through POST /predict_lead_conversion, one lead and a hundred per request: our
 * handler with its stores in memory and, with PEERS_PYTHON naming a Python with fastapi, uvicorn, scikit-learn and
 * pandas, FastAPI with the same model in plain Python and with scikit-learn. Each in one process, in turn. Writes
 * bench/RESULTS-online.md.
 */
const ROUNDS = 5;
const ROUND_MS = 1500;
const CASES = [
  { what: 'one lead a request', leads: 1 },
  { what: 'a hundred leads a request', leads: 100 },
] as const;
const here = import.meta.dirname;
const folder = mkdtempSync(join(tmpdir(), 'scorelane-online-'));
const at = (name: string) => join(folder, name);
const servers: ChildProcess[] = [];

try {
  makeTable(at('table.csv'), 10_000);
  const model = trainModel(at('table.csv'), at('model'));
  const contestants = new Map([
    ['Scorelane', await serve(process.execPath, [join(here, 'serve-ours.ts'), model], 4711, process.env)],
  ]);
  if (python) {
    runPeer('train.py', at('table.csv'), at('model.pickle'));
    const peer = (kind: string, file: string, port: number) =>
      serve(python!, [join(here, '../peers/serve.py'), kind, file, at('table.csv')], port, PEER_ENVIRONMENT);
    contestants.set('FastAPI, the same model in plain Python', await peer('plain', model, 4712));
    contestants.set('FastAPI, scikit-learn', await peer('sklearn', at('model.pickle'), 4713));
  }
  const sections: string[] = [];
  for (const { what, leads } of CASES) {
    const bodies = makeBodies(model, leads);
    const loads = new Map<string, Load[]>([...contestants.keys()].map((name) => [name, []]));
    for (let round = -1; round < ROUNDS; round++) {
      for (const [name, port] of contestants) {
        const load = await putLoad(port, bodies, ROUND_MS, leads);
        if (round < 0) continue; // Not warm yet.
        loads.get(name)!.push(load);
        process.stderr.write(`${name}, ${what}: ${load.leadsPerSecond.toFixed(0)} leads/s\n`);
      }
    }
    sections.push(render(what, loads));
  }
  const date = new Date().toISOString().slice(0, 10);
  const text = `# Measured by \`npm run bench:online\`

${date}, ${describeMachine()}. Medians of ${ROUNDS} rounds in turn; eight requests at a time from the same machine, which has both
the server and the load on its cores. The API's real handler over plain HTTP with its stores in memory; every answer checked.

${sections.join('\n')}`;
  process.stdout.write(`\n${text}`);
  writeFileSync(join(here, '../RESULTS-online.md'), text);
} finally {
  for (const server of servers) server.kill();
  rmSync(folder, { recursive: true, force: true });
}

/** Starts a server and waits until it takes connections. @returns its port */
async function serve(
  command: string,
  args: readonly string[],
  port: number,
  env: NodeJS.ProcessEnv,
): Promise<number> {
  const child = spawn(command, [...args, String(port)], { stdio: ['ignore', 'ignore', 'inherit'], env });
  servers.push(child);
  for (let tries = 0; tries < 300; tries++) {
    const socket = connect(port, '127.0.0.1');
    const [event] = await Promise.race([
      once(socket, 'connect').then(() => ['connect']),
      once(socket, 'error').then(() => ['error']),
    ]).catch(() => ['error']);
    socket.destroy();
    if (event === 'connect') return port;
    await setTimeout(100);
  }
  throw new Error(`${args[0]}: nobody answers on port ${port}`);
}

function makeBodies(modelFile: string, leads: number): string[] {
  const parsed = readLeads(at('table.csv'), readModel(modelFile).artifact.schema);
  return Array.from({ length: Math.floor(parsed.length / leads) }, (_, i) => {
    const some = parsed.slice(i * leads, (i + 1) * leads);
    return JSON.stringify({ model_name: 'leads', input_data: leads === 1 ? some[0] : some });
  });
}

function render(what: string, loads: ReadonlyMap<string, readonly Load[]>): string {
  const middle = (runs: readonly Load[], figure: keyof Load) => median(runs.map((run) => run[figure]));
  const own = middle(loads.get('Scorelane')!, 'leadsPerSecond');
  const rows = [...loads].map(([name, runs]) => {
    const rate = middle(runs, 'leadsPerSecond');
    const ratio = name === 'Scorelane' ? '' : `${(own / rate).toFixed(1)} ×`;
    return `| ${name} | ${Math.round(rate).toLocaleString('en-US')} | ${ratio} | ${middle(runs, 'p50').toFixed(1)} | ${middle(runs, 'p99').toFixed(1)} |`;
  });
  return `## ${what[0]!.toUpperCase()}${what.slice(1)}

| | leads a second | ours ÷ theirs | p50 ms | p99 ms |
|---|---|---|---|---|
${rows.join('\n')}
`;
}
