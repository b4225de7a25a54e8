import { BlockList, isIP, isIPv6 } from 'node:net';

/** `127.0.0.0/8`, `::1` and `localhost` are never sent through a proxy of the environment. */
export function isLoopback(host: string): boolean {
  const name = bare(host);
  return (
    name === 'localhost' || name.endsWith('.localhost') || name.startsWith('127.') || name === '::1' || name === '0:0:0:0:0:0:0:1'
  );
}

/**
 * Whether `NO_PROXY` names a server, by Go's rules: `*`, an address, a CIDR, `host` (and what is below it), `.host` or
 * `*.host` (only what is below it), each with an optional `:port`.
 */
export function matchesNoProxy(list: string, host: string, port: number): boolean {
  const name = bare(host);
  return list.split(/[,\s]+/).some(entry => entry !== '' && matchesEntry(entry.toLowerCase(), name, port));
}

function matchesEntry(entry: string, name: string, port: number): boolean {
  if (entry === '*') return true;
  if (entry.includes('/')) return matchesCidr(entry, name);
  const { host, wanted } = splitPort(entry);
  if (host === '' || (wanted !== null && wanted !== port)) return false;
  if (isIP(host) !== 0) return sameAddress(host, name);
  if (isIP(name) !== 0) return false;
  const below = host.startsWith('*.') ? host.slice(1) : host;
  return below.startsWith('.') ? name.endsWith(below) : name === below || name.endsWith(`.${below}`);
}

function splitPort(entry: string): { readonly host: string; readonly wanted: number | null } {
  if (isIPv6(entry)) return { host: entry, wanted: null };
  const match = /^(\[[^\]]+\]|[^:]*)(?::(\d{1,5}))?$/.exec(entry);
  return match === null
    ? { host: '', wanted: null }
    : { host: bare(match[1] ?? ''), wanted: match[2] === undefined ? null : Number(match[2]) };
}

function matchesCidr(entry: string, name: string): boolean {
  const [network, bits] = entry.split('/');
  const family = isIP(network ?? '');
  if (family === 0 || isIP(name) === 0 || !/^\d{1,3}$/.test(bits ?? '') || Number(bits) > (family === 6 ? 128 : 32)) return false;
  const block = new BlockList();
  block.addSubnet(network ?? '', Number(bits), family === 6 ? 'ipv6' : 'ipv4');
  return block.check(name, isIPv6(name) ? 'ipv6' : 'ipv4');
}

function sameAddress(one: string, other: string): boolean {
  if (isIP(other) === 0) return false;
  const block = new BlockList();
  block.addAddress(one, isIPv6(one) ? 'ipv6' : 'ipv4');
  return block.check(other, isIPv6(other) ? 'ipv6' : 'ipv4');
}

const bare = (host: string): string =>
  host
    .replace(/^\[|\]$/g, '')
    .replace(/\.$/, '')
    .toLowerCase();
