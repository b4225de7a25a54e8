import { lookup } from 'node:dns/promises';
import { connect as connectTcp, isIP } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { connectionProblem } from '../transport/connection-problem.ts';
import { connectTimeoutMs } from '../transport/dispatcher.ts';
import { oneLine } from '../transport/tls-material.ts';
import { failed, passed, type Outcome } from './outcome.ts';

/** Resolves the name and opens one TCP connection, within 10 seconds. */
export async function probeNetwork(hostname: string, port: number, signal?: AbortSignal): Promise<Outcome> {
  const host = hostname.replace(/^\[|\]$/g, '');
  const place = { server: `${hostname}:${port}`, proxy: null, userName: '', redact: (text: string) => text };
  try {
    const addresses = isIP(host) === 0 ? (await lookup(host, { all: true })).map(one => one.address) : [host];
    const used = await openTcp(host, port, signal);
    const named = isIP(host) === 0 ? `${hostname} is ${addresses.slice(0, 8).join(', ')}; ` : '';
    return passed(`${named}port ${port} of ${used} answers`);
  } catch (error) {
    return failed(connectionProblem(error, place));
  }
}

function openTcp(host: string, port: number, signal: AbortSignal | undefined): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connectTcp({ host, port });
    const stop = (): void => void socket.destroy(new Error('It was cancelled.'));
    socket.setTimeout(connectTimeoutMs, () =>
      socket.destroy(Object.assign(new Error('The connection timed out'), { code: 'UND_ERR_CONNECT_TIMEOUT' })),
    );
    signal?.addEventListener('abort', stop, { once: true });
    socket.once('connect', () => {
      resolve(socket.remoteAddress ?? host);
      socket.destroy();
    });
    socket.once('error', reject);
    socket.once('close', () => signal?.removeEventListener('abort', stop));
  });
}

/** The server's certificate in words. Nothing is sent over this connection, so it needs no trust: whether it is trusted was seen before. */
export function describeCertificate(server: URL, serverName: string, timeout: number): Promise<string> {
  const host = server.hostname.replace(/^\[|\]$/g, '');
  const name = serverName === '' ? host : serverName;
  return new Promise(resolve => {
    const socket = connectTls(
      {
        host,
        port: server.port === '' ? 443 : Number(server.port),
        rejectUnauthorized: false,
        ...(isIP(name) === 0 ? { servername: name } : {}),
      },
      () => {
        const certificate = socket.getPeerX509Certificate();
        resolve(
          certificate === undefined
            ? 'TLS'
            : `${socket.getProtocol() ?? 'TLS'}, certificate of ${oneLine(certificate.subject)}, issued by ${oneLine(certificate.issuer)}, valid until ${certificate.validToDate.toISOString()}`,
        );
        socket.destroy();
      },
    );
    socket.setTimeout(timeout, () => socket.destroy());
    socket.once('error', () => resolve('TLS'));
    socket.once('close', () => resolve('TLS'));
  });
}
