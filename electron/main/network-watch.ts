import { networkInterfaces, type NetworkInterfaceInfo } from 'node:os';

type Interfaces = NodeJS.Dict<NetworkInterfaceInfo[]>;

/** The part of an address that tells the network: IPv6 changes its other half by itself every day. */
const networkOf = ({ family, address }: NetworkInterfaceInfo): string =>
  family === 'IPv6' ? address.split(':').slice(0, 4).join(':') : address;

/** Which networks this machine is on, as one text to compare. */
export const networkPrint = (interfaces: Interfaces): string =>
  Object.entries(interfaces)
    .flatMap(([name, addresses = []]) =>
      addresses
        .filter(({ internal, address }) => !internal && !address.startsWith('fe80'))
        .map(address => `${name} ${networkOf(address)}`),
    )
    .toSorted()
    .join('\n');

const everyMs = 10_000;

/** Tells when the machine is on other networks than before: a VPN that came or went, another Wi-Fi. Returns its end. */
export const watchNetwork = (onChange: () => void, look: () => Interfaces = networkInterfaces): (() => void) => {
  let last = networkPrint(look());
  const timer = setInterval(() => {
    const print = networkPrint(look());
    if (print === last) return;
    last = print;
    onChange();
  }, everyMs);
  timer.unref();
  return () => clearInterval(timer);
};
