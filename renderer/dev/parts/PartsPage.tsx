import { type ReactElement, type ReactNode, useEffect, useState } from 'react';
import { useSearch } from 'wouter';
import type { Density, Theme } from '#contract/settings';
import { showWish } from '#renderer/app/appearance.ts';
import { BulkBar } from '#renderer/ui/BulkBar.tsx';
import { Button } from '#renderer/ui/Button.tsx';
import { Checkbox } from '#renderer/ui/Checkbox.tsx';
import { Code } from '#renderer/ui/Code.tsx';
import { Combobox } from '#renderer/ui/Combobox.tsx';
import { CopyButton } from '#renderer/ui/CopyButton.tsx';
import { Dialog } from '#renderer/ui/Dialog.tsx';
import { Icon } from '#renderer/ui/Icon.tsx';
import { Key } from '#renderer/ui/Key.tsx';
import { ActionMenu, ChoiceMenu } from '#renderer/ui/Menu.tsx';
import { Name } from '#renderer/ui/Name.tsx';
import { AlertNotice, PartialNotice, StaleNotice } from '#renderer/ui/Notice.tsx';
import { Progress } from '#renderer/ui/Progress.tsx';
import { Segments } from '#renderer/ui/Segments.tsx';
import { Select } from '#renderer/ui/Select.tsx';
import { SeverityGlyph, severityWord, verdictWord } from '#renderer/ui/Severity.tsx';
import { EmptyState, ErrorState, LoadingState } from '#renderer/ui/States.tsx';
import { Switch } from '#renderer/ui/Switch.tsx';
import { Tabs } from '#renderer/ui/Tabs.tsx';
import { TextField } from '#renderer/ui/TextField.tsx';
import { toast, undoToast } from '#renderer/ui/Toast.tsx';
import { Tooltip } from '#renderer/ui/Tooltip.tsx';
import { Diffs, Tables } from './Wide.tsx';
import './parts-page.css';

const Part = ({ title, children }: { readonly title: string; readonly children: ReactNode }): ReactElement => (
  <section className="part" aria-label={title}>
    <h2>{title}</h2>
    <div className="part-row">{children}</div>
  </section>
);

const longName = 'payments-reconciliation-batch-worker-v2-canary-7f8d9c6b54-x2x9q';

const environments = [
  { value: 'production', label: 'Production' },
  { value: 'staging', label: 'Staging' },
  { value: 'test', label: 'Test', note: 'Findings of it come last in the overview' },
] as const;
type Chosen = (typeof environments)[number]['value'];

const Buttons = (): ReactElement => (
  <Part title="Buttons">
    <Button variant="primary">Capture</Button>
    <Button variant="primary" keyHint="P">
      Add to tray
    </Button>
    <Button>Plain</Button>
    <Button variant="danger">Delete</Button>
    <Button variant="quiet">Quiet</Button>
    <Button disabled>Disabled</Button>
    <Button variant="primary" disabled>
      Disabled
    </Button>
    <Button busy>Importing</Button>
    <CopyButton text="text">Copy</CopyButton>
    <Key name="Ctrl K" />
    <Tooltip text="Told on hover and on focus">
      <button type="button" className="link">
        With a tooltip
      </button>
    </Tooltip>
  </Part>
);

const Fields = (): ReactElement => {
  const [text, setText] = useState('prod-eu-1');
  const [environment, setEnvironment] = useState<Chosen>('production');
  const [many, setMany] = useState<string | null>('ns-3');
  return (
    <Part title="Fields">
      <TextField label="Title" value={text} onChange={setText} hint="What you call it; no part of the evidence." />
      <TextField
        label="Proxy"
        value="htp://proxy"
        onChange={() => undefined}
        error="A proxy is a URL with http, https or socks5."
        mono
      />
      <TextField label="Owner" value="" onChange={() => undefined} placeholder="A team or a person" />
      <TextField label="Disabled" value="cannot be changed" onChange={() => undefined} disabled />
      <TextField label="Notes" value={'Two lines\nof a note'} onChange={() => undefined} rows={3} />
      <Select<Chosen> label="Environment" value={environment} choices={environments} onChange={setEnvironment} />
      <Select label="Disabled select" value="a" choices={[{ value: 'a', label: longName }]} onChange={() => undefined} disabled />
      <Combobox
        label="Namespace"
        value={many}
        onChange={setMany}
        choices={Array.from({ length: 40 }, (_, index) => ({
          value: `ns-${String(index)}`,
          label: `team-${String(index)}-services`,
        }))}
      />
    </Part>
  );
};

const Choices = (): ReactElement => {
  const [on, setOn] = useState(true);
  const [view, setView] = useState<'unified' | 'split'>('unified');
  const [tab, setTab] = useState<'yaml' | 'relations'>('yaml');
  const [group, setGroup] = useState<'cause' | 'rule'>('cause');
  return (
    <Part title="Choices">
      <Checkbox checked={on} onChange={setOn}>
        Checked
      </Checkbox>
      <Checkbox checked={false} onChange={() => undefined}>
        Not checked
      </Checkbox>
      <Checkbox checked disabled onChange={() => undefined}>
        Disabled
      </Checkbox>
      <Switch label="Single-letter keys" checked={on} onChange={setOn} hint="Off in text fields in any case." />
      <Switch label="Off" checked={false} onChange={() => undefined} />
      <Switch label="Disabled" checked disabled onChange={() => undefined} />
      <Segments
        label="View"
        value={view}
        onChange={setView}
        choices={[
          { value: 'unified', label: 'Unified' },
          { value: 'split', label: 'Side by side' },
        ]}
      />
      <ChoiceMenu
        label="Group"
        value={group}
        onChange={setGroup}
        choices={[
          { value: 'cause', label: 'cause' },
          { value: 'rule', label: 'rule' },
        ]}
      />
      <ActionMenu
        label="Copy as"
        actions={[
          { label: 'Markdown', onSelect: () => undefined },
          { label: 'Delete', onSelect: () => undefined, danger: true },
        ]}
      />
      <div className="part-wide">
        <Tabs
          label="Parts of an object"
          value={tab}
          onChange={setTab}
          tabs={[
            { value: 'yaml', label: 'YAML' },
            { value: 'relations', label: 'Relations', count: 1204 },
          ]}
        >
          <p className="part-pad">{tab === 'yaml' ? 'Its YAML' : 'What mounts it'}</p>
        </Tabs>
      </div>
    </Part>
  );
};

const Says = (): ReactElement => (
  <Part title="Severities and names">
    {(['critical', 'high', 'medium', 'low'] as const).map(severity => (
      <span key={severity} className="part-pair">
        <SeverityGlyph severity={severity} /> {severityWord(severity)}
      </span>
    ))}
    <span className="part-pair">
      <SeverityGlyph severity="high" unknown /> {verdictWord('high', true)}
    </span>
    <span className="part-pair is-ok">
      <Icon name="passed" /> Passed
    </span>
    <span className="tag-production">production</span>
    <span className="tag-environment">staging</span>
    <span className="fact-flag fact-alert">insecure TLS</span>
    <span className="part-narrow">
      <Name text={longName} label="Name" />
    </span>
  </Part>
);

const fault = {
  what: 'The server’s certificate is not trusted.',
  why: 'Its issuer “Example Corp Proxy CA” is in no bundle that was given.',
  todo: 'Add the CA in Settings, or correct the kubeconfig.',
  detail: 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
};

const States = (): ReactElement => (
  <Part title="States and notices">
    <div className="part-wide">
      <PartialNotice
        action={
          <button type="button" className="link">
            Coverage
          </button>
        }
      >
        The capture ended before everything was read.
      </PartialNotice>
      <StaleNotice
        action={
          <button type="button" className="link">
            Capture again
          </button>
        }
      >
        This is the cluster of 9 d ago.
      </StaleNotice>
      <AlertNotice>The core does not answer since 12:31 UTC.</AlertNotice>
      <EmptyState title="The tray is empty" action={<Button variant="primary">Findings with a patch</Button>}>
        Add the patch of a finding with the key P.
      </EmptyState>
      <ErrorState fault={fault} onRetry={() => undefined} />
      <ErrorState fault={fault} inline />
      <LoadingState label="Reading the findings" />
      <Progress
        label="Read"
        total={40}
        parts={[
          { kind: 'full', count: 21 },
          { kind: 'unknown', count: 4 },
          { kind: 'alert', count: 1 },
          { kind: 'active', count: 3 },
        ]}
      />
      <BulkBar count={12} one="finding" matching={1284} onAll={() => undefined} onClear={() => undefined}>
        <Button>Add to tray</Button>
        <Button>Export</Button>
      </BulkBar>
    </div>
  </Part>
);

const Overlays = (): ReactElement => {
  const [open, setOpen] = useState(false);
  return (
    <Part title="Over the page">
      <Button onClick={() => setOpen(true)}>Open a dialog</Button>
      <Button onClick={() => toast('Copied', 'prod-eu-1')}>Say something</Button>
      <Button onClick={() => toast('Could not copy', 'The clipboard is not open to this page.', 'alert')}>Say a failure</Button>
      <Button
        onClick={() => undoToast({ title: 'Deleted', description: 'prod-eu-1, 24 Nov', undo: () => toast('Brought back') })}
      >
        Delete with undo
      </Button>
      <Dialog
        open={open}
        onClose={() => setOpen(false)}
        title="Delete this snapshot?"
        description="It can be brought back for ten minutes."
        actions={
          <>
            <Button onClick={() => setOpen(false)}>Keep it</Button>
            <Button variant="danger" onClick={() => setOpen(false)}>
              Delete
            </Button>
          </>
        }
      >
        <p>Its notes go with it.</p>
      </Dialog>
    </Part>
  );
};

const yaml = 'spec:\n  containers:\n    - name: api\n      securityContext:\n        privileged: true\n        runAsUser: 0\n';

/** Every part in every state, under a theme and a density that the address names. In development only. */
export const PartsPage = (): ReactElement => {
  const params = new URLSearchParams(useSearch());
  const theme = (params.get('theme') ?? 'system') as Theme;
  const density = (params.get('density') ?? 'comfortable') as Density;
  useEffect(() => {
    showWish({ theme, density });
    document.documentElement.dataset['state'] = 'ready';
  }, [theme, density]);
  return (
    <main className="parts-page">
      <h1>Parts</h1>
      <Buttons />
      <Fields />
      <Choices />
      <Says />
      <States />
      <Part title="Code">
        <div className="part-wide">
          <Code text={yaml} hits={[5]} label="Evidence" />
        </div>
      </Part>
      <Diffs />
      <Tables />
      <Overlays />
    </main>
  );
};
