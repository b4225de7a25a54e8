import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { scenarioClient } from '#renderer/dev/fixtures/scenarios.ts';
import { mount, type Page } from '#renderer/dev/mount.tsx';
import { kindOf, type DroppedKind } from './dropped.ts';
import { useImports } from './imports.ts';

let page: Page | undefined;

beforeEach(() => useImports.setState({ jobs: [] }));
afterEach(async () => {
  await page?.close();
  page = undefined;
});

const kubeconfig = 'apiVersion: v1\nkind: Config\nclusters: []\n';

describe('what a dropped file is', () => {
  it.each<[string, string, DroppedKind]>([
    ['case.tar.gz', 'kind: Config', 'evidence'],
    ['config', kubeconfig, 'kubeconfig'],
    ['config.json', '{"apiVersion": "v1", "kind": "Config"}', 'kubeconfig'],
    ['pods.yaml', 'apiVersion: v1\nkind: List\nitems: []\n', 'evidence'],
    ['map.yaml', 'apiVersion: v1\nkind: ConfigMap\n', 'evidence'],
    ['empty', '', 'evidence'],
  ])('%s', async (name, text, expected) => expect(await kindOf(new File([text], name))).toBe(expected));
});

const drag = (type: 'dragover' | 'drop', files: readonly File[], types = ['Files']): Event =>
  Object.assign(new Event(type, { bubbles: true, cancelable: true }), { dataTransfer: { types, files } });

const drop = async (address: string, ...files: readonly File[]) => {
  const client = scenarioClient('loaded');
  const shown = await mount(address, client);
  page = shown;
  await shown.act(() => document.body.dispatchEvent(drag('dragover', files)));
  const said = shown.text().includes('Drop an evidence bundle');
  await shown.act(() => document.body.dispatchEvent(drag('drop', files)));
  return { client, shown, said };
};

describe('a drop', () => {
  it('of bundles on any page brings them into the library', async () => {
    const { client, shown, said } = await drop('/rules', new File(['x'], 'a.tar.gz'), new File(['y'], 'b.tar.gz'));
    expect(said).toBe(true);
    expect(await shown.until(() => client.calls.filter(({ name }) => name === 'snapshots.import').length === 2)).toBe(true);
    expect(shown.address()).toBe('/snapshots');
    expect(shown.text()).not.toContain('Drop an evidence bundle');
  });

  it('of a kubeconfig adds a source', async () => {
    const { client, shown } = await drop('/rules', new File([kubeconfig], 'config'));
    expect(await shown.until(() => client.calls.some(({ name }) => name === 'contexts.add'))).toBe(true);
    expect(await shown.until(() => shown.address() === '/clusters')).toBe(true);
    expect(client.calls.some(({ name }) => name === 'snapshots.import')).toBe(false);
  });

  it('of text or a link is none of ours, and the page stays', async () => {
    const client = scenarioClient('loaded');
    const shown = await mount('/rules', client);
    page = shown;
    const event = drag('drop', [], ['text/uri-list']);
    await shown.act(() => document.body.dispatchEvent(event));
    expect(shown.address()).toBe('/rules');
    expect(client.calls.some(({ name }) => name === 'upload.put')).toBe(false);
  });
});
