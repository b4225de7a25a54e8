import type { NetworkInterfaceInfo } from 'node:os';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { watchNetwork } from './network-watch.ts';

const v4 = (address: string, internal = false): NetworkInterfaceInfo => ({
  address,
  netmask: '',
  family: 'IPv4',
  mac: '',
  internal,
  cidr: null,
});
const v6 = (address: string): NetworkInterfaceInfo => ({ ...v4(address), family: 'IPv6', scopeid: 0 });

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const home = { lo: [v4('127.0.0.1', true)], wlan0: [v4('192.168.1.7'), v6('2001:db8:1:2:a:b:c:d')] };

test.each([
  ['nothing changes', home, 0],
  ['a VPN comes', { ...home, tun0: [v4('10.8.0.2')] }, 1],
  ['another Wi-Fi', { wlan0: [v4('10.0.0.5')] }, 1],
  ['all networks go', {}, 1],
  ['IPv6 changes its own half', { ...home, wlan0: [v4('192.168.1.7'), v6('2001:db8:1:2:1:2:3:4')] }, 0],
  ['a link-local address comes', { ...home, eth0: [v6('fe80::1')] }, 0],
])('%s', (_, later, expected) => {
  let now: NodeJS.Dict<NetworkInterfaceInfo[]> = home;
  let changes = 0;
  const end = watchNetwork(
    () => (changes += 1),
    () => now,
  );
  vi.advanceTimersByTime(30_000);
  now = later;
  vi.advanceTimersByTime(60_000);
  expect(changes).toBe(expected);
  end();
  now = {};
  vi.advanceTimersByTime(60_000);
  expect(changes).toBe(expected);
});
