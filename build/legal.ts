import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { lockText, type LockedPackage, shippedPackages } from './locked-packages.ts';
import { dist, root } from './paths.ts';

const purl = ({ name, version }: LockedPackage): string =>
  `pkg:npm/${name.startsWith('@') ? `%40${name.slice(1)}` : name}@${version}`;

/** A UUID that follows from what it names, so that two builds of one lockfile give one document. */
const uuidOf = (text: string): string => {
  const hex = createHash('sha256').update(text).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
};

/** CycloneDX 1.6 from the lockfile: no time, no machine, so that it is reproducible. */
export const sbom = (): unknown => {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
  return {
    $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    serialNumber: `urn:uuid:${uuidOf(lockText())}`,
    version: 1,
    metadata: { component: { type: 'application', name: 'plumbline', version, licenses: [{ license: { id: 'Apache-2.0' } }] } },
    components: shippedPackages().map(item => ({
      type: 'library',
      'bom-ref': `${purl(item)}#${item.folder}`,
      name: item.name,
      version: item.version,
      purl: purl(item),
      ...(item.licence === null ? {} : { licenses: [{ expression: item.licence }] }),
      ...(item.sha512 === null ? {} : { hashes: [{ alg: 'SHA-512', content: item.sha512 }] }),
    })),
  };
};

const licenceFile = /^(?:licen[cs]e|copying|notice)(?:[.-].*)?$/iu;

const textsOf = ({ folder }: LockedPackage): readonly string[] => {
  try {
    return readdirSync(join(root, folder))
      .filter(name => licenceFile.test(name))
      .toSorted()
      .map(name => readFileSync(join(root, folder, name), 'utf8').trim());
  } catch {
    return [];
  }
};

/** Every shipped package with its licence's own text, once each. */
export const licences = (): string => {
  const seen = new Set<string>();
  const parts = shippedPackages().flatMap(item => {
    const head = `${item.name} ${item.version} (${item.licence ?? 'no licence named'})`;
    if (seen.has(head)) return [];
    seen.add(head);
    const texts = textsOf(item);
    return [[head, '-'.repeat(head.length), ...(texts.length === 0 ? ['No text comes with the package.'] : texts)].join('\n')];
  });
  return `Plumbline carries code of these packages. Chromium's own licences are in LICENSES.chromium.html.\n\n${parts.join('\n\n\n')}\n`;
};

/** dist/legal: what travels with every package. */
export const writeLegal = (): void => {
  const folder = join(dist, 'legal');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'sbom.cdx.json'), `${JSON.stringify(sbom(), null, 2)}\n`);
  writeFileSync(join(folder, 'THIRD-PARTY-LICENCES.txt'), licences());
};
