import { Agent, request } from 'node:http';

export interface Load {
  readonly leadsPerSecond: number;
  /** Milliseconds. */
  readonly p50: number;
  readonly p99: number;
}

const PARALLEL = 8;

/** Sends so many requests, eight at a time over connections that are kept, and checks every answer. */
export async function putLoad(
  port: number,
  bodies: readonly string[],
  requests: number,
  leads: number,
): Promise<Load> {
  const agent = new Agent({ keepAlive: true, maxSockets: PARALLEL });
  const times: number[] = [];
  let next = 0;
  const worker = async () => {
    while (next < requests) {
      const body = bodies[next++ % bodies.length]!;
      const start = performance.now();
      const { predictions } = JSON.parse(await post(agent, port, body)) as { predictions: number[] };
      times.push(performance.now() - start);
      if (predictions.length !== leads || !predictions.every((p) => p > 0 && p < 1))
        throw new Error('a wrong answer');
    }
  };
  const start = performance.now();
  await Promise.all(Array.from({ length: PARALLEL }, worker));
  const seconds = (performance.now() - start) / 1000;
  agent.destroy();
  times.sort((a, b) => a - b);
  const at = (share: number) => times[Math.min(times.length - 1, Math.floor(share * times.length))]!;
  return { leadsPerSecond: (requests * leads) / seconds, p50: at(0.5), p99: at(0.99) };
}

function post(agent: Agent, port: number, body: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
    const sent = request(
      { agent, port, host: '127.0.0.1', method: 'POST', path: '/predict_lead_conversion', headers },
      (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (chunk) => (text += chunk));
        response.on('end', () => (response.statusCode === 200 ? resolve(text) : reject(new Error(text))));
      },
    );
    sent.on('error', reject).end(body);
  });
}
