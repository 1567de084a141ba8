import { once } from 'node:events';
import { connect } from 'node:net';

export interface Load {
  readonly leadsPerSecond: number;
  /** Milliseconds. */
  readonly p50: number;
  readonly p99: number;
}

const CONNECTIONS = 8;
const HEAD_END = '\r\n\r\n';

/**
 * Sends requests for so long, one at a time on each of eight connections that are kept, and checks every answer. The
 * requests are bytes that are ready, and of an answer's head only its length is read: Node's own client takes as much of
 * the machine as the server that is measured, and autocannon ends on whole seconds.
 */
export async function putLoad(
  port: number,
  bodies: readonly string[],
  milliseconds: number,
  leads: number,
): Promise<Load> {
  const messages = bodies.map((body) =>
    Buffer.from(
      `POST /predict_lead_conversion HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}${HEAD_END}${body}`,
    ),
  );
  const times: number[] = [];
  let next = 0;
  const start = performance.now();
  await Promise.all(
    Array.from({ length: CONNECTIONS }, async () => {
      const socket = connect(port, '127.0.0.1').setNoDelay(true).setEncoding('latin1');
      await once(socket, 'connect');
      while (performance.now() - start < milliseconds) {
        const sent = performance.now();
        socket.write(messages[next++ % messages.length]!);
        check(await readAnswer(socket), leads);
        times.push(performance.now() - sent);
      }
      socket.destroy();
    }),
  );
  const seconds = (performance.now() - start) / 1000;
  times.sort((a, b) => a - b);
  const at = (share: number) => times[Math.min(times.length - 1, Math.floor(share * times.length))]!;
  return { leadsPerSecond: (times.length * leads) / seconds, p50: at(0.5), p99: at(0.99) };
}

/** The next answer, whole: its head says how long its body is. */
function readAnswer(socket: ReturnType<typeof connect>): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    const onData = (chunk: string) => {
      text += chunk;
      const head = text.indexOf(HEAD_END);
      if (head < 0) return;
      const length = Number(/content-length: (\d+)/i.exec(text.slice(0, head))?.[1]);
      if (text.length < head + HEAD_END.length + length) return;
      socket.off('data', onData).off('close', onClose);
      resolve(text);
    };
    const onClose = () => reject(new Error('the connection was closed'));
    socket.on('data', onData).once('close', onClose);
  });
}

function check(answer: string, leads: number): void {
  const { predictions } = JSON.parse(answer.slice(answer.indexOf(HEAD_END))) as { predictions?: number[] };
  if (predictions?.length !== leads || !predictions.every((p) => p > 0 && p < 1)) throw new Error(answer);
}
