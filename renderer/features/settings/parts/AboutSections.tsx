import type { ReactElement } from 'react';
import type { Diagnostics } from '#contract/diagnostics';
import { CopyButton } from '#renderer/ui/CopyButton.tsx';
import { visible } from '#renderer/ui/visible.ts';
import { Section } from './Section.tsx';

const systems: Readonly<Record<string, string>> = { linux: 'Linux', darwin: 'macOS', win32: 'Windows' };

export const VersionsSection = ({ diagnostics }: { readonly diagnostics: Diagnostics }): ReactElement => {
  const { versions, platform } = diagnostics;
  return (
    <Section id="versions" title="Versions">
      <dl className="pairs settings-pairs">
        <dt>Plumbline</dt>
        <dd>{visible(versions.plumbline, 100)}</dd>
        <dt>Rules</dt>
        <dd>{visible(versions.rules, 100)}</dd>
        <dt>Node</dt>
        <dd>{visible(versions.node, 100)}</dd>
        {versions.electron === null ? null : (
          <>
            <dt>Electron</dt>
            <dd>{visible(versions.electron, 100)}</dd>
          </>
        )}
        <dt>System</dt>
        <dd>
          {systems[platform.os] ?? visible(platform.os, 40)} {visible(platform.release, 100)}, {visible(platform.arch, 40)}
        </dd>
      </dl>
    </Section>
  );
};

export const LogSection = ({
  diagnostics,
  onRefresh,
}: {
  readonly diagnostics: Diagnostics;
  readonly onRefresh: () => void;
}): ReactElement => (
  <Section
    id="log"
    title="Log and diagnostics"
    note="What to hand on when you ask for help: versions, sizes, PATH and names of variables, the proxy, and the end of the log. Credentials and values are redacted; host names and paths are in it, so look before you post it."
  >
    <div className="settings-actions">
      <CopyButton text={diagnostics.text} className="ui-button ui-button-plain">
        Copy diagnostics
      </CopyButton>
      <button type="button" className="ui-button ui-button-plain" onClick={onRefresh}>
        Read again
      </button>
    </div>
    {diagnostics.log.length === 0 ? (
      <p className="muted">The log is empty.</p>
    ) : (
      <pre className="mono settings-log" aria-label="End of the log" tabIndex={0}>
        {diagnostics.log.map(line => `${visible(line, 1000)}\n`)}
      </pre>
    )}
  </Section>
);
