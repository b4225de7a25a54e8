import type { ReactElement } from 'react';
import type { FindingDetail } from '#contract/findings-query';
import { CopyButton } from '#renderer/ui/CopyButton.tsx';
import { Section } from '#renderer/ui/Section.tsx';
import { visible } from '#renderer/ui/visible.ts';

/** Where a person makes the change: who manages the object, and which object it is. */
export const FixIn = ({ detail: { finding, managedBy, owner } }: { readonly detail: FindingDetail }): ReactElement => {
  const { resource, at, source } = finding;
  const child =
    at !== null && resource !== null && (at.resource.kind !== resource.kind || at.resource.name !== resource.name)
      ? at.resource
      : null;
  const name = resource === null ? null : `${resource.namespace === undefined ? '' : `${resource.namespace}/`}${resource.name}`;
  return (
    <Section id="fix-in" title="Fix in">
      <dl className="pairs">
        <dt>Manager</dt>
        <dd>
          {managedBy.length === 0 ? (
            <span className="muted">none seen on the object</span>
          ) : (
            managedBy.map(manager => <div key={manager}>{visible(manager, 200)}</div>)
          )}
        </dd>
        {owner === undefined ? null : (
          <>
            <dt>Owner</dt>
            <dd>{visible(owner, 200)}</dd>
          </>
        )}
        <dt>Object</dt>
        <dd>
          {resource === null || name === null ? (
            'the whole cluster'
          ) : (
            <>
              {visible(resource.kind, 80)}{' '}
              <CopyButton text={name} className="copy-name mono" title="Copy the name">
                {visible(name, 400)}
              </CopyButton>
            </>
          )}
        </dd>
        {child === null ? null : (
          <>
            <dt>Stands in</dt>
            <dd>
              {visible(child.kind, 80)} <span className="mono">{visible(child.name, 300)}</span>, which{' '}
              {resource === null ? 'the cluster' : visible(resource.name, 300)} makes
            </dd>
          </>
        )}
        {source === undefined ? null : (
          <>
            <dt>File</dt>
            <dd className="mono">
              {visible(source.file, 400)}, line {source.line}
            </dd>
          </>
        )}
        {at === null || at.path === '' ? null : (
          <>
            <dt>Field</dt>
            <dd className="mono">{visible(at.path, 400)}</dd>
          </>
        )}
      </dl>
      {finding.ownerIncomplete ? (
        <p className="muted">Its owner could not be read, so the object to edit may be another one above it.</p>
      ) : null}
    </Section>
  );
};
